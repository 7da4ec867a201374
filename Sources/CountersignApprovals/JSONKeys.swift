/// The keys of one object so far, compared as bytes: strings would be the same when only canonically equivalent.
struct JSONKeys {
    /// So few are compared one by one; beyond that an object must not cost the square of its size.
    private static let few = 8

    private var first: [[UInt8]] = []
    private var more: Set<[UInt8]> = []

    /// False for a key that is there already.
    mutating func insert(_ key: String) -> Bool {
        let key = Array(key.utf8)
        if first.contains(key) { return false }
        guard first.count == Self.few else {
            first.append(key)
            return true
        }
        return more.insert(key).inserted
    }
}
