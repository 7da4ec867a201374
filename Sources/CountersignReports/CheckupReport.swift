/// What a checkup of a clone found.
public struct CheckupReport: Encodable, Sendable {
    /// How something stands.
    public enum State: String, Encodable, Sendable {
        /// Nothing to do.
        case well
        /// Nothing fails for it, but somebody may want to know.
        case note
        /// Something will fail until it is mended.
        case mend
        /// It could not be found out.
        case unknown
    }

    /// One thing that was looked at.
    public struct Finding: Encodable, Sendable {
        /// What was looked at, in a word or two.
        public let area: String
        /// How it stands.
        public let state: State
        /// What was found, in one sentence.
        public let text: String
        /// The command that mends it; null where there is none.
        public let fix: Nullable<String>

        /// States what was found.
        public init(_ area: String, _ state: State, _ text: String, fix: String? = nil) {
            self.area = area
            self.state = state
            self.text = text
            self.fix = Nullable(fix)
        }
    }

    /// Everything that was looked at, in the order in which one thing rests on another.
    public let findings: [Finding]

    /// Collects what was found.
    public init(_ findings: [Finding]) {
        self.findings = findings
    }

    /// How many findings there are of a state.
    public func count(_ state: State) -> Int { findings.filter { $0.state == state }.count }
}
