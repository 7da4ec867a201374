import CountersignGit
import CountersignHistory
import CountersignObjects
import CountersignStore
import CountersignVerifier
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Commits that change the policy are found, read now or in an earlier run")
struct PolicyTouchTests {
    /// A repository that grows by commits and merges at random, some of which change `.countersign`.
    private struct Growing {
        let disk: TestRepository
        var dice: SeededGenerator
        private var marks = 0

        init(seed: UInt64) async throws {
            disk = try await TestRepository("--bare")
            dice = SeededGenerator(seed: seed)
        }

        var file: String { disk.path + "/countersign/policy-changes" }

        /// Adds so many commits to `main`, some of them merges of a commit of its own.
        mutating func grow(_ count: Int) async throws {
            var stream = ""
            for _ in 0..<count {
                let merged = marks > 5 && Int.random(in: 0..<6, using: &dice) == 0
                if merged { stream += commit("side", from: Int.random(in: 1...marks, using: &dice), merging: nil) }
                let side = marks
                stream += commit("main", from: last, merging: merged ? side : nil)
                last = marks
            }
            try await disk.git(
                ["fast-import", "--quiet", "--force", "--import-marks-if-exists=marks", "--export-marks=marks"],
                input: stream)
        }

        private var last: Int?

        private mutating func commit(_ branch: String, from parent: Int?, merging other: Int?) -> String {
            marks += 1
            var text = "commit refs/heads/\(branch)\nmark :\(marks)\n"
            text += "committer A <a@example.com> \(1_700_000_000 + marks) +0000\ndata 1\nx\n"
            if let parent { text += "from :\(parent)\n" }
            if let other { text += "merge :\(other)\n" }
            text += "M 100644 inline f\(marks % 5)\ndata \(String(marks).utf8.count)\n\(marks)\n"
            switch Int.random(in: 0..<15, using: &dice) {
            case 0: text += "M 100644 inline .countersign/policy\ndata 1\n\(marks % 3)\n"
            case 1: text += "D .countersign\n"
            case 2: text += "M 100644 inline .Countersign\ndata 1\n\(marks % 2)\n"
            case 3: text += "D .Countersign\n"
            default: break
            }
            return text
        }

        func id(_ revision: String) async throws -> ObjectID {
            try #require(ObjectID(hex: try await disk.git("rev-parse", revision)))
        }

        func compare(from root: ObjectID, to tip: ObjectID, lasting: [ObjectID]? = nil) async throws {
            let history = try await RepositoryHistory(
                repository: try Repository.open(at: disk.path), tips: [tip], lasting: lasting)
            let graph = history.graph
            let (start, end) = (try #require(graph.position(of: root)), try #require(graph.position(of: tip)))
            let found = try await history.commitsTouchingPolicy(from: start, to: end)
            for position in graph.range(from: CollectionOfOne(start), to: end) {
                let own = try history.policyEntry(of: graph.ids[position])
                let isInherited = try graph.parents(of: position).contains {
                    try history.policyEntry(of: graph.ids[$0]) == own
                }
                #expect(found.contains(position) == !isInherited, "\(graph.ids[position])")
            }
        }
    }

    @Test(
        "as the trees of all commits tell it, for growing branches and several roots",
        arguments: 1...4 as ClosedRange<UInt64>)
    func agreement(_ seed: UInt64) async throws {
        var history = try await Growing(seed: seed)
        try await history.grow(200)
        let roots = [try await history.id("main~190"), try await history.id("main~40")]
        for _ in 0..<4 {
            try await history.grow(Int.random(in: 1...250, using: &history.dice))
            for revision in ["main", "main~30"] {
                for root in roots { try await history.compare(from: root, to: try await history.id(revision)) }
            }
            try await history.compare(from: roots[0], to: try await history.id("main"), lasting: [])
        }
        #expect(FileManager.default.fileExists(atPath: history.file))
    }

    @Test("what is kept is taken, and what was changed since is not")
    func damage() async throws {
        var history = try await Growing(seed: 9)
        try await history.grow(300)
        let (root, tip) = (try await history.id("main~250"), try await history.id("main"))
        func count() async throws -> Int {
            let read = try await RepositoryHistory(repository: try Repository.open(at: history.disk.path), tips: [tip])
            let graph = read.graph
            let found = try await read.commitsTouchingPolicy(
                from: try #require(graph.position(of: root)), to: try #require(graph.position(of: tip)))
            return graph.ids.indices.count { found.contains($0) }
        }
        let wanted = try await count()
        #expect(wanted > 5)
        #expect(try await count() == wanted)
        try Store(path: history.file).execute("UPDATE touch SET commits = x''")
        #expect(try await count() == wanted, "it does not match its digest")
        try Data("no database".utf8).write(to: URL(filePath: history.file))
        #expect(try await count() == wanted)
        #expect(try await count() == wanted)
    }
}
