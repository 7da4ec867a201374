import Scenarios
import Subprocess

/// How clones reach a repository on a server.
public struct Access: Sendable {
    /// The repository's address.
    public let address: String
    /// What git needs besides, for each person.
    public let environment: @Sendable (Cast.Member) -> [Subprocess.Environment.Key: String]

    /// States the address, and what git needs.
    public init(
        _ address: String,
        environment: @escaping @Sendable (Cast.Member) -> [Subprocess.Environment.Key: String] = { _ in [:] }
    ) {
        self.address = address
        self.environment = environment
    }
}
