import CountersignReports

/// What a hook says in a push: short lines on standard error, each with the prefix that a forge wants.
struct PushText {
    /// `countersign.hookPrefix`, such as GitLab's `GL-HOOK-ERR: `.
    var prefix = ""

    /// Prints lines that are safe to print.
    func say(_ lines: [String]) {
        for line in lines { Terminal.note(prefix + line) }
    }

    /// Prints every complaint, and what to do when they are mended.
    func say(_ complaints: [Complaint], then next: String) {
        say(["countersign: the push is refused"] + complaints.flatMap(\.lines) + [next])
    }

    /// Prints what kept the push from being judged.
    func say(_ failure: Failure) {
        let advice = failure.advice.map { "→ \($0)" }
        say(
            (["countersign: can't judge the push: \(failure.message)"] + (advice.map { [$0] } ?? []))
                .flatMap { VisibleText.paragraph($0).split(separator: "\n").map(String.init) })
    }
}
