import CountersignApprovals
import CountersignGit
import CountersignHistory
import CountersignObjects
import CountersignPolicy
import CountersignStore
import FoundationEssentials
import TestRepositories
import Testing

@Suite("What git finds in a policy is kept")
struct PolicyListingTests {
    private let disk: TestRepository
    private let tip: ObjectID

    private var file: String { disk.path + "/.git/countersign/policies" }

    init() async throws {
        disk = try await TestRepository()
        let policy = """
            [countersign]
            \tversion = 1
            \tserial = 1
            \trepository = "acme/shop"
            [levels]
            \torder = junior senior
            \ttrusted = senior
            """
        let commit = try await disk.commit("policy", [".countersign/policy": policy])
        tip = try #require(ObjectID(hex: commit))
    }

    /// The repository that a new run reads from the policy.
    private func repository(keeping: Bool = true) async throws -> String {
        let history = try await RepositoryHistory(
            repository: try Repository.open(at: disk.path), tips: [tip], lasting: keeping ? nil : [])
        guard case .tree(let tree) = try history.policyEntry(of: tip) else { return "no policy" }
        return try await history.policy(in: tree).repository
    }

    /// Puts a listing that speaks of another repository in place of the one that is kept.
    private func plant(withDigest: Bool) throws {
        let store = try Store(path: file)
        var (id, listing): ([UInt8], [UInt8]) = ([], [])
        try store.run("SELECT id, listing FROM policy") { (id, listing) = ($0.bytes(0), $0.bytes(1)) }
        let other = Array(String(decoding: listing, as: UTF8.self).replacing("acme/shop", with: "acme/door").utf8)
        #expect(other != listing)
        try store.run("UPDATE policy SET listing = ?", .blob(other))
        guard withDigest else { return }
        try store.run("UPDATE policy SET digest = ?", .blob(Digest256(hashing: id + other).bytes))
    }

    @Test("git is asked once, and not at all where nothing is to be kept")
    func once() async throws {
        #expect(try await repository(keeping: false) == "acme/shop")
        #expect(!FileManager.default.fileExists(atPath: file))
        for _ in 0..<2 { #expect(try await repository() == "acme/shop") }
        try plant(withDigest: true)
        #expect(try await repository() == "acme/door", "what is kept is not asked for again")
        #expect(try await repository(keeping: false) == "acme/shop")
    }

    @Test("a listing that was changed, and a file that is none, are as good as nothing")
    func damage() async throws {
        #expect(try await repository() == "acme/shop")
        try plant(withDigest: false)
        #expect(try await repository() == "acme/shop")
        try Data("no database".utf8).write(to: URL(filePath: file))
        #expect(try await repository() == "acme/shop")
        // That one was removed, being in the way of a good one.
        #expect(!FileManager.default.fileExists(atPath: file))
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        #expect(try await repository() == "acme/shop")
    }
}
