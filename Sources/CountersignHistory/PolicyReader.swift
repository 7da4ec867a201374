public import CountersignGit
internal import CountersignMarkers
public import CountersignObjects
public import CountersignPolicy
internal import CountersignSignatures
internal import CountersignVerifier

/// Reads policies: from a tree of the repository, each once, or from a directory outside it.
///
/// Git's own parser reads the config syntax, with `include` left alone, one process for each distinct policy.
public final class PolicyReader {
    /// No policy that people keep comes near this size, in bytes.
    private static let sizeLimit = 1 << 20

    private let repository: Repository
    private var known: [ObjectID: Result<Policy, PolicyUnreadable>] = [:]

    /// A reader of one repository's policies.
    public init(repository: Repository) {
        self.repository = repository
    }

    /// The policy that a `.countersign` tree holds.
    public func policy(in tree: ObjectID) async throws -> Policy {
        if let result = known[tree] { return try result.get() }
        do {
            let policy = try await read(tree)
            known[tree] = .success(policy)
            return policy
        } catch let error as PolicyUnreadable {
            known[tree] = .failure(error)
            throw error
        }
    }

    private func read(_ tree: ObjectID) async throws -> Policy {
        guard let policy = try file("policy", in: tree) else {
            throw PolicyUnreadable("\(PolicyDirectory.name)/policy is not there")
        }
        let bytes = try repository.blob(policy, limit: Self.sizeLimit)
        let signers = try file("allowed_signers", in: tree).map { try repository.blob($0, limit: Self.sizeLimit) }
        let arguments = [
            "--git-dir=\(repository.gitDirectory)", "config", "--blob", policy.hex, "--no-includes", "--list", "-z",
        ]
        return try await Self.parse(bytes, signers ?? [], arguments, directory: nil)
    }

    /// A regular file of the directory; nil when there is none.
    private func file(_ name: String, in tree: ObjectID) throws -> ObjectID? {
        guard let entry = try repository.entry(name, in: tree) else { return nil }
        guard entry.isRegularFile else {
            throw PolicyUnreadable("\(PolicyDirectory.name)/\(name) is not a regular file")
        }
        return entry.id
    }

    /// The policy in a directory outside the repository.
    ///
    /// - Parameters:
    ///   - policy: the bytes of its file `policy`.
    ///   - path: that file's path, for git to read.
    ///   - signers: the bytes of its file `allowed_signers`; empty where there is none.
    public static func policy(_ policy: [UInt8], at path: String, signers: [UInt8]) async throws -> Policy {
        try await parse(policy, signers, ["config", "--file", path, "--no-includes", "--list", "-z"], directory: nil)
    }

    private static func parse(
        _ policy: [UInt8], _ signers: [UInt8], _ arguments: [String], directory: String?
    ) async throws -> Policy {
        guard !policy.contains(0) else { throw PolicyUnreadable("policy: it holds a NUL byte") }
        // Without this git would read, by way of a replace ref, another policy than the tree holds.
        let output = try await GitCommand.run(
            "git", arguments, directory: directory, environment: ["GIT_NO_REPLACE_OBJECTS": "1"])
        guard output.status == 0 else {
            let line = output.standardError.split(separator: "\n").first.map(String.init) ?? "git can't read it"
            throw PolicyUnreadable("policy: \(line)")
        }
        return try parse(output.standardOutput, signers)
    }

    private static func parse(_ listing: [UInt8], _ signers: [UInt8]) throws(PolicyUnreadable) -> Policy {
        let keys: AllowedSigners
        do throws(AllowedSignersError) {
            keys = try AllowedSigners.parse(signers)
        } catch {
            throw PolicyUnreadable("allowed_signers: \(error.description)")
        }
        do throws(PolicyError) {
            return try Policy.parse(
                entries: try ConfigEntries.parse(listing: listing), allowedSigners: keys,
                knownMarkerVersions: [MarkerTable.version])
        } catch {
            throw PolicyUnreadable(error.description)
        }
    }
}
