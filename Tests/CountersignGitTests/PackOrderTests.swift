import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@testable import CountersignGit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("The order of objects in packs")
struct PackOrderTests {
    /// A repository with many blobs in packs.
    private struct Packed {
        let repository: TestRepository
        let opened: Repository
        var packs: String { repository.path + "/.git/objects/pack" }

        init() async throws {
            repository = try await TestRepository()
            opened = try Repository.open(at: repository.path)
        }

        /// Packs that many new blobs, from a number on, and gives the path of the index.
        func pack(_ numbers: Range<Int>, _ options: String...) async throws -> String {
            var ids: [String] = []
            for number in numbers { ids.append(try opened.writeBlob(Array("blob \(number)\n".utf8)).hex) }
            let name = try await repository.git(
                ["pack-objects", "-q"] + options + ["\(packs)/pack"], input: ids.joined(separator: "\n") + "\n")
            return "\(packs)/pack-\(name).idx"
        }

        /// The objects of an index in the order of the pack, as git tells it.
        func order(_ index: String) async throws -> [ObjectID] {
            let bytes = Array(try Data(contentsOf: URL(filePath: index)))
            let shown = String(decoding: try await repository.gitBytes(["show-index"], input: bytes), as: UTF8.self)
            let entries = try shown.split(separator: "\n").map { line in
                let words = line.split(separator: " ")
                return (offset: try #require(Int(words[0])), id: try objectID(String(words[1])))
            }
            return entries.sorted { $0.offset < $1.offset }.map(\.id)
        }

        func sorted(_ ids: [ObjectID]) -> [ObjectID] {
            PackOrder.sorted(ids.shuffled(), of: opened.objectDirectories)
        }
    }

    @Test(
        "objects come as they lie in the pack, whatever form its index has",
        arguments: ["--index-version=2", "--index-version=2,0x200", "--index-version=2,0"])
    func asTheyLie(_ version: String) async throws {
        let packed = try await Packed()
        let order = try await packed.order(packed.pack(0..<1500, version))
        #expect(order.count == 1500 && order != order.sorted())
        #expect(packed.sorted(order) == order)
        #expect(packed.sorted(Array(order[300..<310])) == Array(order[300..<310]))
    }

    @Test("several packs come one after the other, and what is in none before them")
    func several() async throws {
        let packed = try await Packed()
        let orders = [
            try await packed.order(packed.pack(0..<300)), try await packed.order(packed.pack(300..<600)),
        ]
        let loose = (0..<50).map { ObjectID.numbered($0) }
        let sorted = packed.sorted(Array(orders.joined()) + loose)
        #expect(Set(sorted.prefix(50)) == Set(loose))
        #expect([orders[0] + orders[1], orders[1] + orders[0]].contains(Array(sorted.dropFirst(50))))
    }

    @Test("an index that is old, cut short or broken loses no object", arguments: [0, 7, 100, 1031, 1032, 5000, nil])
    func broken(_ length: Int?) async throws {
        let packed = try await Packed()
        let path = try await packed.pack(0..<300, length == nil ? "--index-version=1" : "--index-version=2,0")
        let order = length == nil ? nil : try await packed.order(path)
        var bytes = try Data(contentsOf: URL(filePath: path))
        if let length { bytes = bytes.prefix(length) }
        try FileManager.default.removeItem(atPath: path)
        try bytes.write(to: URL(filePath: path))
        let ids = order ?? (0..<300).map { ObjectID.numbered($0) }
        #expect(Set(packed.sorted(ids)) == Set(ids) && packed.sorted(ids).count == 300)
        bytes.resetBytes(in: 0..<bytes.count)
        try bytes.write(to: URL(filePath: path))
        #expect(packed.sorted(ids) == ids.sorted())
    }

    @Test("an index that is no file is passed over")
    func noFile() async throws {
        let packed = try await Packed()
        let path = try await packed.pack(0..<30)
        let order = try await packed.order(path)
        try FileManager.default.removeItem(atPath: path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(packed.sorted(order) == order.sorted())
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(packed.sorted(order) == order.sorted())
    }

    @Test("bytes that were changed anywhere in an index lose no object", arguments: 1...40 as ClosedRange<UInt64>)
    func changed(_ seed: UInt64) async throws {
        var dice = SeededGenerator(seed: seed)
        let packed = try await Packed()
        let path = try await packed.pack(0..<40, "--index-version=2,0")
        let order = try await packed.order(path)
        var bytes = try Data(contentsOf: URL(filePath: path))
        for _ in 0..<Int.random(in: 1...300, using: &dice) {
            bytes[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
        }
        try FileManager.default.removeItem(atPath: path)
        try bytes.write(to: URL(filePath: path))
        #expect(packed.sorted(order).sorted() == order.sorted())
    }
}

extension ObjectID {
    fileprivate static func numbered(_ number: Int) -> ObjectID {
        ObjectID(bytes: (0..<ObjectID.byteCount).map { UInt8(truncatingIfNeeded: number &* ($0 + 3)) }) ?? .zero
    }
}
