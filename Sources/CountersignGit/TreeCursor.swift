import CountersignObjects

/// Steps through the entries of a tree object in its raw bytes, strictly.
///
/// `mode SP name NUL id`, again and again; out of order, double, empty or cut entries are errors: two readers of such a
/// tree could see different contents.
struct TreeCursor {
    private let object: RawObject?
    private var next = 0
    private var nameRange = 0..<0
    /// Files whose name could still come again as a directory's: each is the start of the one after it.
    private var openFiles: [Range<Int>] = []

    /// Whether there is no current entry any more.
    private(set) var isAtEnd = false
    /// The current entry's mode, as git shows it.
    private(set) var mode: UInt32 = 0
    /// Whether all modes so far are written as git writes them today: it reads others as if they were.
    private(set) var hasGitsModes = true

    /// Stands on the first entry of a tree.
    init(_ object: RawObject) throws(GitError) {
        self.object = object
        try advance()
    }

    private init() {
        object = nil
        isAtEnd = true
    }

    /// The cursor of a tree without entries.
    static var empty: TreeCursor { TreeCursor() }

    private var bytes: UnsafeRawBufferPointer { object?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0) }

    var isDirectory: Bool { FileMode.isDirectory(mode) }

    /// The current name, valid as long as the cursor lives.
    var name: UnsafeRawBufferPointer { slice(nameRange) }

    /// The current entry's 20 bytes of id, valid as long as the cursor lives.
    var rawID: UnsafeRawBufferPointer { slice(next - (isAtEnd ? 0 : ObjectID.byteCount)..<next) }

    /// The current entry's id.
    var id: ObjectID { ObjectID(bytes: rawID) ?? .zero }

    /// Whether mode and id are the other's; the names are for the caller to compare.
    func isSameEntry(as other: TreeCursor) -> Bool {
        mode == other.mode && rawID.elementsEqual(other.rawID)
    }

    private func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }

    /// Moves to the next entry, or to the end.
    mutating func advance() throws(GitError) {
        guard next < bytes.count else {
            isAtEnd = true
            nameRange = 0..<0
            return
        }
        let previous = (range: nameRange, isDirectory: isDirectory)
        let nameStart = try readMode()
        guard let nul = bytes[nameStart...].firstIndex(of: 0) else { throw corrupt("an entry without an end") }
        guard nul > nameStart else { throw corrupt("an entry without a name") }
        guard bytes.count - nul - 1 >= ObjectID.byteCount else { throw corrupt("an entry cut short") }
        nameRange = nameStart..<nul
        next = nul + 1 + ObjectID.byteCount
        guard !name.contains(UInt8(ascii: "/")) else { throw corrupt("a name with a slash") }
        try checkOrder(after: previous.range, isDirectory: previous.isDirectory)
    }

    /// Reads the octal digits and the blank after them; gives where the name starts.
    private mutating func readMode() throws(GitError) -> Int {
        var value: UInt32 = 0
        var index = next
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(bytes[index]), index - next < 8 {
            value = value << 3 | UInt32(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard index > next, index < bytes.count, bytes[index] == UInt8(ascii: " "), value <= 0o177777 else {
            throw corrupt("an entry with a malformed mode")
        }
        mode = FileMode.canonical(value)
        if mode != value || bytes[next] == UInt8(ascii: "0") { hasGitsModes = false }
        return index + 1
    }

    private mutating func checkOrder(after previous: Range<Int>, isDirectory previousIsDirectory: Bool) throws(GitError)
    {
        if !previous.isEmpty {
            let order = TreeOrder.compare(
                slice(previous), isDirectory: previousIsDirectory, name, isDirectory: isDirectory)
            guard order < 0 else { throw corrupt("entries out of order") }
        }
        while let last = openFiles.last, !startsName(last) { openFiles.removeLast() }
        if isDirectory {
            if let last = openFiles.last, last.count == nameRange.count { throw corrupt("a name given twice") }
        } else {
            openFiles.append(nameRange)
        }
    }

    private func startsName(_ range: Range<Int>) -> Bool {
        range.count <= nameRange.count && slice(range).elementsEqual(name.prefix(range.count))
    }

    private func corrupt(_ reason: String) -> GitError { .corruptObject(object?.id ?? .emptyTree, reason) }
}
