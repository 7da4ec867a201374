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
            let right = try opened.changes(from: trees[0], to: trees[2])
            // Ours with theirs laid over it: what a merge without renames and conflicts comes to.
            let candidate = try await Self.overlay(right, on: trees[1], repository)
            func confirms(_ merge: ObjectID) throws -> Bool {
                let trees = PlainMerge.Trees(base: trees[0], ours: trees[1], theirs: trees[2], merge: merge)
                return try PlainMerge.confirms(trees) { try opened.tree($0) }
            }
            if try confirms(candidate) {
                confirmed += 1
                try #require(merged == candidate, "round \(round) in \(repository.path)")
                for extra in ["evil", "d0/evil"] {
                    #expect(try !confirms(try await Self.overlay(right, on: trees[1], repository, extra: extra)))
                }
                if trees[1] != candidate { #expect(try !confirms(trees[1])) }
            }
        }
        #expect(confirmed >= 5)
    }

    /// What each side makes of the same files, whether it is settled, and where it is, as git settles it.
    private static let cases: [(what: String, base: [String], ours: [String], theirs: [String], isSettled: Bool)] = [
        ("each side changes its own", ["d/a", "e/b"], ["d/a'", "e/b"], ["d/a", "e/b'"], true),
        ("each side adds below the same directory", ["d/a"], ["d/a", "d/b"], ["d/a", "d/c"], true),
        ("each side adds to the root", ["a"], ["a", "b"], ["a", "c"], true),
        ("each side adds a new directory", ["a"], ["a", "n/b"], ["a", "n/c"], true),
        ("one side renames what the other leaves", ["d/a", "d/b"], ["d/a", "d/b'"], ["d/b", "e/a"], true),
        ("one side renames what the other changes", ["d/a", "d/b"], ["d/a'", "d/b"], ["d/b", "e/a"], false),
        ("one side renames where the other adds", ["d/a", "d/b"], ["d/a", "d/b", "d/c"], ["e/a", "e/b"], false),
        (
            "one side renames below where the other adds", ["x/d/a", "x/b"], ["x/d/a", "x/d/c", "x/b"],
            ["x/e/a", "x/b"], false
        ),
        ("one side moves all, where the other adds", ["a", "b"], ["a", "b", "c"], ["s/a", "s/b"], false),
        ("both rename the same", ["d/a", "d/b"], ["d/b", "e/a"], ["d/b", "f/a"], false),
        ("one side deletes what the other renames", ["d/a", "d/b"], ["d/b"], ["d/b", "e/a"], false),
        ("both delete the same", ["d/a", "d/b"], ["d/b"], ["d/b"], false),
        ("both change alike", ["d/a", "d/b"], ["d/a'", "d/b"], ["d/a'", "d/b"], false),
        ("a file where the other has a directory", ["a"], ["a", "n"], ["a", "n/b"], false),
        ("a directory where the other has a file", ["a"], ["a", "n/b/c"], ["a", "n"], false),
        ("one side does nothing", ["d/a", "d/b"], ["d/a", "d/b"], ["e/a", "e/b", "e/c"], true),
    ]

    @Test(
        "what only one side changed is settled, and what may be a rename of it is left to git",
        arguments: 0..<cases.count)
    func table(_ number: Int) async throws {
        let (what, base, ours, theirs, isSettled) = Self.cases[number]
        let repository = try await TestRepository()
        let root = try await commit(base, nil, repository)
        let (one, other) = (try await commit(ours, root, repository), try await commit(theirs, root, repository))
        let opened = try Repository.open(at: repository.path)
        let merged = try await opened.mergeTreeCommand.cleanMergeTree(of: .init(ours: one, theirs: other))
        let trees = try await [root, one, other].asyncMap { try await Self.tree($0.hex, repository) }
        let right = try opened.changes(from: trees[0], to: trees[2])
        // Where one side's file is in the other's way there is no such tree, and whatever they made of it is not settled.
        let overlaid = try? await Self.overlay(right, on: trees[1], repository)
        let candidate = overlaid ?? trees[2]
        for (base, ours, theirs) in [(trees[0], trees[1], trees[2]), (trees[0], trees[2], trees[1])] {
            let trees = PlainMerge.Trees(base: base, ours: ours, theirs: theirs, merge: candidate)
            #expect(try PlainMerge.confirms(trees) { try opened.tree($0) } == isSettled, "\(what)")
        }
        if isSettled { #expect(merged == candidate, "\(what)") }
    }

    @Test("where one side changed nothing the merge is the other side, and nothing else")
    func untouchedSide() async throws {
        let (one, other, third) = (ObjectID.emptyTree, ObjectID.zero, try id(String(repeating: "1", count: 40)))
        func confirms(_ ours: ObjectID, _ theirs: ObjectID, merge: ObjectID) -> Bool {
            PlainMerge.confirms(.init(base: one, ours: ours, theirs: theirs, merge: merge)) { _ in nil }
        }
        #expect(confirms(one, other, merge: other))
        #expect(confirms(other, one, merge: other))
        #expect(!confirms(one, other, merge: third))
        #expect(!confirms(one, other, merge: one))
        #expect(!confirms(other, one, merge: one))
    }

    @Test("a directory in which both sides leave nothing leaves the answer to git, which writes none")
    func emptied() throws {
        let ids = try (1...8).map { try id(String(repeating: "\($0)", count: 40)) }
        func directory(_ number: Int) -> [TreeEntry] {
            [TreeEntry(name: Array("d".utf8), mode: FileMode.tree, id: ids[number])]
        }
        let (a, b) = (Array("a".utf8), Array("b".utf8))
        for (base, ours, theirs) in [([a, b], [b], [a]), (nil, [], [])] as [([[UInt8]]?, [[UInt8]], [[UInt8]])] {
            func files(_ names: [[UInt8]]) -> [TreeEntry] {
                names.map { TreeEntry(name: $0, mode: FileMode.file, id: ids[0]) }
            }
            let contents = [
                files(base ?? []), files(ours), files(theirs), [], base == nil ? [] : directory(0), directory(1),
                directory(2), directory(3),
            ]
            let trees = PlainMerge.Trees(base: ids[4], ours: ids[5], theirs: ids[6], merge: ids[7])
            #expect(!PlainMerge.confirms(trees) { id in ids.firstIndex(of: id).map { contents[$0] } })
        }
    }

    @Test("a tree that is written otherwise leaves the answer to git")
    func writtenOtherwise() throws {
        let ids = try (1...4).map { try id(String(repeating: "\($0)", count: 40)) }
        let trees = PlainMerge.Trees(base: ids[0], ours: ids[1], theirs: ids[2], merge: ids[3])
        for other in ids { #expect(!PlainMerge.confirms(trees) { $0 == other ? nil : [] }) }
    }

    /// A commit of files that each say their own name; `'` at the end stands for another text.
    private func commit(
        _ names: [String], _ parent: ObjectID?, _ repository: TestRepository
    ) async throws -> ObjectID {
        try await repository.git("read-tree", "--empty")
        for name in names {
            let path = name.hasSuffix("'") ? String(name.dropLast()) : name
            let line = path.split(separator: "/").last.map { "line of \($0)\n" } ?? ""
            let text = (0..<20).map { "\($0) \(line)" }.joined() + (path == name ? "" : "and more\n")
            let blob = try await repository.git(["hash-object", "-w", "--stdin"], input: text)
            try await repository.git("update-index", "--add", "--cacheinfo", "100644,\(blob),\(path)")
        }
        let tree = try await repository.git("write-tree")
        let parents = parent.map { ["-p", $0.hex] } ?? []
        return try id(try await repository.git(["commit-tree", "-m", "x"] + parents + [tree]))
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
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: _ = try? await repository.git("rm", "-q", file)
            case 1: _ = try? await repository.git("mv", file, "d\(step)/moved-\(name)")
            case 6: _ = try? await repository.git("mv", "d\(step)", "moved-\(name)-\(step)")
            case 7: _ = try? await repository.git("mv", file, "d\((step + 1) % 3)/moved-here-\(name)")
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
