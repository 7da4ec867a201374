import CountersignGit
import CountersignHistory
import CountersignObjects
import CountersignStore
import CountersignVerifier
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Commits kept from earlier runs are what reading them again finds")
struct CommitCacheTests {
    private static let marker = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>"

    /// A repository that grows by branches and merges at random.
    private struct Growing {
        let disk: TestRepository
        var dice: SeededGenerator
        var branches: [String] = []
        private var marks = 0
        private var heads: [String: Int] = [:]

        init(seed: UInt64) async throws {
            disk = try await TestRepository("--bare")
            dice = SeededGenerator(seed: seed)
        }

        var file: String { disk.path + "/countersign/commits" }
        var repository: Repository { get throws { try Repository.open(at: disk.path) } }

        /// Adds so many commits with `git fast-import`.
        mutating func grow(_ count: Int) async throws {
            var stream = ""
            for _ in 0..<count {
                marks += 1
                let isNew = branches.isEmpty || Int.random(in: 0..<40, using: &dice) == 0
                let branch = isNew ? "refs/heads/b\(marks)" : branches[Int.random(in: branches.indices, using: &dice)]
                let message =
                    Int.random(in: 0..<5, using: &dice) == 0
                    ? "AI \(marks)\(CommitCacheTests.marker)" : "By hand \(marks)"
                stream +=
                    "commit \(branch)\nmark :\(marks)\ncommitter A <a@example.com> \(1_700_000_000 + marks) +0000\n"
                stream += "data \(message.utf8.count)\n\(message)\n"
                if let from = heads[branch] ?? branches.last.flatMap({ heads[$0] }) { stream += "from :\(from)\n" }
                let others = branches.filter { $0 != branch }.compactMap { heads[$0] }
                if !others.isEmpty, Int.random(in: 0..<6, using: &dice) == 0 {
                    let merged = Set((0..<2).map { _ in others[Int.random(in: others.indices, using: &dice)] })
                    for other in merged.sorted() { stream += "merge :\(other)\n" }
                }
                heads[branch] = marks
                stream += "M 100644 inline f\(marks % 7)\ndata \(String(marks).utf8.count)\n\(marks)\n"
                if isNew { branches.append(branch) }
            }
            try await disk.git(
                ["fast-import", "--quiet", "--force", "--import-marks-if-exists=marks", "--export-marks=marks"],
                input: stream)
        }

        /// Some of the branches' tips.
        mutating func tips() async throws -> [ObjectID] {
            var tips: [ObjectID] = []
            for branch in branches where tips.isEmpty || Bool.random(using: &dice) {
                tips.append(try #require(ObjectID(hex: try await disk.git("rev-parse", branch))))
            }
            return tips
        }

        func compare(_ tips: [ObjectID], lasting: [ObjectID]? = nil, _ name: String) async throws {
            let fresh = try await RepositoryHistory(repository: try repository, tips: tips, lasting: [])
            let cached = try await RepositoryHistory(repository: try repository, tips: tips, lasting: lasting)
            #expect(cached.graph.ids == fresh.graph.ids, "\(name)")
            for position in fresh.graph.ids.indices {
                #expect(cached.graph.parents(of: position) == fresh.graph.parents(of: position), "\(name)")
                #expect(cached.flagged.contains(position) == fresh.flagged.contains(position), "\(name)")
                #expect(cached.isUnremarkable(position) == fresh.isUnremarkable(position), "\(name)")
                #expect(cached.graph.position(of: fresh.graph.ids[position]) == position, "\(name)")
            }
        }
    }

    @Test("over growing histories, whichever tips are asked for", arguments: 1...5 as ClosedRange<UInt64>)
    func agreement(_ seed: UInt64) async throws {
        var history = try await Growing(seed: seed)
        for step in 0..<6 {
            try await history.grow(Int.random(in: 20...400, using: &history.dice))
            try await history.compare(try await history.tips(), "seed \(seed), step \(step)")
        }
        #expect(FileManager.default.fileExists(atPath: history.file))
    }

