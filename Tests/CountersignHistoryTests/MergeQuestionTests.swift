import CountersignObjects
import CountersignVerifier
import TestRepositories
import Testing

@testable import CountersignGit
@testable import CountersignHistory

@Suite("What is asked about a merge")
struct MergeQuestionTests {
    @Test(
        "trees that differ in endless places end at the limit",
        arguments: [(limit: 200, isEnough: false), (2000, true)])
    func treeBomb(limit: Int, isEnough: Bool) async throws {
        let disk = try await TestRepository()
        let repository = try Repository.open(at: disk.path)
        // Each directory holds one subdirectory under ten names; all sides differ in every one of them.
        func nest(_ leaves: [String]) throws -> ObjectID {
            let blob = try repository.writeBlob([1])
            var tree = try repository.writeTree(
                leaves.map { TreeEntry(name: Array($0.utf8), mode: FileMode.file, id: blob) })
            for _ in 0..<2 {
                let id = tree
                tree = try repository.writeTree(
                    (0..<10).map { TreeEntry(name: [UInt8(ascii: "a") + UInt8($0)], mode: FileMode.tree, id: id) })
            }
            return tree
        }
        func commit(_ leaves: [String], _ parents: [ObjectID]) async throws -> ObjectID {
            let arguments = parents.flatMap { ["-p", $0.hex] } + [try nest(leaves).hex]
            let id = try await disk.git(["commit-tree", "-m", "x"] + arguments)
            return try #require(ObjectID(hex: id))
        }
        let base = try await commit(["f"], [])
        let sides = [try await commit(["f", "ours"], [base]), try await commit(["f", "theirs"], [base])]
        let merge = try await commit(["f", "ours", "theirs"], sides)
        var graph = CommitGraph.Builder()
        graph.add(base, parents: [])
        for side in sides { graph.add(side, parents: [base]) }
        graph.add(merge, parents: sides)
        let questions = MergeQuestions(graph: graph.build(), shallowBoundary: [], limit: limit)
        if isEnough {
            guard case .settled(.clean(PlainMerge.engine)) = try questions.question(merge, in: repository) else {
                Issue.record("not settled")
                return
            }
        } else {
            #expect {
                try questions.question(merge, in: repository)
            } throws: { error in
                guard case GitError.tooManyEntries(_, limit: limit) = error else { return false }
                return true
            }
        }
    }

    @Test("a merge whose tree says the same in other words is left to git", arguments: ["100644", "100664", "0100644"])
    func otherWords(mode: String) async throws {
        let disk = try await TestRepository()
        let base = try #require(ObjectID(hex: try await disk.commit("base", ["a": "1\n", "b": "1\n"])))
        let ours = try #require(ObjectID(hex: try await disk.commit("ours", ["a": "2\n"])))
        try await disk.git("checkout", "-q", base.hex)
        let theirs = try #require(ObjectID(hex: try await disk.commit("theirs", ["b": "2\n"])))
        let repository = try Repository.open(at: disk.path)
        let blob = try repository.writeBlob(Array("2\n".utf8)).bytes
        let bytes = Array("\(mode) a\0".utf8) + blob + Array("100644 b\0".utf8) + blob
        let printed = try await disk.gitBytes(
            ["hash-object", "-t", "tree", "--literally", "-w", "--stdin"], input: bytes)
        let tree = String(decoding: printed.prefix(40), as: UTF8.self)
        let merge = try #require(
            ObjectID(hex: try await disk.git("commit-tree", "-m", "x", "-p", ours.hex, "-p", theirs.hex, tree)))
        var graph = CommitGraph.Builder()
        graph.add(base, parents: [])
        for side in [ours, theirs] { graph.add(side, parents: [base]) }
        graph.add(merge, parents: [ours, theirs])
        let questions = MergeQuestions(graph: graph.build(), shallowBoundary: [])
        switch try questions.question(merge, in: repository) {
        case .settled(.clean): #expect(mode == "100644")
        case .ofGit: #expect(mode != "100644")
        default: Issue.record("neither clean nor a question")
        }
    }
}
