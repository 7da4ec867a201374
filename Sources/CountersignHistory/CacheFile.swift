internal import CountersignGit
internal import CountersignStore
internal import FoundationEssentials

/// A file of things that can be found out again: `countersign/NAME` in the directory that work trees share.
struct CacheFile {
    let path: String
    private let directory: String

    init(_ name: String, of repository: Repository) {
        directory = repository.commonDirectory + "/countersign"
        path = directory + "/" + name
    }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Where it can't be made, the file can't either, and opening that fails.
    func makeDirectory() {
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    /// Removes a file that turned out damaged, or holds something else and is in the way of a good one.
    func remove() {
        for name in [path, path + "-journal"] { try? FileManager.default.removeItem(atPath: name) }
    }

    /// The file with its one table, made anew where another version of the program made it; nil where there can be none.
    ///
    /// - Parameters:
    ///   - version: what tells this version's files from others'.
    ///   - table: its name and columns, as SQL has them behind `CREATE TABLE`.
    ///   - pageSize: in bytes; large where the file is read whole each time.
    func open(version: Int64, table: (name: String, columns: String), pageSize: Int = 4096) -> Store? {
        makeDirectory()
        do {
            let store = try Store(path: path, pageSize: pageSize)
            var found: Int64 = 0
            try store.run("PRAGMA user_version") { found = $0.integer(0) }
            guard found != version else { return store }
            try store.execute(
                """
                BEGIN IMMEDIATE; DROP TABLE IF EXISTS \(table.name); CREATE TABLE \(table.name) \(table.columns);
                PRAGMA user_version = \(version); COMMIT
                """)
            return store
        } catch {
            if error.isDamage { remove() }
            return nil
        }
    }
}
