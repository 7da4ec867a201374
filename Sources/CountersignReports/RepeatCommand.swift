/// The command that comes to the same report in another clone.
struct RepeatCommand {
    private let report: Report

    init(_ report: Report) {
        self.report = report
    }

    /// The command as a shell reads it.
    var text: String {
        var words = ["git countersign \(report.command)"]
        switch (report.base.value, report.head.value) {
        case (let base?, let head?): words.append("\(base)..\(head)")
        case (nil, let head?): words.append(head)
        default: words.append("--all")
        }
        if let directory = report.policy.directory.value { words.append("--policy \(Self.quoted(directory))") }
        if let root = report.policy.trustRoot.value { words.append("--trust-root \(root)") }
        if let ledger = report.ledger.tip.value { words.append("--ledger-at-least \(ledger)") }
        words.append("--as-of \(report.asOf)")
        return words.joined(separator: " \\\n    ")
    }

    /// POSIX shell, 2.2.2 "Single-Quotes".
    static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
                || "/._-".utf8.contains($0)
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
