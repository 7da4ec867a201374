internal import Clibgit2
public import CountersignObjects

/// Reads many blobs at once.
///
/// libgit2 keeps 16 MiB of delta bases a pack, and looks through all of them to drop one: 100,000 small blobs in delta
/// chains take it ten seconds, and `git cat-file --batch` one. Their bytes are held against their ids either way.
public struct BlobBatch {
    /// With fewer blobs than this the processes cost more than they save.
    public static let worthwhile = 5000
    /// So many blobs, and about so many bytes, are asked of one process, to bound what is held in memory meanwhile.
    private static let portion = 25_000
    private static let byteLimit = 64 << 20
    /// The most that a line of an answer takes: an id, a type, a size.
    private static let lineLimit = 80

    private let repository: Repository
    private let limit: Int
    private let worthwhile: Int

    /// Prepares to read blobs of at most `limit` bytes each; from `worthwhile` of them on, git is asked.
    public init(_ repository: Repository, limit: Int, worthwhile: Int = BlobBatch.worthwhile) {
        (self.repository, self.limit, self.worthwhile) = (repository, limit, worthwhile)
    }

    /// Hands each blob's bytes to `body`, in any order; nil for a blob that is larger than the limit.
    ///
    /// Throws `GitError.missingObject`, `.wrongType`, `.corruptObject`, `GitCommandError`, and what `body` throws.
    public func read(_ ids: [ObjectID], _ body: (ObjectID, ArraySlice<UInt8>?) throws -> Void) async throws {
        // In a partial clone git would fetch what is not there, and reading is to stay at home.
        guard ids.count >= worthwhile, try !repository.isPartial else { return try readEach(ids, body) }
        for start in stride(from: 0, to: ids.count, by: Self.portion) {
            try await readPortion(Array(ids[start..<min(start + Self.portion, ids.count)]), body)
        }
    }

    private func readEach(_ ids: [ObjectID], _ body: (ObjectID, ArraySlice<UInt8>?) throws -> Void) throws {
        for id in ids {
            let bytes: [UInt8]?
            do {
                bytes = try repository.blob(id, limit: limit)
            } catch GitError.tooLarge {
                bytes = nil
            }
            try body(id, bytes?[...])
        }
    }

    private func readPortion(_ ids: [ObjectID], _ body: (ObjectID, ArraySlice<UInt8>?) throws -> Void) async throws {
        var answers = try await run("--batch-check", ids, contents: 0)[...]
        var waiting: [ObjectID] = []
        var total = 0
        for id in ids {
            let size = try takeSize(id, &answers)
            guard size <= limit else {
                try body(id, nil)
                continue
            }
            if total + size > Self.byteLimit {
                try await readContents(waiting, total, body)
                (waiting, total) = ([], 0)
            }
            waiting.append(id)
            total += size
        }
        try await readContents(waiting, total, body)
    }

    private func readContents(
        _ ids: [ObjectID], _ total: Int, _ body: (ObjectID, ArraySlice<UInt8>?) throws -> Void
    ) async throws {
        guard !ids.isEmpty else { return }
        var contents = try await run("--batch", ids, contents: total)[...]
        for id in ids {
            let size = try takeSize(id, &contents)
            guard contents.count > size else { throw GitError.corruptObject(id, "git cat-file ended early") }
            let bytes = contents.prefix(size)
            guard Self.hash(bytes) == id else { throw GitError.corruptObject(id, "its bytes do not hash to its name") }
            contents = contents.dropFirst(size + 1)
            try body(id, bytes)
        }
    }

    /// Takes the line `<id> blob <size>` (git-cat-file(1), BATCH OUTPUT).
    private func takeSize(_ id: ObjectID, _ rest: inout ArraySlice<UInt8>) throws(GitError) -> Int {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest.dropFirst(line.count + 1)
        let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard words.first == id.hex else { throw .corruptObject(id, "git cat-file lost its place") }
        guard words.count == 3, let size = Int(words[2]), size >= 0 else {
            throw .missingObject(id, shallow: repository.isShallow)
        }
        guard words[1] == "blob" else {
            throw .wrongType(id, expected: .blob, found: ObjectKind(rawValue: words[1]) ?? .tag)
        }
        return size
    }

    private func run(_ mode: String, _ ids: [ObjectID], contents: Int) async throws(GitCommandError) -> [UInt8] {
        let output = try await GitCommand.run(
            "git", ["--git-dir=\(repository.gitDirectory)", "cat-file", mode, "--buffer"],
            input: Array(ids.map { $0.hex + "\n" }.joined().utf8), environment: environment,
            outputLimit: contents + ids.count * Self.lineLimit)
        guard output.status == 0 else {
            throw .failed(program: "git cat-file", status: output.status, message: output.standardError)
        }
        return output.standardOutput
    }

    private var environment: [String: String?] {
        let directories = repository.objectDirectories
        return [
            "GIT_OBJECT_DIRECTORY": directories.first,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": ObjectDirectories.variable(Array(directories.dropFirst())),
            "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_COMMON_DIR": nil, "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C",
        ]
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> ObjectID? {
        var oid = git_oid()
        let code = bytes.withUnsafeBytes { git_odb_hash(&oid, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) }
        return code == 0 ? ObjectID(oid) : nil
    }
}

extension Repository {
    /// Whether some of its objects are left with a remote until they are asked for (`git clone --filter`).
    fileprivate var isPartial: Bool {
        get throws(GitError) {
            for directory in objectDirectories {
                let files = try DirectoryListing.files(below: directory + "/pack")
                if files.contains(where: { $0.reversed().starts(with: ".promisor".utf8.reversed()) }) { return true }
            }
            return false
        }
    }
}
