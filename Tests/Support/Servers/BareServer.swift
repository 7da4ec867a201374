import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories

/// A bare repository that others push to, with the standard policy adopted on `main`.
public struct BareServer: Sendable {
    /// The bare repository.
    public let repository: TestRepository
    /// The people.
    public let cast: Cast
    /// The commit that adopted the policy.
    public let root: ObjectID
    /// How clones reach it.
    public let access: Access

    /// Stands for a repository that is there, reached in some way.
    public init(adopting path: String, cast: Cast, root: ObjectID, access: Access) {
        repository = TestRepository(adopting: path)
        (self.cast, self.root, self.access) = (cast, root, access)
    }

    /// Makes it, from a scenario whose `main` has been adopted; with the hook and the trust root pinned, or without.
    public init(policy: String = Scenario.standardPolicy, gated: Bool = true) async throws {
        let scenario = try await Scenario(policy: policy)
        let path = try TestRepository.temporaryDirectory() + "/shop.git"
        try await scenario.repository.git("clone", "-q", "--bare", scenario.repository.path, path)
        repository = TestRepository(adopting: path)
        (cast, root) = (scenario.cast, scenario.root)
        // Git's own transport, on this machine.
        access = Access("file://\(path)")
        try await repository.git("remote", "remove", "origin")
        try await repository.git("config", "http.receivepack", "true")
        if gated { try await gate() }
    }

    /// Installs the hook with the program itself, and pins the root.
    public func gate() async throws {
        let outcome = try await Program(in: repository.path).run("hook", "install", "pre-receive")
        guard outcome.status == 0 else { throw TestRepository.Failure(description: outcome.errors) }
        try await repository.git("config", "countersign.trustRoot", root.hex)
    }

    /// The same repository, reached in another way.
    public func reached(by access: Access) -> BareServer {
        BareServer(adopting: repository.path, cast: cast, root: root, access: access)
    }

    /// A person's clone.
    public func clone(_ member: Cast.Member) async throws -> Clone {
        try await Clone(access.address, for: member, environment: access.environment(member))
    }

    /// What a ref holds on the server; empty when there is none.
    public func reference(_ name: String) async throws -> String {
        try await repository.git("for-each-ref", "--format=%(objectname)", name)
    }
}
