import CountersignGit
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Many blobs at once")
struct BlobReadingTests {
    private func read(_ ids: [ObjectID], _ repository: TestRepository) async throws -> [ObjectID: [UInt8]?] {
        var found: [ObjectID: [UInt8]?] = [:]
        try await Repository.open(at: repository.path).readBlobs(
            ids, limit: 1000, make: { $0 }, take: { found.updateValue($1, forKey: $0) })
        return found
    }

    @Test(
        "a few and many give their bytes, and none of a blob that is too large", arguments: [6, 3000], [false, true])
    func bytes(_ count: Int, _ arePacked: Bool) async throws {
        let repository = try await TestRepository()
        let opened = try Repository.open(at: repository.path)
        let blobs = (0..<count).map { number in
            let length = number < 6 ? [0, 1, 999, 1000, 1001, 5000][number] : 20
            return (0..<length).map { UInt8(truncatingIfNeeded: ($0 &+ number) >> ($0 % 8)) }
        }
        var wanted: [ObjectID: [UInt8]?] = [:]
        for bytes in blobs { wanted.updateValue(bytes.count > 1000 ? nil : bytes, forKey: try opened.writeBlob(bytes)) }
        if arePacked {
            let ids = wanted.keys.map(\.hex).joined(separator: "\n") + "\n"
            try await repository.git(["pack-objects", "-q", "\(repository.path)/.git/objects/pack/pack"], input: ids)
            try await repository.git("prune-packed", "-q")
        }
        #expect(try await read(Array(wanted.keys), repository) == wanted)
    }

    @Test("what is missing, and what is no blob, is an error")
    func errors() async throws {
        let repository = try await TestRepository()
        try await repository.commit("base", ["f": "1\n"])
        let blob = try objectID(await repository.git("rev-parse", "HEAD:f"))
        let commit = try objectID(await repository.git("rev-parse", "HEAD"))
        await #expect(throws: GitError.missingObject(.zero, shallow: false)) {
            try await read([blob, .zero], repository)
        }
        await #expect(throws: GitError.wrongType(commit, expected: .blob, found: .commit)) {
            try await read([blob, commit], repository)
        }
    }

    @Test("bytes that do not hash to the name are an error")
    func exchanged() async throws {
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
            try await read([one, other], repository)
        } throws: { error in
            guard case GitError.corruptObject(one, _) = error else { return false }
            return true
        }
    }
}
