public import CountersignGit
internal import CountersignMarkers
public import CountersignObjects
internal import CountersignOpenPGP
public import CountersignPolicy
internal import CountersignSignatures
internal import CountersignVerifier

/// Reads policies: from a tree of the repository, each once, or from a directory outside it.
///
/// Git's own parser reads the config syntax, with `include` left alone, one process for each distinct policy; what it
/// found is kept for later runs.
public final class PolicyReader {
    /// No policy that people keep comes near this size, in bytes.
    private static let sizeLimit = 1 << 20
    /// A list of revoked keys may be a whole company's, and a key may carry a photograph; in bytes.
    private static let keyFileLimit = 8 << 20

    private let repository: Repository
    private let listings: PolicyListingCache?
    private var known: [ObjectID: Result<Policy, PolicyUnreadable>] = [:]

    /// A reader of one repository's policies.
    ///
    /// - Parameters:
    ///   - repository: where they are.
    ///   - keepsListings: whether what git finds in them is kept between runs, and taken from there.
    public init(repository: Repository, keepsListings: Bool) {
        self.repository = repository
        listings = keepsListings ? PolicyListingCache(repository) : nil
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
        } catch GitError.tooLarge(let id, let limit) {
            // Anybody may put such a policy on a branch of his own: it is a bad policy there, and no error here.
            let error = PolicyUnreadable(
                "\(PolicyDirectory.name)/ has a file of over \(limit) bytes, \(id.abbreviated)")
            known[tree] = .failure(error)
            throw error
        }
    }

    private func read(_ tree: ObjectID) async throws -> Policy {
        guard let policy = try file("policy", in: tree) else {
            throw PolicyUnreadable("\(PolicyDirectory.name)/policy is not there")
        }
        let bytes = try repository.blob(policy, limit: Self.sizeLimit)
        let keys = PolicyKeyFiles(
            signers: try content(of: PolicyKeyFiles.signersName, in: tree),
            revokedKeys: try content(of: PolicyKeyFiles.revokedKeysName, in: tree),
            openPGP: try openPGPFiles(in: tree))
        if let listing = listings?.listing(of: policy) { return try Self.parse(listing, keys) }
        let listing = try await Self.listing(
            of: bytes,
            ["--git-dir=\(repository.gitDirectory)", "config", "--blob", policy.hex, "--no-includes", "--list", "-z"])
        listings?.keep(listing, of: policy)
        return try Self.parse(listing, keys)
    }

    /// A regular file of the directory; nil when there is none.
    private func file(_ name: String, in tree: ObjectID) throws -> ObjectID? {
        guard let entry = try repository.entry(name, in: tree) else { return nil }
        guard entry.isRegularFile else {
            throw PolicyUnreadable("\(PolicyDirectory.name)/\(name) is not a regular file")
        }
        return entry.id
    }

    /// The bytes of a regular file of the directory; none when there is no such file.
    private func content(of name: String, in tree: ObjectID) throws -> [UInt8] {
        try file(name, in: tree).map { try repository.blob($0, limit: Self.keyFileLimit) } ?? []
    }

    private func openPGPFiles(in tree: ObjectID) throws -> [(name: String, bytes: [UInt8])] {
        guard let directory = try repository.entry(PolicyKeyFiles.openPGPName, in: tree) else { return [] }
        guard directory.isDirectory else {
            throw PolicyUnreadable("\(PolicyDirectory.name)/\(PolicyKeyFiles.openPGPName) is no directory")
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for entry in try repository.tree(directory.id) where entry.name.suffix(4).elementsEqual(".asc".utf8) {
            let name = "\(PolicyKeyFiles.openPGPName)/\(String(decoding: entry.name, as: UTF8.self))"
            guard entry.isRegularFile else {
                throw PolicyUnreadable("\(PolicyDirectory.name)/\(name) is not a regular file")
            }
            files.append((name, try repository.blob(entry.id, limit: Self.keyFileLimit)))
        }
        return files
    }

    /// The policy in a directory outside the repository.
    ///
    /// - Parameters:
    ///   - policy: the bytes of its file `policy`.
    ///   - path: that file's path, for git to read.
    ///   - keys: the files beside it.
    public static func policy(_ policy: [UInt8], at path: String, keys: PolicyKeyFiles) async throws -> Policy {
        try parse(
            try await listing(of: policy, ["config", "--file", path, "--no-includes", "--list", "-z"]), keys)
    }

    /// What git finds in a policy: each key with its value.
    private static func listing(of policy: [UInt8], _ arguments: [String]) async throws -> [UInt8] {
        guard !policy.contains(0) else { throw PolicyUnreadable("policy: it holds a NUL byte") }
        // Without this git would read, by way of a replace ref, another policy than the tree holds.
        let output = try await GitCommand.run("git", arguments, environment: ["GIT_NO_REPLACE_OBJECTS": "1"])
        guard output.status == 0 else {
            let line = output.standardError.split(separator: "\n").first.map(String.init) ?? "git can't read it"
            throw PolicyUnreadable("policy: \(line)")
        }
        return output.standardOutput
    }

    private static func parse(_ listing: [UInt8], _ keys: PolicyKeyFiles) throws(PolicyUnreadable) -> Policy {
        let signers = try readable(PolicyKeyFiles.signersName) { () throws(AllowedSignersError) in
            try AllowedSigners.parse(keys.signers)
        }
        let revokedKeys = try readable(PolicyKeyFiles.revokedKeysName) { () throws(RevokedKeysError) in
            try RevokedKeys.parse(keys.revokedKeys)
        }
        let openPGP = try readable(nil) { () throws(OpenPGPKeyringError) in try OpenPGPKeyring.parse(keys.openPGP) }
        do throws(PolicyError) {
            return try Policy.parse(
                entries: try ConfigEntries.parse(listing: listing), allowedSigners: signers, openPGP: openPGP,
                revokedKeys: revokedKeys, knownMarkerVersions: [MarkerTable.version])
        } catch {
            throw PolicyUnreadable(error.description)
        }
    }

    /// Says in which file the error is, where the error itself does not.
    private static func readable<Value, Reason: Error & CustomStringConvertible>(
        _ name: String?, _ read: () throws(Reason) -> Value
    ) throws(PolicyUnreadable) -> Value {
        do {
            return try read()
        } catch {
            throw PolicyUnreadable((name.map { "\($0): " } ?? "") + error.description)
        }
    }
}
