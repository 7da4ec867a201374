import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignPolicy
import CountersignReports
import CountersignVerifier
import FoundationEssentials

/// The repository that the command runs in, with git's configuration: what every command starts from.
struct Workspace {
    let repository: Repository
    let settings: Settings

    /// Opens the repository that git itself would use here, hooks and work trees included.
    static func open() async throws -> Workspace {
        // Git reads its configuration while libgit2 starts and opens the repository.
        async let settings = Settings.read()
        let repository = try await Repository.openAsGitDoes()
        return Workspace(repository: repository, settings: try await settings)
    }

    /// The time now, or the one asked for.
    func now(_ options: PolicyOptions) -> Timestamp {
        options.asOf ?? Self.clock
    }

    /// The time by this machine's clock.
    static var clock: Timestamp { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) }

    /// The trust root pinned outside the repository: on the command line, else in the configuration.
    func trustRoot(_ options: PolicyOptions) throws -> ObjectID? {
        guard let revision = options.trustRoot ?? settings["countersign.trustroot"] else { return nil }
        return try repository.commit(named: revision)
    }

    /// The policy in a directory outside the repository; nil when none was named.
    func central(_ options: PolicyOptions) async throws -> (PolicyInForce, PolicyOrigin)? {
        guard let directory = options.policy else { return nil }
        guard !directory.isEmpty else { throw Failure("--policy names no directory", status: ExitStatus.usage) }
        let path = directory + "/policy"
        let text = try FileContent.read(path)
        let keys = PolicyKeyFiles(
            signers: try FileContent.bytes(ifAt: "\(directory)/\(PolicyKeyFiles.signersName)"),
            revokedKeys: try FileContent.bytes(ifAt: "\(directory)/\(PolicyKeyFiles.revokedKeysName)"),
            openPGP: try FileContent.files(
                in: "\(directory)/\(PolicyKeyFiles.openPGPName)", suffix: PolicyKeyFiles.openPGPSuffix))
        let policy = try await PolicyReader.policy(Array(text.utf8), at: path, keys: keys)
        return (PolicyInForce(tree: nil, policy: policy, since: nil), .directory(directory))
    }

    /// How much of the ledger a command asks for.
    enum LedgerUse {
        case aFewCommits
        case manyCommits
        case commits(Int)
        case all
    }

    /// The ledger as it stands, through its index where that is quicker.
    func ledger(for use: LedgerUse) async throws -> CurrentLedger {
        let worthwhile: Int? =
            switch use {
            case .aFewCommits: CurrentLedger.worthwhileForFew
            case .manyCommits: CurrentLedger.worthwhile
            case .commits(let count): CurrentLedger.worthwhile(forCommits: count)
            case .all: nil
            }
        return try await CurrentLedger.open(repository, worthwhile: worthwhile)
    }

    /// Everything that the commits reach, with a word on how far that is; what an earlier run kept is not read again.
    func history(
        of tips: [ObjectID], _ options: PolicyOptions, _ progress: ProgressOptions, quiet: Bool = false
    ) async throws -> RepositoryHistory {
        let isWanted = quiet ? false : progress.progress
        let reading = Progress("Reading commits", wanted: isWanted)
        defer { reading.finish() }
        let history = try await RepositoryHistory(
            repository: repository, tips: tips, lasting: options.noCache ? [] : nil, onCommits: reading.step)
        var running: [HistoryWork: Progress] = [:]
        history.onWork = { work, more in
            guard let more else {
                running.removeValue(forKey: work)?.finish()
                return
            }
            let progress = running[work] ?? Progress(work.title, wanted: isWanted)
            running[work] = progress
            progress.step(more)
        }
        return history
    }

    /// How text looks on standard output.
    func style() async throws -> Style {
        Style(isColored: try await settings.wantsColor(), width: Terminal.columns)
    }

    /// Prints a report in the format asked for, or writes it to the file asked for.
    func publish(_ report: Report, _ options: ReportOptions, showsClean: Bool = false) async throws {
        let report = options.pseudonymize ? try report.pseudonymized(with: PseudonymKeyFile(repository).key()) : report
        let text: String
        switch options.format {
        case .json: text = try JSONText.render(report)
        case .github:
            text = GitHubReport(report).render()
            try StepSummary.append(report)
        case .junit: text = JUnitReport(report).render()
        case .sarif: text = try SARIFReport(report).render()
        case .html: text = HTMLReport(report).render()
        case .csv: text = CSVReport(report).render()
        case .jsonl: text = try JSONLinesReport(report).render()
        case .text:
            let style = options.output == nil ? try await style() : Style(isColored: false)
            text = TextReport(report, style: style, showsClean: showsClean).render()
        }
        if let path = options.output {
            try Terminal.write(text, toFile: path)
        } else if options.format == .text, report.command == "audit" {
            if !options.quiet { try await Pager.find().print(text) }
        } else if !options.quiet || options.format != .text {
            try Terminal.print(text)
        }
    }
}

extension CurrentLedger {
    /// What a report says of the ledger.
    func report() throws -> Report.LedgerReport {
        try Report.LedgerReport(
            ref: Ledger.reference, tip: tip, index: statements, defects: defects.map { ($0.path, $0.reason) })
    }
}

extension LedgerDefect {
    /// What is wrong there, in words.
    fileprivate var reason: String {
        switch kind {
        case .otherName: "an entry that is no note"
        case .notABlob: "an entry named like a note that is no blob"
        case .tooLarge(let limit): "a note of more than \(limit) bytes, not read"
        case .hasNUL: "a note with a NUL byte"
        }
    }
}

extension HistoryWork {
    /// What the line on standard error calls it.
    fileprivate var title: String {
        switch self {
        case .policies: "Looking for changes of policy"
        case .merges: "Comparing merges"
        case .changes: "Comparing changes"
        }
    }
}
