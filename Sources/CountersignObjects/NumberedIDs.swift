/// Many object ids, each with a number: its place in the order in which they were added.
///
/// What a dictionary from ids to numbers would tell, in a fraction of its time and memory. Ids are hashes already, and
/// may be anybody's choice: the product with a random odd number spreads them so that nobody can foresee.
///
/// Source: M. Dietzfelbinger et al., "A Reliable Randomized Algorithm for the Closest-Pair Problem" (1997), 2.2.
public struct NumberedIDs: Sendable {
    /// The ids, by number.
    public private(set) var ids: [ObjectID] = []
    /// The number of the id at each slot, -1 for none; at least half of them are free.
    private var slots: [Int32]
    private var bits: Int
    private let factor = UInt64.random(in: 0...UInt64.max) | 1

    /// Starts with no id, and room for some.
    public init(capacity: Int = 0) {
        bits = 4
        while 1 << bits < 2 * capacity { bits += 1 }
        slots = [Int32](repeating: -1, count: 1 << bits)
        ids.reserveCapacity(capacity)
    }

    /// How many there are.
    public var count: Int { ids.count }

    /// An id's number; nil for one that was not added.
    public func number(of id: ObjectID) -> Int? {
        let number = slots[slot(of: id)]
        return number < 0 ? nil : Int(number)
    }

    /// Adds an id under the next number; false, and nothing is added, when it is there already.
    @discardableResult
    public mutating func append(_ id: ObjectID) -> Bool { take(id).isNew }

    /// An id's number, and whether it was added under that only now.
    public mutating func take(_ id: ObjectID) -> (number: Int, isNew: Bool) {
        let slot = slot(of: id)
        guard slots[slot] < 0 else { return (Int(slots[slot]), false) }
        let number = ids.count
        slots[slot] = Int32(number)
        ids.append(id)
        if 2 * ids.count > slots.count { grow() }
        return (number, true)
    }

    /// Gives each id the number that `numbers` has at the place of its own: all of them, in another order.
    public mutating func renumber(_ numbers: [Int32]) {
        var ordered = ids
        for (old, id) in ids.enumerated() { ordered[Int(numbers[old])] = id }
        ids = ordered
        for slot in slots.indices where slots[slot] >= 0 { slots[slot] = numbers[Int(slots[slot])] }
    }

    /// Where the id is, or would go.
    private func slot(of id: ObjectID) -> Int {
        var slot = Int(truncatingIfNeeded: (id.firstWord &* factor) >> UInt64(64 - bits))
        while slots[slot] >= 0, ids[Int(slots[slot])] != id { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        bits += 1
        slots = [Int32](repeating: -1, count: 1 << bits)
        for number in ids.indices { slots[slot(of: ids[number])] = Int32(number) }
    }
}
