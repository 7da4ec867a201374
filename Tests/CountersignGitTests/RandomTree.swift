import CountersignGit
import CountersignObjects
import TestRepositories

/// A made-up tree of all kinds of entries under awkward names.
indirect enum RandomTree {
    case leaf(mode: UInt32, content: UInt8)
    case directory([String: RandomTree])

    private static let names = [
        "a", "a.b", "a-b", "a0", "ab", "a b", "\u{e9}", "z\n", "\"q\"", "-x", ".h", "A", "a\u{1}", "lib", "lib.c",
        "lib-x",
    ]
    private static let modes: [UInt32] = [0o100644, 0o100644, 0o100755, 0o120000, 0o160000]

    static func make(_ generator: inout SeededGenerator, depth: Int) -> RandomTree {
        var entries: [String: RandomTree] = [:]
        for name in names where Bool.random(using: &generator) {
            entries[name] = makeEntry(&generator, depth: depth)
        }
        return .directory(entries)
    }

    private static func makeEntry(_ generator: inout SeededGenerator, depth: Int) -> RandomTree {
        if depth > 0, Int.random(in: 0..<4, using: &generator) == 0 { return make(&generator, depth: depth - 1) }
        return .leaf(
            mode: modes.randomElement(using: &generator) ?? 0o100644, content: .random(in: 0..<8, using: &generator))
    }

    /// The same tree with some entries gone, new, of another kind, or changed inside.
    func changed(_ generator: inout SeededGenerator, depth: Int) -> RandomTree {
        guard case .directory(var entries) = self else { return Self.makeEntry(&generator, depth: depth) }
        for name in Self.names {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: entries[name] = nil
            case 1: entries[name] = Self.makeEntry(&generator, depth: depth)
            case 2...4: entries[name] = entries[name]?.changed(&generator, depth: max(0, depth - 1))
            default: break
            }
        }
        return .directory(entries)
    }

    func store(in repository: Repository) throws -> ObjectID {
        guard case .directory(let entries) = self else { return try repository.writeBlob([]) }
        return try repository.writeTree(
            entries.map { name, entry in
                switch entry {
                case .leaf(let mode, let content):
                    TreeEntry(name: Array(name.utf8), mode: mode, id: try repository.writeBlob([content]))
                case .directory:
                    TreeEntry(name: Array(name.utf8), mode: 0o040000, id: try entry.store(in: repository))
                }
            })
    }
}
