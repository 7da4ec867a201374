/// The people of the tests and their keys, made once for all tests of a process.
public struct Cast: Sendable {
    /// A person of the tests.
    public struct Member: Sendable {
        /// The primary address.
        public let email: String
        /// The level in the standard policy; nil for somebody whom it does not know.
        public let level: String?
        /// Her key.
        public let key: TestKey
    }

    /// A senior.
    public let alice: Member
    /// Another senior.
    public let bob: Member
    /// A principal.
    public let carol: Member
    /// A junior.
    public let june: Member
    /// A mid-level engineer, below trusted.
    public let mike: Member
    /// Nobody in the policy.
    public let mallory: Member

    /// Everybody whom the standard policy knows.
    public var known: [Member] { [alice, bob, carol, june, mike] }

    private static let making = Task {
        Cast(
            alice: Member(email: "alice@example.com", level: "senior", key: try await .make()),
            bob: Member(email: "bob@example.com", level: "senior", key: try await .make(type: "ecdsa", bits: 256)),
            carol: Member(email: "carol@example.com", level: "principal", key: try await .make()),
            june: Member(email: "june@example.com", level: "junior", key: try await .make()),
            mike: Member(email: "mike@example.com", level: "mid", key: try await .make()),
            mallory: Member(email: "mallory@example.net", level: nil, key: try await .make()))
    }

    /// The cast; its keys are made when first asked for.
    public static func assembled() async throws -> Cast {
        try await making.value
    }
}
