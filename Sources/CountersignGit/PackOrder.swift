public import CountersignObjects

/// The order in which objects lie in a repository's packs.
///
/// Git packs most objects as deltas against others that lie near them. In this order those are still at hand when an
/// object is put together; in any other libgit2, which keeps 16 MiB of them for each pack, reads whole chains anew for
/// each object, and takes ten times as long.
enum PackOrder {
    /// The objects that are in packs as they lie there, after those that are in none, or where nobody can tell.
    static func sorted(_ ids: [ObjectID], of directories: [String]) -> [ObjectID] {
        var rest = ids.sorted()
        var placed: [(pack: Int, offset: UInt64, id: ObjectID)] = []
        for (pack, path) in packs(of: directories).enumerated() {
            guard !rest.isEmpty else { break }
            guard let offsets = try? PackIndex(path: path + ".idx").offsets(of: rest) else { continue }
            placed += zip(rest, offsets).compactMap { id, offset in offset.map { (pack, $0, id) } }
            rest = zip(rest, offsets).filter { $1 == nil }.map(\.0)
        }
        placed.sort { ($0.pack, $0.offset) < ($1.pack, $1.offset) }
        return rest + placed.map(\.id)
    }

    /// What can't be listed is for whoever reads to tell.
    private static func packs(of directories: [String]) -> [String] {
        directories.flatMap { (try? ObjectDirectories.packs(of: [$0])) ?? [] }
    }
}

extension Repository {
    /// The ids in the order in which many objects are read quickest.
    public func inPackOrder(_ ids: [ObjectID]) -> [ObjectID] {
        // A few are read in less time than the packs' indexes.
        guard ids.count >= 2000 else { return ids }
        return PackOrder.sorted(ids, of: ObjectDirectories.withAlternates(objectDirectories))
    }
}
