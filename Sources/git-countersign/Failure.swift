/// What stopped the program, as a person needs it: what failed on what, and what mends it.
struct Failure: Error {
    /// One or two lines, lower case, without a full stop.
    let message: String
    /// The command or the step that mends it.
    let advice: String?
    /// The exit status that it means: see ``ExitStatus``.
    let status: Int32

    init(_ message: String, advice: String? = nil, status: Int32 = ExitStatus.undecided) {
        self.message = message
        self.advice = advice
        self.status = status
    }
}
