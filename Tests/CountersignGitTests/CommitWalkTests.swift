import CountersignGit
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Walking history, with git rev-list as judge")
struct CommitWalkTests {
    @Test("any range of a random history with odd dates is what git says", arguments: 0..<6 as Range<UInt64>)
    func randomHistory(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let repository = try await TestRepository("--bare")
        try await repository.git(["fast-import", "--quiet"], input: history(&generator, commits: 60))
        let walk = try CommitWalk(try Repository.open(at: repository.path))
        for _ in 0..<6 {
            let tips = (0..<2).map { _ in "refs/heads/c\(Int.random(in: 1...60, using: &generator))" }
            let excluded = (0..<2).map { _ in "refs/heads/c\(Int.random(in: 1...60, using: &generator))" }
            let judge = try await repository.git(
                ["rev-list"] + tips + ["--not"] + excluded,
                environment: [
                    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.commitGraph", "GIT_CONFIG_VALUE_0": "0",
                ])
            let opened = try Repository.open(at: repository.path)
            let ours = try visited(
                walk, from: tips.map(opened.resolveCommit), excluding: excluded.map(opened.resolveCommit))
            #expect(ours.sorted() == judge.split(separator: "\n").map(String.init).sorted())
        }
    }

    @Test("each commit is read once, and known ones not at all")
    func once() async throws {
        let repository = try await TestRepository()
        let first = try await objectID(repository.commit("one"))
        let second = try await objectID(repository.commit("two"))
        let third = try await objectID(repository.commit("three"))
        let walk = try CommitWalk(try Repository.open(at: repository.path))
        #expect(try visited(walk, from: [third, third, second]).count == 3)
        var read: [ObjectID] = []
        let visit: (ObjectID, UnsafeRawBufferPointer) -> [ObjectID] = { id, bytes in
            read.append(id)
            return parents(bytes)
        }
        let outcome = try walk.walk(from: [third], known: { $0 == second ? [first] : nil }, visit: visit)
        #expect(read == [third, first])
        #expect(outcome.visited == 2)
    }

    @Test("a shallow boundary ends the walk and is reported")
    func shallow() async throws {
        let repository = try await TestRepository()
        for name in ["one", "two", "three"] { try await repository.commit(name) }
        try await repository.git("clone", "-q", "--depth=2", "file://\(repository.path)", "shallow")
        let opened = try Repository.open(at: repository.path + "/shallow")
        let head = try opened.resolveCommit("HEAD")
        let outcome = try CommitWalk(opened).walk(from: [head]) { _, bytes in parents(bytes) }
        #expect(outcome.visited == 2)
        #expect(outcome.boundary == (try opened.shallowBoundary()))
        #expect(try objectID(await repository.git("rev-parse", "HEAD~")) == outcome.boundary.first)
        let excluding = try CommitWalk(opened).walk(from: [head], excluding: Array(outcome.boundary)) { _, bytes in
            parents(bytes)
        }
        #expect(excluding.visited == 1)
        #expect(excluding.boundary.isEmpty)
    }

    @Test("a missing commit that no shallow boundary explains is an error, never the end of history")
    func missing() async throws {
        let repository = try await TestRepository()
        let first = try await repository.commit("one")
        let second = try await objectID(repository.commit("two"))
        try FileManager.default.removeItem(
            atPath: "\(repository.path)/.git/objects/\(first.prefix(2))/\(first.dropFirst(2))")
        let walk = try CommitWalk(try Repository.open(at: repository.path))
        let error = GitError.missingObject(try objectID(first), shallow: false)
        #expect(throws: error) { _ = try visited(walk, from: [second]) }
        #expect(throws: error) { _ = try visited(walk, from: [], excluding: [second]) }
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
        let ours = try visited(try CommitWalk(opened), from: [objectID(third)])
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

    private func visited(
        _ walk: CommitWalk, from tips: [ObjectID], excluding: [ObjectID] = []
    ) throws -> [String] {
        var ids: [String] = []
        _ = try walk.walk(from: tips, excluding: excluding) { id, bytes in
            ids.append(id.hex)
            return parents(bytes)
        }
        return ids
    }

    private func parents(_ bytes: UnsafeRawBufferPointer) -> [ObjectID] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix { !$0.hasPrefix("author") }
            .filter { $0.hasPrefix("parent ") }.compactMap { ObjectID(hex: $0.dropFirst(7)) }
    }

    /// A fast-import stream with merges, several roots, and dates in any order.
    private func history(_ generator: inout SeededGenerator, commits: Int) -> String {
        var stream = ""
        for number in 1...commits {
            let date = 1_000_000_000 + Int.random(in: 0..<1_000_000, using: &generator)
            stream += "reset refs/heads/c\(number)\ncommit refs/heads/c\(number)\nmark :\(number)\n"
            stream += "committer A <a@example.com> \(date) +0000\ndata \(String(number).utf8.count)\n\(number)\n"
            if number > 1, Int.random(in: 0..<12, using: &generator) > 0 {
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
