/// The keys of one object so far, compared as bytes.
struct JSONKeys {
    /// So few are compared one by one; beyond that an object must not cost the square of its size.
    private static let few = 8

    private var first: [String] = []
    private var more: Set<[UInt8]> = []

    /// False for a key that is there already.
    mutating func insert(_ key: String) -> Bool {
        if first.contains(where: key.hasSameBytes) { return false }
        guard first.count == Self.few else {
            first.append(key)
            return true
        }
        return more.insert(Array(key.utf8)).inserted
    }
}
