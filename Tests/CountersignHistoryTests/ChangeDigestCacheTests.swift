import CountersignApprovals
import CountersignGit
import CountersignHistory
import CountersignObjects
import CountersignStore
import CountersignVerifier
import Foundation
import TestRepositories
import Testing

@Suite("What commits change is kept, by digest")
struct ChangeDigestCacheTests {
    /// A line of commits of which every third changes nothing.
    private struct Line {
        let disk: TestRepository
        var commits: [ObjectID] = []

        var file: String { disk.path + "/countersign/changes" }

        init(_ count: Int) async throws {
            disk = try await TestRepository("--bare")
            var stream = ""
            for number in 1...count {
                stream += "commit refs/heads/main\nmark :\(number)\n"
                stream += "committer A <a@example.com> \(1_700_000_000 + number) +0000\ndata 1\nx\n"
                if number % 3 != 0 { stream += "M 100644 inline f\(number % 7)\ndata 9\n\(100_000_000 + number)\n" }
            }
            try await disk.git(["fast-import", "--quiet"], input: stream)
            commits = try await disk.git("rev-list", "main").split(separator: "\n").compactMap { ObjectID(hex: $0) }
        }

        /// What a new run says of each.
        func answers(keeping: Bool = true) async throws -> [Digest256?] {
            let history = try await RepositoryHistory(
                repository: try Repository.open(at: disk.path), tips: [commits[0]], lasting: keeping ? nil : [])
            return try commits.map { try history.changeDigest(of: $0) }
        }

        /// Says of all commits in the file that they change what `digest` tells, in a segment that is whole.
        func plant(_ digest: Digest256) throws {
            let bytes = commits.flatMap { $0.bytes + [UInt8(1)] + digest.bytes }
            try Store(path: file).run(
                "UPDATE segment SET changes = ?, digest = ?", .blob(bytes), .blob(Digest256(hashing: bytes).bytes))
        }
    }

    @Test("a digest is the same when it is taken from the file, where it is not computed again")
    func agreement() async throws {
        let line = try await Line(150)
        let fresh = try await line.answers(keeping: false)
        #expect(fresh.count == 150)
        #expect(fresh.count { $0 == nil } == 50)
        #expect(!FileManager.default.fileExists(atPath: line.file))
        for _ in 0..<2 { #expect(try await line.answers() == fresh) }
        let other = Digest256(hashing: [])
        try line.plant(other)
        #expect(try await line.answers() == fresh.map { _ in other })
    }

    @Test("a few are not worth a file")
    func few() async throws {
        let line = try await Line(20)
        _ = try await line.answers()
        var kept = 0
        try Store(path: line.file).run("SELECT count(*) FROM segment") { kept = Int($0.integer(0)) }
        #expect(kept == 0)
    }

    @Test("many small segments become one, and lose nothing")
    func segments() async throws {
        let line = try await Line(150)
        let fresh = try await line.answers()
        let store = try Store(path: line.file)
        let again = "INSERT INTO segment (digest, changes) SELECT digest, changes FROM segment LIMIT 1"
        for _ in 0..<70 { try store.execute(again) }
        let grown = try await Line(300)
        try FileManager.default.createDirectory(
            atPath: grown.disk.path + "/countersign", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: line.file, toPath: grown.file)
        let all = try await grown.answers()
        #expect(try await grown.answers(keeping: false) == all)
        #expect(try await line.answers() == fresh)
        var kept = 0
        try Store(path: grown.file).run("SELECT count(*) FROM segment") { kept = Int($0.integer(0)) }
        #expect(kept == 1)
        // The shorter line is the beginning of the longer one.
        #expect(Array(all.suffix(150)) == fresh)
    }

    @Test("a segment that was changed, and a file that is none, are as good as nothing")
    func damage() async throws {
        let line = try await Line(150)
        let fresh = try await line.answers()
        let store = try Store(path: line.file)
        var kept: [UInt8] = []
        try store.run("SELECT changes FROM segment") { kept = $0.bytes(0) }
        try #require(kept.count > 40)
        for place in [0, 20, 21, 40] {
            var changed = kept
            changed[place] ^= 1
            try store.run("UPDATE segment SET changes = ?", .blob(changed))
            #expect(try await line.answers() == fresh, "\(place)")
        }
        try Data("no database".utf8).write(to: URL(filePath: line.file))
        #expect(try await line.answers() == fresh)
        // That one was removed, being in the way of a good one.
        #expect(!FileManager.default.fileExists(atPath: line.file))
        try FileManager.default.createDirectory(atPath: line.file, withIntermediateDirectories: false)
        #expect(try await line.answers() == fresh)
    }
}
