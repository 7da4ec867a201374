internal import CountersignVerifier

/// The head of the page: the verdict, what it is about, and how to come to it again.
struct HTMLSummary {
    private let report: Report

    init(_ report: Report) {
        self.report = report
    }

    var sections: [HTML] { [heading, notes, totals] }

    private var heading: HTML {
        """
        <header><p class="over">countersign \(report.command)</p><h1>\(report.repository)</h1>
        \(verdict)
        <dl class="scope">\(scope)</dl>
        <div class="repeat"><p>To come to it again, in a clone with the same commits and ledger:</p>\
        <pre>\(paragraph: RepeatCommand(report).text)</pre></div></header>
        <main>
        """
    }

    private var verdict: HTML {
        let failing = report.failing
        guard failing == 0 else {
            let commits = failing == 1 ? "commit does" : "commits do"
            return """
                <p class="verdict f">Fail <span>\(count: failing) of \(count: report.summary.commits) \(commits) not pass.\
                </span></p>
                """
        }
        return """
            <p class="verdict p">Pass <span>All of \(count: report.summary.commits) commits pass.</span></p>
            """
    }

    private var scope: HTML {
        let policy = report.policy
        let source =
            policy.directory.value.map { "from \($0), outside the repository" }
            ?? policy.tree.value.map { "tree \($0)" } ?? "none"
        let ledger =
            report.ledger.tip.value.map { "\(report.ledger.ref) at \($0)" } ?? "none: \(report.ledger.ref) is not there"
        let facts: [(HTML, HTML)] = [
            ("Commits", commits),
            ("Policy", "serial \(policy.serial), \(source)"),
            ("Trust root", "\(policy.trustRoot.value ?? "none pinned")"),
            ("Ledger", "\(ledger), \(count: report.ledger.statements) statements"),
            ("As of", "\(report.asOf)"),
            ("Tool", "git-countersign \(report.tool.version), markers \(report.tool.markers)"),
        ]
        return facts.map { "<dt>\($0)</dt><dd>\($1)</dd>" }.joined()
    }

    private var commits: HTML {
        switch (report.base.value, report.head.value) {
        case (let base?, let head?): "\(base)..\(head)"
        case (nil, let head?): "the history of \(head)"
        default:
            "everything that \(count: report.tips.count) refs reach; the JSON report lists them under <code>tips</code>"
        }
    }

    private var notes: HTML {
        guard !report.remarks.isEmpty else { return "" }
        let items: [HTML] = report.remarks.map { "<li>\($0)</li>" }
        return "<section><h2>To be read with it</h2><ul class=\"notes\">\(items.joined())</ul></section>\n"
    }

    private var totals: HTML {
        let tiles: [HTML] = Verdict.allCases.compactMap { verdict in
            report.summary.verdicts[verdict.rawValue].map { count in
                "<div><dt class=\"\(verdict.passes ? "p" : "f")\">\(verdict.rawValue)</dt><dd>\(count: count)</dd></div>"
            }
        }
        return """
            <section><h2>Commits by verdict</h2><dl class="tiles">\
            <div><dt>commits</dt><dd>\(count: report.summary.commits)</dd></div>\
            <div><dt>flagged as AI-assisted</dt><dd>\(count: report.summary.flagged)</dd></div>\
            \(tiles.joined())</dl></section>

            """
    }
}

extension Report {
    /// How many commits do not pass, listed or not.
    var failing: Int {
        summary.verdicts.reduce(0) { Verdict(rawValue: $1.key)?.passes == true ? $0 : $0 + $1.value }
    }
}
