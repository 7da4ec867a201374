import ArgumentParser

/// How the program ends.
///
/// Scripts and hooks depend on these numbers.
enum ExitStatus {
    /// Every commit passes; or what was asked for is done.
    static let pass: Int32 = 0
    /// At least one commit does not pass; or what was asked for would not count.
    static let fail: Int32 = 1
    /// It could not be decided: no or unreadable policy, unknown revision, missing objects, not a repository.
    static let undecided: Int32 = 2
    /// Wrong usage, as git's own commands have it.
    static let usage: Int32 = 129
}
