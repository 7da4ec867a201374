/// One step through a pattern.
enum GlobStep: Sendable {
    /// This byte.
    case byte(UInt8)
    /// `?`: any byte but `/`.
    case any
    /// `[…]`: one of these bytes, 256 flags; never `/`.
    case oneOf([Bool])
    /// `*`: any bytes but `/`, or none.
    case star
    /// `**` at the end: any bytes, or none.
    case rest
    /// The front of `**/`: nothing, with or without the `directories` that follow.
    case directoriesOrNot
    /// `**/`: any bytes that end with `/`.
    case directories

    /// How many steps, this one first, may match nothing: 2 skips the `directories` behind `directoriesOrNot`.
    var emptySkip: Int {
        switch self {
        case .star, .rest: 1
        case .directoriesOrNot: 2
        case .byte, .any, .oneOf, .directories: 0
        }
    }

    /// Where the step leads when the byte is read: stay at this step, move to the next, both or neither.
    func reading(_ byte: UInt8) -> (stays: Bool, moves: Bool) {
        let isSlash = byte == UInt8(ascii: "/")
        return switch self {
        case .byte(let expected): (false, byte == expected)
        case .any: (false, !isSlash)
        case .oneOf(let flags): (false, !isSlash && flags[Int(byte)])
        case .star: (!isSlash, false)
        case .rest: (true, false)
        case .directoriesOrNot: (false, false)
        case .directories: (true, isSlash)
        }
    }
}
