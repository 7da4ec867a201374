/// Marks on commits, taken from the highest position down.
///
/// Parents have lower positions than their children, so whoever is next has all the marks that its descendants give it.
struct DescendingMarks {
    private let top: CommitGraph.Position
    /// By how far below the top a commit stands; 0 for none.
    private var marks: [UInt8] = []
    /// A bit for each commit that is marked and was not taken: few are, and most are far apart.
    private var waiting: [UInt64] = []
    private var word = 0

    /// No marks, on commits that stand at `top` or below it.
    init(top: CommitGraph.Position) {
        self.top = top
    }

    /// A commit's mark; 0 for none.
    ///
    /// One that is marked must stand below the last one taken.
    subscript(_ position: CommitGraph.Position) -> UInt8 {
        get {
            let place = top - position
            return place < marks.count ? marks[place] : 0
        }
        set {
            let place = top - position
            if place >= marks.count { grow(toHold: place) }
            marks[place] = newValue
            waiting[place / 64] |= 1 << UInt64(place % 64)
        }
    }

    /// The next marked commit below the last one.
    mutating func next() -> (CommitGraph.Position, mark: UInt8)? {
        while word < waiting.count {
            let bits = waiting[word]
            if bits != 0 {
                let place = 64 * word + bits.trailingZeroBitCount
                waiting[word] = bits & (bits - 1)
                return (top - place, marks[place])
            }
            word += 1
        }
        return nil
    }

    private mutating func grow(toHold place: Int) {
        let words = max(place / 64 + 1, 2 * waiting.count)
        waiting += [UInt64](repeating: 0, count: words - waiting.count)
        marks += [UInt8](repeating: 0, count: 64 * words - marks.count)
    }
}
