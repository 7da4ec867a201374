import ArgumentParser

/// The hooks of git that this program serves.
enum HookKind: String, CaseIterable, ExpressibleByArgument {
    case preReceive = "pre-receive"
    case prePush = "pre-push"
    case commitMessage = "commit-msg"

    /// Whether git hands it lines on standard input, which a second hook needs too.
    var readsInput: Bool { self != .commitMessage }

    /// Those of a repository that others push to, or of a clone.
    static func usual(isBare: Bool) -> [HookKind] { isBare ? [.preReceive] : [.prePush, .commitMessage] }
}
