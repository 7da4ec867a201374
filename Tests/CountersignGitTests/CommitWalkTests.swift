import CountersignGit
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Walking history, with git rev-list as judge")
struct CommitWalkTests {
    @Test("what is new in a random history with odd dates is what git says", arguments: 0..<6 as Range<UInt64>)
    func randomHistory(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let repository = try await TestRepository("--bare")
        try await repository.git(["fast-import", "--quiet"], input: history(&generator, commits: 60))
        let opened = try Repository.open(at: repository.path)
        for _ in 0..<6 {
            let tips = (0..<2).map { _ in "refs/heads/c\(Int.random(in: 1...60, using: &generator))" }
            let excluded = (0..<2).map { _ in "refs/heads/c\(Int.random(in: 1...60, using: &generator))" }
            let known = try await Set(revisions(repository, excluded))
            let ours = try await walked(opened, from: tips.map(opened.resolveCommit)) { known.contains($0.hex) }
            let judge = try await revisions(repository, tips + ["--not"] + excluded)
            #expect(ours.read.sorted() == judge.sorted())
            #expect(known.isSuperset(of: ours.outcome.known.map(\.hex)))
            #expect(ours.outcome.boundary.isEmpty)
        }
    }

    @Test("a history that keeps several cores busy is read whole, and no commit twice")
    func shared() async throws {
        var generator = SeededGenerator(seed: 7)
        let repository = try await TestRepository("--bare")
        try await repository.git(["fast-import", "--quiet"], input: history(&generator, commits: 9000))
        let opened = try Repository.open(at: repository.path)
        let judge = try await revisions(repository, ["--all"])
        let tips = try (1...9000).map { try opened.resolveCommit("refs/heads/c\($0)") }
        #expect(try await walked(opened, from: tips).read.sorted() == judge.sorted())
        let tip = try await walked(opened, from: [tips[8999]])
        #expect(try await tip.read.sorted() == revisions(repository, ["refs/heads/c9000"]).sorted())
    }

    @Test("each commit is read once, and known ones not at all")
    func once() async throws {
        let repository = try await TestRepository()
        let first = try await repository.commit("one")
        let second = try await repository.commit("two")
        let third = try await repository.commit("three")
        let opened = try Repository.open(at: repository.path)
        let (all, _) = try await walked(opened, from: [third, third, second].map(objectID))
        #expect(all.sorted() == [first, second, third].sorted())
        let (new, outcome) = try await walked(opened, from: [objectID(third)]) { $0.hex == second }
        #expect(new == [third])
        #expect(outcome.known == [try objectID(second)])
    }

    @Test("a shallow boundary ends the walk and is reported")
    func shallow() async throws {
        let repository = try await TestRepository()
        for name in ["one", "two", "three"] { try await repository.commit(name) }
        try await repository.git("clone", "-q", "--depth=2", "file://\(repository.path)", "shallow")
        let opened = try Repository.open(at: repository.path + "/shallow")
        let head = try opened.resolveCommit("HEAD")
        let (read, outcome) = try await walked(opened, from: [head])
        #expect(read.count == 2)
        #expect(outcome.boundary == (try opened.shallowBoundary()))
        #expect(try objectID(await repository.git("rev-parse", "HEAD~")) == outcome.boundary.first)
        let boundary = outcome.boundary
        let known = try await walked(opened, from: [head]) { boundary.contains($0) }
        #expect(known.read == [head.hex])
        #expect(known.outcome.boundary.isEmpty)
    }

