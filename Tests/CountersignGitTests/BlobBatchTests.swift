import CountersignGit
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Many blobs at once")
struct BlobBatchTests {
    /// By libgit2, and by git.
    static let ways = [Int.max, 1]

    private func read(_ ids: [ObjectID], _ repository: TestRepository, _ worthwhile: Int) async throws
        -> [ObjectID: [UInt8]?]
    {
        var found: [ObjectID: [UInt8]?] = [:]
        let batch = BlobBatch(try Repository.open(at: repository.path), limit: 1000, worthwhile: worthwhile)
        try await batch.read(ids, make: { $0.map { Array($0) } }, take: { found.updateValue($1, forKey: $0) })
        return found
    }

    @Test("either way gives the same bytes, and none of a blob that is too large", arguments: ways)
    func same(_ worthwhile: Int) async throws {
        let repository = try await TestRepository()
        let opened = try Repository.open(at: repository.path)
        var wanted: [ObjectID: [UInt8]?] = [:]
        for length in [0, 1, 999, 1000, 1001, 5000] {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
            wanted.updateValue(length > 1000 ? nil : bytes, forKey: try opened.writeBlob(bytes))
        }
        #expect(try await read(Array(wanted.keys), repository, worthwhile) == wanted)
    }

    @Test("what is missing, and what is no blob, is an error", arguments: ways)
    func errors(_ worthwhile: Int) async throws {
        let repository = try await TestRepository()
        try await repository.commit("base", ["f": "1\n"])
        let blob = try objectID(await repository.git("rev-parse", "HEAD:f"))
        let commit = try objectID(await repository.git("rev-parse", "HEAD"))
        await #expect(throws: GitError.missingObject(.zero, shallow: false)) {
            try await read([blob, .zero], repository, worthwhile)
        }
        await #expect(throws: GitError.wrongType(commit, expected: .blob, found: .commit)) {
            try await read([blob, commit], repository, worthwhile)
        }
    }

    @Test("bytes that do not hash to the name are an error", arguments: ways)
    func exchanged(_ worthwhile: Int) async throws {
        let repository = try await TestRepository()
        let opened = try Repository.open(at: repository.path)
        let (one, other) = (try opened.writeBlob([1, 1, 1]), try opened.writeBlob([2, 2, 2]))
        func file(_ id: ObjectID) -> URL {
            URL(filePath: repository.path + "/.git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))")
        }
        let bytes = try Data(contentsOf: file(other))
        try FileManager.default.removeItem(at: file(one))
        try bytes.write(to: file(one))
        await #expect {
            try await read([one, other], repository, worthwhile)
        } throws: { error in
            guard case GitError.corruptObject(one, _) = error else { return false }
            return true
        }
    }
}
