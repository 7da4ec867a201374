import CountersignStore
import FoundationEssentials
import TestRepositories
import Testing

@Suite("A store keeps what it was given, whole or not at all")
struct StoreTests {
    private struct Stop: Error {}

    private static func table() throws -> (Store, path: String) {
        let path = try TestRepository.temporaryDirectory() + "/store"
        let store = try Store(path: path)
        try store.execute("CREATE TABLE t (number INTEGER, bytes BLOB)")
        return (store, path)
    }

    private static func rows(_ store: Store) throws -> [Int64: [UInt8]] {
        var rows: [Int64: [UInt8]] = [:]
        try store.run("SELECT number, bytes FROM t") { rows[$0.integer(0)] = $0.bytes(1) }
        return rows
    }

    @Test("values come back as they went in, empty bytes and none included, in another process's view too")
    func values() throws {
        let (store, path) = try Self.table()
        let values: [Int64: [UInt8]] = [.min: [], 0: [0], .max: Array(0...255)]
        for (number, bytes) in values {
            try store.run("INSERT INTO t VALUES (?, ?)", .integer(number), .blob(bytes))
        }
        #expect(try Self.rows(store) == values)
        #expect(try Self.rows(try Store(path: path)) == values)
        try store.run("UPDATE t SET bytes = ?", .null)
        #expect(try Self.rows(store).values.allSatisfy(\.isEmpty))
    }

    @Test("a transaction that fails leaves nothing of what it did")
    func rollback() throws {
        let (store, _) = try Self.table()
        #expect(throws: Stop.self) {
            try store.transaction {
                try store.run("INSERT INTO t VALUES (1, NULL)")
                throw Stop()
            }
        }
        #expect(try Self.rows(store).isEmpty)
        try store.transaction { try store.run("INSERT INTO t VALUES (2, NULL)") }
        #expect(try Self.rows(store).keys.sorted() == [2])
    }

    @Test("a file that is no database is told apart from one that another uses")
    func damage() throws {
        let (store, path) = try Self.table()
        try store.execute("BEGIN EXCLUSIVE")
        let other = try Store(path: path)
        let busy = #expect(throws: StoreError.self) { try other.run("SELECT number FROM t") }
        #expect(busy?.isDamage == false)
        let junk = path + ".junk"
        try Data(repeating: 0x41, count: 4096).write(to: URL(filePath: junk))
        let error = #expect(throws: StoreError.self) {
            let store = try Store(path: junk)
            try store.run("SELECT 1 FROM t")
        }
        #expect(error?.isDamage == true)
        #expect(throws: StoreError.self) { try Store(path: path + "/below") }
    }
}