    @Test("a note that came since then flags what was kept without it")
    func notes() async throws {
        var history = try await Growing(seed: 6)
        try await history.grow(300)
        let tips = try await history.tips()
        try await history.compare(tips, "before")
        let before = try await RepositoryHistory(repository: try history.repository, tips: tips)
        let position = try #require(before.graph.ids.indices.first { before.isUnremarkable($0) })
        let note = """
            file.txt
              abcd1234 1-2
            ---
            {"schema_version":"authorship/3.0.0","base_commit_sha":"\(before.graph.ids[position].hex)",\
            "prompts":{"abcd1234":{"agent_id":{"tool":"cursor","id":"1","model":"m"}}}}
            """
        try await history.disk.git("notes", "--ref=ai", "add", "-m", note, before.graph.ids[position].hex)
        let after = try await RepositoryHistory(repository: try history.repository, tips: tips)
        #expect(!after.isUnremarkable(position))
        try await history.compare(tips, "after")
    }

    @Test("only what is sure to stay is kept")
    func lasting() async throws {
        var history = try await Growing(seed: 7)
        try await history.grow(300)
        let tips = try await history.tips()
        try await history.compare(tips, lasting: [], "nothing")
        #expect(!FileManager.default.fileExists(atPath: history.file))
        try await history.compare(tips, lasting: [tips[0]], "one")
        // What was kept is all below that one tip: without the others' objects it is still right.
        try await history.compare([tips[0]], "the one")
        try await history.compare(tips, "all")
    }

    @Test("more commits than one segment of the file holds are kept, and none is read again")
    func segments() async throws {
        let history = try await Growing(seed: 9)
        var stream = ""
        for number in 1...66_000 {
            stream += "commit refs/heads/main\ncommitter A <a@example.com> \(1_700_000_000 + number) +0000\n"
            stream += "data 1\nx\n"
        }
        try await history.disk.git(["fast-import", "--quiet"], input: stream)
        let tip = try #require(ObjectID(hex: try await history.disk.git("rev-parse", "main")))
        let first = try await RepositoryHistory(repository: try history.repository, tips: [tip])
        var segments: Int64 = 0
        try Store(path: history.file).run("SELECT count(*) FROM segment") { segments = $0.integer(0) }
        #expect(segments == 2)
        var read = 0
        let second = try await RepositoryHistory(repository: try history.repository, tips: [tip]) { read += $0 }
        #expect(read == 0)
        #expect(second.graph.ids == first.graph.ids)
        #expect(second.graph.ids.count == 66_000)
    }

    @Test("a damaged file, one in the way, or a commit that is gone since then never changes an answer")
    func damage() async throws {
        var history = try await Growing(seed: 8)
        try await history.grow(400)
        let tips = try await history.tips()
        try await history.compare(tips, "made")
        let whole = try Data(contentsOf: URL(filePath: history.file))
        for range in [0..<100, 4096..<4200, 9000..<9040] {
            var bytes = Array(whole)
            for place in range where bytes.indices.contains(place) { bytes[place] ^= 0x5a }
            try Data(bytes).write(to: URL(filePath: history.file))
            try await history.compare(tips, "damaged \(range)")
            try await history.compare(tips, "again")
        }
        // In a file that is whole as a database, something else is said of every commit.
        try whole.write(to: URL(filePath: history.file))
        let store = try Store(path: history.file)
        var kept: [UInt8] = []
        try store.run("SELECT commits FROM segment") { kept = $0.bytes(0) }
        let traits = ObjectID.byteCount
        try #require(kept.count > traits)
        for bits in 1...3 as ClosedRange<UInt8> {
            var changed = kept
            changed[traits] ^= bits
            try store.run("UPDATE segment SET commits = ?", .blob(changed))
            try await history.compare(tips, "bits \(bits)")
        }
        // A repository without the objects, beside the file of one that has them.
        let other = try await TestRepository("--bare")
        try FileManager.default.createDirectory(
            atPath: other.path + "/countersign", withIntermediateDirectories: true)
        try whole.write(to: URL(filePath: other.path + "/countersign/commits"))
        await #expect(throws: GitError.missingObject(tips[0], shallow: false)) {
            try await RepositoryHistory(repository: try Repository.open(at: other.path), tips: [tips[0]])
        }
    }
}