    @Test("a missing commit that no shallow boundary explains is an error, never the end of history")
    func missing() async throws {
        let repository = try await TestRepository()
        let first = try await repository.commit("one")
        let second = try await objectID(repository.commit("two"))
        try FileManager.default.removeItem(
            atPath: "\(repository.path)/.git/objects/\(first.prefix(2))/\(first.dropFirst(2))")
        let opened = try Repository.open(at: repository.path)
        await #expect(throws: GitError.missingObject(try objectID(first), shallow: false)) {
            _ = try await walked(opened, from: [second])
        }
    }

    @Test("a missing commit is an error too when another core meets it")
    func missingFarAway() async throws {
        var generator = SeededGenerator(seed: 8)
        let repository = try await TestRepository()
        let first = try await repository.commit("one")
        let line = history(&generator, commits: 6000, isLine: true, from: first)
        try await repository.git(["fast-import", "--quiet"], input: line)
        try FileManager.default.removeItem(
            atPath: "\(repository.path)/.git/objects/\(first.prefix(2))/\(first.dropFirst(2))")
        let opened = try Repository.open(at: repository.path)
        await #expect(throws: GitError.missingObject(try objectID(first), shallow: false)) {
            _ = try await walked(opened, from: [opened.resolveCommit("refs/heads/c6000")])
        }
    }

    @Test("one that is cancelled is an error, never a part of history")
    func cancelled() async throws {
        var generator = SeededGenerator(seed: 9)
        let repository = try await TestRepository("--bare")
        try await repository.git(["fast-import", "--quiet"], input: history(&generator, commits: 1000, isLine: true))
        let path = repository.path
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let opened = try Repository.open(at: path)
            return try await walked(opened, from: [opened.resolveCommit("refs/heads/c1000")]).read.count
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("replace refs and grafts change nothing")
    func replaceAndGrafts() async throws {
        let repository = try await TestRepository()
        let first = try await repository.commit("one")
        let second = try await repository.commit("two")
        let third = try await repository.commit("three")
        try await repository.git("replace", "--graft", third, first)
        try repository.write(".git/info/grafts", "\(second)\n")
        #expect(try await repository.git("rev-list", "--count", third) == "2")
        let opened = try Repository.open(at: repository.path)
        let ours = try await walked(opened, from: [objectID(third)]).read
        #expect(ours == [third, second, first])
        let stored = try await repository.gitBytes(
            ["cat-file", "commit", third], environment: ["GIT_NO_REPLACE_OBJECTS": "1"])
        #expect(try opened.commitBytes(objectID(third)) { Array($0) } == stored)
    }

    @Test("an unreadable shallow file is an error")
    func corruptShallow() async throws {
        let repository = try await TestRepository()
        try await repository.commit("one")
        try repository.write(".git/shallow", "zzz\n")
        let opened = try Repository.open(at: repository.path)
        #expect(throws: GitError.self) { _ = try CommitWalk(opened) }
    }

    /// What was read, in the order in which it came, and what else was met.
    private func walked(
        _ repository: Repository, from tips: [ObjectID],
        isKnown: @escaping @Sendable (ObjectID) -> Bool = { _ in false }
    ) async throws -> (read: [String], outcome: CommitWalk.Outcome) {
        var read: [(commit: CommitWalk.Commit, written: [ObjectID])] = []
        let outcome = try await CommitWalk(repository).walk(
            from: tips, isKnown: isKnown, reader: Self.reader, take: { read += zip($0, $1).map { ($0, $1) } })
        for (commit, written) in read {
            #expect(outcome.ids.number(of: commit.id) == Int(commit.number))
            let parents = outcome.boundary.contains(commit.id) ? [] : written
            #expect(commit.parents.map { outcome.ids.ids[Int($0)] } == parents)
        }
        #expect(outcome.ids.count == read.count + outcome.known.count)
        return (read.map(\.commit.id.hex), outcome)
    }

    /// Tells of each commit the parents that are written in it.
    @Sendable private static func reader() -> CommitWalk.Reader<[[ObjectID]]> {
        var written: [[ObjectID]] = []
        return CommitWalk.Reader(
            read: { _, bytes in
                written.append(parents(bytes))
                return parents(bytes)
            }, content: { written })
    }

    private func revisions(_ repository: TestRepository, _ arguments: [String]) async throws -> [String] {
        let output = try await repository.git(
            ["rev-list"] + arguments,
            environment: [
                "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.commitGraph", "GIT_CONFIG_VALUE_0": "0",
            ])
        return output.split(separator: "\n").map(String.init)
    }

    static func parents(_ bytes: UnsafeRawBufferPointer) -> [ObjectID] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix { !$0.hasPrefix("author") }
            .filter { $0.hasPrefix("parent ") }.compactMap { ObjectID(hex: $0.dropFirst(7)) }
    }

    /// A fast-import stream with merges, several roots, and dates in any order, or a line that begins at a commit.
    private func history(
        _ generator: inout SeededGenerator, commits: Int, isLine: Bool = false, from root: String? = nil
    ) -> String {
        var stream = ""
        for number in 1...commits {
            let date = 1_000_000_000 + Int.random(in: 0..<1_000_000, using: &generator)
            stream += "reset refs/heads/c\(number)\ncommit refs/heads/c\(number)\nmark :\(number)\n"
            stream += "committer A <a@example.com> \(date) +0000\ndata \(String(number).utf8.count)\n\(number)\n"
            if isLine {
                if number == 1, let root { stream += "from \(root)\n" }
                if number > 1 { stream += "from :\(number - 1)\n" }
            } else if number > 1, Int.random(in: 0..<12, using: &generator) > 0 {
                stream += "from :\(Int.random(in: max(1, number - 6)..<number, using: &generator))\n"
                if Int.random(in: 0..<3, using: &generator) == 0 {
                    stream += "merge :\(Int.random(in: 1..<number, using: &generator))\n"
                }
            }
            stream += "\n"
        }
        return stream
    }
}
