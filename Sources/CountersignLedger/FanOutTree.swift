import CountersignGit
import CountersignObjects

/// The ledger's tree while lines are added to it.
///
/// No directory is left with more than `FanOutNode.noteLimit` notes where one was added; otherwise what is there stays
/// where it is.
struct FanOutTree {
    private typealias Place = (node: FanOutNode, entry: TreeEntry)

    private let root: FanOutNode
    private let repository: Repository

    /// Starts from a stored tree, or an empty one.
    init(_ tree: ObjectID?, in repository: Repository) throws(GitError) {
        self.repository = repository
        root = try FanOutNode(tree, prefix: [], in: repository)
    }

    /// Adds lines to the note on an object; false when they were all there.
    func add(_ lines: [[UInt8]], to annotated: ObjectID) throws(LedgerError) -> Bool {
        let places = try LedgerError.wrapping { () throws(GitError) -> [Place] in
            try self.places(of: annotated, below: root)
        }
        let old = try self.lines(at: places, on: annotated)
        let new = LedgerUnion.unite([old, lines])
        guard new.count > old.count else { return false }
        let bytes = NoteText.bytes(new)
        guard bytes.count <= NoteText.limit else {
            throw .noteTooLarge(path: annotated.hex, limit: NoteText.limit)
        }
        try LedgerError.wrapping { () throws(GitError) -> Void in
            try put(try repository.writeBlob(bytes), on: annotated, insteadOf: places)
        }
        return true
    }

    /// Stores what changed and gives the tree.
    ///
    /// Throws `GitError`.
    func write() throws(GitError) -> ObjectID {
        if let tree = try root.write(to: repository) { return tree }
        return try repository.writeTree([])
    }

    private func put(_ blob: ObjectID, on annotated: ObjectID, insteadOf places: [Place]) throws(GitError) {
        for place in places { place.node.remove(place.entry) }
        if places.count == 1, let place = places.first, place.node.noteCount < FanOutNode.noteLimit {
            place.node.put(noteOn: annotated, blob, mode: place.entry.mode)
        } else {
            try insert(blob, FileMode.file, on: annotated, below: root)
        }
    }

    /// Goes down as far as the tree is fanned out, moving the notes of overfull directories down on the way.
    private func insert(
        _ blob: ObjectID, _ mode: UInt32, on annotated: ObjectID, below start: FanOutNode
    ) throws(GitError) {
        var node = start
        while node.isFannedOut {
            if node.noteCount >= FanOutNode.noteLimit { try split(node) }
            node = try node.makeChild(toward: annotated, in: repository)
        }
        node.put(noteOn: annotated, blob, mode: mode)
    }

    private func split(_ node: FanOutNode) throws(GitError) {
        for (annotated, entry) in node.notes {
            let child = try node.makeChild(toward: annotated, in: repository)
            guard let moved = try united(entry, on: annotated, from: node, into: child) else { continue }
            node.remove(entry)
            try insert(moved, entry.mode, on: annotated, below: child)
        }
    }

    /// The blob to put below `child` in place of a note above it and those that are there already.
    ///
    /// Nil, and nothing is taken away, where one of several can't be united.
    private func united(
        _ entry: TreeEntry, on annotated: ObjectID, from node: FanOutNode, into child: FanOutNode
    ) throws(GitError) -> ObjectID? {
        let places = try places(of: annotated, below: child)
        if places.isEmpty { return entry.id }
        let lines: [[UInt8]]
        do throws(LedgerError) {
            lines = try self.lines(at: places + [(node, entry)], on: annotated)
        } catch .git(let error) {
            throw error
        } catch {
            return nil
        }
        for place in places { place.node.remove(place.entry) }
        return try repository.writeBlob(NoteText.bytes(lines))
    }

    private func places(of annotated: ObjectID, below start: FanOutNode) throws(GitError) -> [Place] {
        var places: [Place] = []
        var waiting = [start]
        while let node = waiting.popLast() {
            places += node.notes(on: annotated).map { (node, $0) }
            waiting += try node.children(toward: annotated, in: repository)
        }
        return places
    }

    private func lines(at places: [Place], on annotated: ObjectID) throws(LedgerError) -> [[UInt8]] {
        var sets: [[[UInt8]]] = []
        for place in places {
            let path = path(of: place.entry, below: place.node)
            let bytes: [UInt8]
            do throws(GitError) {
                bytes = try repository.blob(place.entry.id, limit: NoteText.limit)
            } catch .tooLarge(_, let limit) {
                throw .noteTooLarge(path: path, limit: limit)
            } catch {
                throw .git(error)
            }
            guard !bytes.contains(0) else { throw .noteHasNUL(path: path) }
            sets.append(NoteText.lines(bytes))
        }
        return LedgerUnion.unite(sets)
    }

    private func path(of entry: TreeEntry, below node: FanOutNode) -> String {
        var path: [UInt8] = []
        for (index, digit) in node.prefix.enumerated() {
            path.append(digit)
            if index % 2 == 1 { path.append(UInt8(ascii: "/")) }
        }
        return String(decoding: path + entry.name, as: UTF8.self)
    }
}
