import CountersignApprovals
import CountersignGit
import CountersignHistory
import CountersignObjects
import CountersignStore
import CountersignVerifier
import FoundationEssentials
import TestRepositories
import Testing

@Suite("What merges came to is kept, by engine")
struct MergeCacheTests {
    /// Two merges of the same parents, which touched one file on both sides: one as git makes it, one with a change more.
    private struct Merges {
        let disk: TestRepository
        let clean: ObjectID
        let evil: ObjectID

        var file: String { disk.path + "/.git/countersign/merges" }

        init() async throws {
            disk = try await TestRepository()
            let lines = (1...20).map { "line \($0)\n" }
            try await disk.commit("base", ["f": lines.joined()])
            try await disk.git("switch", "-q", "-c", "side")
            try await disk.commit("side", ["f": (["first\n"] + lines.dropFirst()).joined()])
            try await disk.git("switch", "-q", "main")
            try await disk.commit("main", ["f": (lines.dropLast() + ["last\n"]).joined()])
            try await disk.git("merge", "-q", "--no-edit", "side")
            clean = try #require(ObjectID(hex: try await disk.git("rev-parse", "HEAD")))
            try disk.write("other", "slipped in")
            try await disk.git("add", "other")
            try await disk.git("commit", "-q", "--amend", "--no-edit")
            evil = try #require(ObjectID(hex: try await disk.git("rev-parse", "HEAD")))
        }

        /// What a new run says of both.
        func answers(keeping: Bool = true) async throws -> [MergeRecomputation] {
            let tips = [clean, evil]
            let history = try await RepositoryHistory(
                repository: try Repository.open(at: disk.path), tips: tips, lasting: keeping ? nil : [])
            return [try await history.recomputed(clean), try await history.recomputed(evil)]
        }

        /// Puts an answer about the evil merge into the file, as the program would.
        func plant(_ isClean: Bool, by engine: String) throws {
            let bytes = Array(engine.utf8)
            let digest = Digest256(hashing: evil.bytes + [isClean ? 1 : 0] + bytes).bytes
            try Store(path: file).run(
                "INSERT OR REPLACE INTO merge VALUES (?, ?, ?, ?)", .blob(evil.bytes), .integer(isClean ? 1 : 0),
                .blob(bytes), .blob(digest))
        }
    }

    @Test("an answer is the same when it is taken from the file, and only an engine of this time counts")
    func engines() async throws {
        let merges = try await Merges()
        let fresh = try await merges.answers(keeping: false)
        #expect(!FileManager.default.fileExists(atPath: merges.file))
        guard case .clean(let engine) = fresh[0], case .different(let git) = fresh[1], engine == git else {
            Issue.record("\(fresh)")
            return
        }
        for _ in 0..<2 { #expect(try await merges.answers() == fresh) }
        try merges.plant(true, by: git)
        #expect(try await merges.answers()[1] == .clean(engine: git), "what is kept is not computed again")
        for engine in ["\(git).1", "libgit2 1.5.1", "", "somebody"] {
            try merges.plant(true, by: engine)
            #expect(try await merges.answers() == fresh, "\(engine)")
        }
    }

    @Test("an answer that was changed, and a file that is none, are as good as nothing")
    func damage() async throws {
        let merges = try await Merges()
        let fresh = try await merges.answers()
        try Store(path: merges.file).execute("UPDATE merge SET clean = 1")
        #expect(try await merges.answers() == fresh)
        try Data("no database".utf8).write(to: URL(filePath: merges.file))
        #expect(try await merges.answers() == fresh)
        // That one was removed, being in the way of a good one.
        #expect(!FileManager.default.fileExists(atPath: merges.file))
        try FileManager.default.createDirectory(atPath: merges.file, withIntermediateDirectories: false)
        #expect(try await merges.answers() == fresh)
    }
}
