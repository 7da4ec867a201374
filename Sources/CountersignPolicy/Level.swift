/// A rank in the policy's order.
public struct Level: Hashable, Comparable, Sendable {
    /// The level's name, as the order writes it.
    public let name: String
    /// Its place in the order; 0 is the lowest.
    public let rank: Int

    /// Orders by rank; levels of two policies are not comparable.
    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
}

/// The levels of a policy, lowest first, and the lowest trusted one: section `[levels]`.
public struct LevelOrder: Hashable, Sendable {
    /// All levels, lowest first; never empty.
    public let levels: [Level]
    /// People at this level or above may approve, and need no approval.
    public let trusted: Level

    /// The level of that name, compared byte for byte; nil when the order has none.
    public func level(named name: String) -> Level? {
        levels.first { $0.name.hasSameBytes(as: name) }
    }

    /// What is allowed where a level is asked for.
    var allowed: String { "a level of the order: " + levels.map(\.name).joined(separator: ", ") }

    init(_ section: PolicySection) throws(PolicyError) {
        let text = try section.required("order", allowed: Self.allowedOrder)
        let names = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        guard (1...64).contains(names.count), names.allSatisfy(Self.isName), Set(names).count == names.count else {
            throw section.refusal(.badValue, "order", found: text, allowed: Self.allowedOrder)
        }
        levels = names.enumerated().map { Level(name: $1, rank: $0) }
        let allowed = "a level of the order: " + names.joined(separator: ", ")
        let trusted = try section.required("trusted", allowed: allowed)
        guard let level = levels.first(where: { $0.name.hasSameBytes(as: trusted) }) else {
            throw section.refusal(.unknownLevel, "trusted", found: trusted, allowed: allowed)
        }
        self.trusted = level
    }

    private static let allowedOrder =
        "level names, lowest first, parted by blanks: letters, digits, - _ . in ASCII, no name twice"

    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 64 && text.utf8.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
