import CountersignGit
import CountersignObjects
import CountersignVerifier
import TestRepositories
import Testing

@Suite("Merges settled by comparing trees, against git")
struct PlainMergeTests {
    @Test("what is confirmed is what git's own merge gives, and much is confirmed")
    func agreement() async throws {
        var generator = SeededGenerator(seed: 42)
        var confirmed = 0
        for round in 0..<24 {
            let repository = try await TestRepository()
            let base = try await repository.commit("base", Self.files(using: &generator))
            let theirs = try await side("theirs", from: base, repository, round, using: &generator)
            let ours = try await side("ours", from: base, repository, round, using: &generator)
            let opened = try Repository.open(at: repository.path)
            let trees = try await [base, ours, theirs].asyncMap { try await Self.tree($0, repository) }
            let merged = try await opened.mergeTreeCommand.cleanMergeTree(
                of: .init(ours: try id(ours), theirs: try id(theirs)))
            let left = try opened.changes(from: trees[0], to: trees[1])
            let right = try opened.changes(from: trees[0], to: trees[2])
            // Ours with theirs laid over it: what a merge without renames and conflicts comes to.
            let candidate = try await Self.overlay(right, on: trees[1], repository)
            let change = try opened.changes(from: trees[1], to: candidate)
            if PlainMerge.confirms(ours: left, theirs: right, merge: change) {
                confirmed += 1
                try #require(merged == candidate, "round \(round)")
                let evil = try await Self.overlay(right, on: trees[1], repository, extra: "evil")
                #expect(
                    !PlainMerge.confirms(
                        ours: left, theirs: right, merge: try opened.changes(from: trees[1], to: evil)))
            }
        }
        #expect(confirmed >= 5)
    }

    @Test("a rename that could move the other side's file leaves the answer to git")
    func renames() {
        let old = TreeChange(oldMode: 0o100644, newMode: 0, oldID: .emptyTree, newID: .zero, path: Array("a".utf8))
        let new = TreeChange(oldMode: 0, newMode: 0o100644, oldID: .zero, newID: .emptyTree, path: Array("b".utf8))
        let other = TreeChange(oldMode: 0, newMode: 0o100644, oldID: .zero, newID: .emptyTree, path: Array("c".utf8))
        #expect(!PlainMerge.confirms(ours: [old, new], theirs: [other], merge: [other]))
        #expect(!PlainMerge.confirms(ours: [other], theirs: [old, new], merge: [old, new]))
        #expect(PlainMerge.confirms(ours: [new], theirs: [other], merge: [other]))
    }

    @Test("where one side changed nothing the merge is the other side, and nothing else")
    func untouchedSide() async throws {
        let old = TreeChange(oldMode: 0o100644, newMode: 0, oldID: .emptyTree, newID: .zero, path: Array("a".utf8))
        let new = TreeChange(oldMode: 0, newMode: 0o100644, oldID: .zero, newID: .emptyTree, path: Array("b".utf8))
        #expect(PlainMerge.confirms(ours: [], theirs: [old, new], merge: [new, old]))
        #expect(!PlainMerge.confirms(ours: [], theirs: [old], merge: [old, new]))
        #expect(!PlainMerge.confirms(ours: [], theirs: [old], merge: []))
        #expect(PlainMerge.confirms(ours: [old, new], theirs: [], merge: []))
        #expect(!PlainMerge.confirms(ours: [old], theirs: [], merge: [new]))
        // Git's own merge of a branch with renames that stood right on the other, as forges make it.
        let repository = try await TestRepository()
        let base = try await repository.commit("base", ["d/a": "text\n", "d/b": "more\n"])
        try await repository.git("mv", "d", "e")
        let theirs = try await repository.commit("rename", ["e/c": "new\n"])
        try await repository.git("checkout", "-q", base)
        let ours = try await repository.commit("nothing", [:])
        let opened = try Repository.open(at: repository.path)
        let merged = try await opened.mergeTreeCommand.cleanMergeTree(
            of: .init(ours: try id(ours), theirs: try id(theirs)))
        #expect(try await Self.tree(theirs, repository) == merged)
    }

    @Test("a file on one side where the other has a directory leaves the answer to git")
    func fileAndDirectory() {
        func added(_ path: String) -> TreeChange {
            TreeChange(oldMode: 0, newMode: 0o100644, oldID: .zero, newID: .emptyTree, path: Array(path.utf8))
        }
        #expect(!PlainMerge.confirms(ours: [added("a")], theirs: [added("a/b")], merge: [added("a/b")]))
        #expect(!PlainMerge.confirms(ours: [added("a/b/c")], theirs: [added("a")], merge: [added("a")]))
    }

    private static func files(using generator: inout SeededGenerator) -> [String: String] {
        var files: [String: String] = [:]
        for number in 0..<10 { files["d\(number % 3)/f\(number)"] = text(using: &generator) }
        return files
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        (0..<12).map { _ in "line \(Int.random(in: 0...999, using: &generator))\n" }.joined()
    }

    private func side(
        _ name: String, from base: String, _ repository: TestRepository, _ round: Int,
        using generator: inout SeededGenerator
    ) async throws -> String {
        try await repository.git("checkout", "-q", "-b", name, base)
        for step in 0...Int.random(in: 0...2, using: &generator) {
            let file = "d\(step)/f\(Int.random(in: 0..<3, using: &generator) * 3 + step)"
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: _ = try? await repository.git("rm", "-q", file)
            case 1: _ = try? await repository.git("mv", file, "d\(step)/moved-\(name)")
            case 2: try repository.write("d\(step)/new-\(name)-\(step)", Self.text(using: &generator))
            default: try repository.write(file, Self.text(using: &generator))
            }
        }
        return try await repository.commit("\(name) \(round)")
    }

    private static func tree(_ commit: String, _ repository: TestRepository) async throws -> ObjectID {
        try #require(ObjectID(hex: try await repository.git("rev-parse", commit + "^{tree}")))
    }

    private func id(_ text: String) throws -> ObjectID { try #require(ObjectID(hex: text)) }

    private static func overlay(
        _ changes: [TreeChange], on tree: ObjectID, _ repository: TestRepository, extra: String? = nil
    ) async throws -> ObjectID {
        try await repository.git("read-tree", tree.hex)
        for change in changes {
            let path = String(decoding: change.path, as: UTF8.self)
            if change.newMode == 0 {
                try await repository.git("update-index", "--force-remove", path)
            } else {
                let mode = String(change.newMode, radix: 8)
                try await repository.git("update-index", "--add", "--cacheinfo", "\(mode),\(change.newID),\(path)")
            }
        }
        if let extra {
            let blob = try await repository.git(["hash-object", "-w", "--stdin"], input: extra)
            try await repository.git("update-index", "--add", "--cacheinfo", "100644,\(blob),extra")
        }
        return try #require(ObjectID(hex: try await repository.git("write-tree")))
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
