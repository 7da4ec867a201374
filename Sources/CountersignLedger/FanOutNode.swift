import CountersignGit
import CountersignObjects

/// One directory of the ledger's tree, read when it is first needed and written when it was changed.
final class FanOutNode {
    /// Where a directory holds this many notes, the next one added makes them all move one level down.
    static let noteLimit = 256

    /// The digits that the directories above and this one spell.
    let prefix: [UInt8]
    private let stored: ObjectID?
    private var entries: [[UInt8]: TreeEntry] = [:]
    private var children: [[UInt8]: FanOutNode] = [:]
    /// The names with upper-case digits, which a look-up by digits would not find.
    private var oddNames: Set<[UInt8]> = []
    private var directoryCount = 0
    private(set) var noteCount = 0
    private var isChanged = false

    /// Reads a directory; nil is a new one.
    ///
    /// Throws `GitError`.
    init(_ tree: ObjectID?, prefix: [UInt8], in repository: Repository) throws(GitError) {
        self.prefix = prefix
        stored = tree
        guard let tree else { return }
        for entry in try repository.tree(tree) { count(entry, 1) }
    }

    /// Whether notes belong one level down here.
    var isFannedOut: Bool { canFanOut && (directoryCount > 0 || noteCount >= Self.noteLimit) }

    private var canFanOut: Bool { prefix.count < FanOut.digits - 2 }

    /// The ids and entries of the notes in this directory itself.
    var notes: [(annotated: ObjectID, entry: TreeEntry)] {
        entries.values.compactMap { entry in
            guard case .note(let id) = FanOut.meaning(of: entry, below: prefix) else { return nil }
            return (id, entry)
        }
    }

    /// The entries of notes on one object in this directory itself: one, none, or several spellings.
    func notes(on annotated: ObjectID) -> [TreeEntry] {
        named(Array(Array(annotated.hex.utf8).dropFirst(prefix.count))).filter {
            FanOut.meaning(of: $0, below: prefix) == .note(annotated)
        }
    }

    /// The directories that lead on to an object's notes: one, none, or several spellings.
    func children(toward annotated: ObjectID, in repository: Repository) throws(GitError) -> [FanOutNode] {
        guard canFanOut else { return [] }
        let digits = Array(Array(annotated.hex.utf8)[prefix.count..<prefix.count + 2])
        var found: [FanOutNode] = []
        for entry in named(digits) where FanOut.meaning(of: entry, below: prefix) == .directory(digits) {
            found.append(try child(entry, digits, in: repository))
        }
        return found
    }

    /// The directory that leads on to an object's notes, made where there is none.
    func makeChild(toward annotated: ObjectID, in repository: Repository) throws(GitError) -> FanOutNode {
        if let child = try children(toward: annotated, in: repository).first { return child }
        let digits = Array(Array(annotated.hex.utf8)[prefix.count..<prefix.count + 2])
        let child = try FanOutNode(nil, prefix: prefix + digits, in: repository)
        put(TreeEntry(name: digits, mode: FileMode.tree, id: .emptyTree))
        children[digits] = child
        return child
    }

    /// Puts a note on an object here, in place of any of the same spelling.
    func put(noteOn annotated: ObjectID, _ blob: ObjectID, mode: UInt32 = FileMode.file) {
        put(TreeEntry(name: Array(Array(annotated.hex.utf8).dropFirst(prefix.count)), mode: mode, id: blob))
    }

    /// Takes an entry away.
    func remove(_ entry: TreeEntry) {
        guard let old = entries[entry.name] else { return }
        count(old, -1)
        isChanged = true
    }

    /// Stores this directory and those below it as far as they changed; nil when nothing is left in it.
    func write(to repository: Repository) throws(GitError) -> ObjectID? {
        for (name, child) in children {
            guard let entry = entries[name] else { continue }
            guard let tree = try child.write(to: repository) else {
                remove(entry)
                continue
            }
            if tree != entry.id { put(TreeEntry(name: name, mode: FileMode.tree, id: tree)) }
        }
        guard isChanged else { return stored }
        return entries.isEmpty ? nil : try repository.writeTree(Array(entries.values))
    }

    private func named(_ digits: [UInt8]) -> [TreeEntry] {
        let odd = oddNames.filter { FanOut.lowercased($0) == digits }.sorted { $0.lexicographicallyPrecedes($1) }
        return ([digits] + odd).compactMap { entries[$0] }
    }

    private func child(
        _ entry: TreeEntry, _ digits: [UInt8], in repository: Repository
    ) throws(GitError) -> FanOutNode {
        if let child = children[entry.name] { return child }
        let child = try FanOutNode(entry.id, prefix: prefix + digits, in: repository)
        children[entry.name] = child
        return child
    }

    private func put(_ entry: TreeEntry) {
        if let old = entries[entry.name] { count(old, -1) }
        count(entry, 1)
        isChanged = true
    }

    /// Adds an entry (1) or takes it away (-1), and keeps the numbers right.
    private func count(_ entry: TreeEntry, _ step: Int) {
        entries[entry.name] = step > 0 ? entry : nil
        let meaning = FanOut.meaning(of: entry, below: prefix)
        switch meaning {
        case .note: noteCount += step
        case .directory: directoryCount += step
        case .defect: return
        }
        guard FanOut.lowercased(entry.name) != entry.name else { return }
        if step > 0 { oddNames.insert(entry.name) } else { oddNames.remove(entry.name) }
    }
}
