internal import Clibgit2
internal import CountersignObjects

/// What `git cat-file` tells of many blobs.
///
/// Source: git-cat-file(1), "BATCH OUTPUT".
struct CatFileCommand: Sendable {
    /// A blob as git gave it.
    struct Blob: Sendable {
        let id: ObjectID
        /// Nil for one that is larger than was asked for.
        fileprivate let bytes: ArraySlice<UInt8>?

        /// Its bytes, once they hash to its name.
        var checkedBytes: ArraySlice<UInt8>? {
            get throws(GitError) {
                guard let bytes else { return nil }
                var oid = git_oid()
                let code = bytes.withUnsafeBytes { git_odb_hash(&oid, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) }
                guard code == 0, ObjectID(oid) == id else {
                    throw .corruptObject(id, "its bytes do not hash to its name")
                }
                return bytes
            }
        }
    }

    /// Git would print a blob that nobody wants.
    private struct TooLarge: Error {}

    /// The most that a line takes: an id, a type, a size.
    private static let lineLimit = 80
    private static let lineEnd = UInt8(ascii: "\n")

    private let gitDirectory: String
    private let objectDirectories: [String]
    private let isShallow: Bool

    init(_ repository: Repository) {
        (gitDirectory, objectDirectories) = (repository.gitDirectory, repository.objectDirectories)
        isShallow = repository.isShallow
    }

    /// Hands over the blobs, some at a time; those of more than `limit` bytes without them.
    ///
    /// Throws `GitError.missingObject`, `.wrongType`, `.corruptObject`, `GitCommandError`, and what `take` throws.
    func contents(
        of ids: ArraySlice<ObjectID>, limit: Int, _ take: @escaping ([Blob]) throws -> Void
    ) async throws {
        var rest = ids
        func takeSome(_ blobs: [Blob]) throws {
            rest = rest.dropFirst(blobs.count)
            try take(blobs)
        }
        do {
            try await print(ids, limit: limit, takeSome)
        } catch is TooLarge {
            // There hardly ever is one. How large each is, git tells without reading it.
            let sizes = try await sizes(of: rest)
            try take(zip(rest, sizes).filter { $1 > limit }.map { Blob(id: $0.0, bytes: nil) })
            try await print(zip(rest, sizes).filter { $1 <= limit }.map(\.0)[...], limit: limit, take)
        }
    }

    /// How many bytes each blob has.
    private func sizes(of ids: ArraySlice<ObjectID>) async throws -> [Int] {
        let output = try await GitCommand.run(
            "git", arguments("--batch-check"), input: Self.input(ids), environment: environment,
            outputLimit: ids.count * Self.lineLimit)
        guard output.status == 0 else { throw Self.failure(output) }
        var lines = output.standardOutput.split(separator: Self.lineEnd, omittingEmptySubsequences: false)[...]
        return try ids.map { try size(of: $0, in: lines.popFirst() ?? []) }
    }

    /// Has git print the blobs; ends with ``TooLarge`` at the first that is.
    private func print(_ ids: ArraySlice<ObjectID>, limit: Int, _ take: ([Blob]) throws -> Void) async throws {
        var rest = ids
        var pending: [UInt8] = []
        let output = try await GitCommand.streaming(
            "git", arguments("--batch"), input: Self.input(ids), environment: environment
        ) { chunk in
            pending += chunk
            let (blobs, isTooLarge) = try takeBlobs(&rest, from: &pending, limit: limit)
            if !blobs.isEmpty { try take(blobs) }
            if isTooLarge { throw TooLarge() }
        }
        guard output.status == 0 else { throw Self.failure(output) }
        if let next = rest.first { throw GitError.corruptObject(next, "git cat-file ended early") }
    }

    /// Takes the blobs that are there whole from the bytes that were read, and tells whether the next is too large.
    private func takeBlobs(
        _ wanted: inout ArraySlice<ObjectID>, from pending: inout [UInt8], limit: Int
    ) throws(GitError) -> ([Blob], isTooLarge: Bool) {
        var blobs: [Blob] = []
        var position = 0
        while let id = wanted.first, let lineEnd = pending[position...].firstIndex(of: Self.lineEnd) {
            let size = try size(of: id, in: pending[position..<lineEnd])
            guard size <= limit else { return (blobs, true) }
            let start = lineEnd + 1
            guard pending.count > start + size else { break }
            blobs.append(Blob(id: id, bytes: pending[start..<start + size]))
            position = start + size + 1
            wanted.removeFirst()
        }
        if position > 0 { pending = Array(pending[position...]) }
        return (blobs, false)
    }

    /// Reads the line `<id> blob <size>`.
    private func size(of id: ObjectID, in line: ArraySlice<UInt8>) throws(GitError) -> Int {
        let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard words.first == id.hex else { throw .corruptObject(id, "git cat-file lost its place") }
        guard words.count == 3, let size = Int(words[2]), size >= 0 else {
            throw .missingObject(id, shallow: isShallow)
        }
        guard words[1] == "blob" else {
            throw .wrongType(id, expected: .blob, found: ObjectKind(rawValue: words[1]) ?? .tag)
        }
        return size
    }

    private func arguments(_ mode: String) -> [String] {
        ["--git-dir=\(gitDirectory)", "cat-file", mode, "--buffer"]
    }

    private static func failure(_ output: GitCommand.Output) -> GitCommandError {
        .failed(program: "git cat-file", status: output.status, message: output.standardError)
    }

    private static func input(_ ids: ArraySlice<ObjectID>) -> [UInt8] { Array(ids.map { $0.hex + "\n" }.joined().utf8) }

    private var environment: [String: String?] {
        [
            "GIT_OBJECT_DIRECTORY": objectDirectories.first,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": ObjectDirectories.variable(Array(objectDirectories.dropFirst())),
            "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_COMMON_DIR": nil, "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C",
        ]
    }
}
