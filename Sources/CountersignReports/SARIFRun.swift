internal import CountersignVerifier

/// The one run of a SARIF file.
struct SARIFRun: Encodable, Sendable {
    struct Message: Encodable, Sendable {
        let text: String

        /// Takes plain text: what would be a link or a placeholder in it is escaped (SARIF 2.1.0, 3.11.5 and 3.11.6).
        init(_ text: String) {
            var escaped = ""
            for character in VisibleText.line(text) {
                switch character {
                case "[", "]", "\\": escaped += "\\\(character)"
                case "{", "}": escaped += "\(character)\(character)"
                default: escaped.append(character)
                }
            }
            self.text = escaped
        }
    }

    struct Driver: Encodable, Sendable {
        let name = "git-countersign"
        let version: String
        let rules: [Rule]
    }

    struct Tool: Encodable, Sendable {
        let driver: Driver
    }

    struct Rule: Encodable, Sendable {
        let id: String
        let shortDescription: Message
    }

    let tool: Tool
    let columnKind = "utf16CodeUnits"
    let results: [SARIFResult]

    init(_ report: Report) {
        let rules = Verdict.allCases.filter { !$0.passes }
        tool = Tool(
            driver: Driver(
                version: report.tool.version,
                rules: rules.map { Rule(id: $0.rawValue, shortDescription: Message($0.meaning)) }))
        results = report.commits.filter { !$0.passes }.map { commit in
            SARIFResult(commit, rule: rules.firstIndex { $0.rawValue == commit.verdict } ?? -1)
        }
    }
}

/// One commit that does not pass.
struct SARIFResult: Encodable, Sendable {
    struct Location: Encodable, Sendable {
        let physicalLocation = PhysicalLocation()
        let logicalLocations: [LogicalLocation]
    }

    struct PhysicalLocation: Encodable, Sendable {
        let artifactLocation = ["uri": ".countersign/policy"]
        let region = ["startLine": 1]
    }

    struct LogicalLocation: Encodable, Sendable {
        let name: String
        let fullyQualifiedName: String
        let kind = "commit"
    }

    let ruleId: String
    let ruleIndex: Int
    let level = "error"
    let message: SARIFRun.Message
    let locations: [Location]
    let partialFingerprints: [String: String]

    init(_ commit: CommitReport, rule: Int) {
        ruleId = commit.verdict
        ruleIndex = rule
        let short = String(commit.id.prefix(ReportFigures.abbreviation))
        let fix = commit.fix.value.map { " → \($0)" } ?? ""
        message = SARIFRun.Message("\(short) \(commit.subject) <\(commit.author.email)>: \(commit.reason)\(fix)")
        locations = [Location(logicalLocations: [LogicalLocation(name: short, fullyQualifiedName: commit.id)])]
        partialFingerprints = ["commit/v1": commit.id]
    }
}
