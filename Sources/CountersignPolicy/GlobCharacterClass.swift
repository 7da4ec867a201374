/// The named classes of a bracket, ASCII only, as git's own `ctype.c` has them.
enum GlobCharacterClass {
    static func named(_ name: some Collection<UInt8>) -> (@Sendable (UInt8) -> Bool)? {
        switch String(decoding: name, as: UTF8.self) {
        case "alnum": { isAlpha($0) || isDigit($0) }
        case "alpha": isAlpha
        case "blank": { $0 == 0x20 || $0 == 0x09 }
        case "cntrl": { $0 < 0x20 || $0 == 0x7f }
        case "digit": isDigit
        case "graph": isGraph
        case "lower": isLower
        case "print": { isGraph($0) || $0 == 0x20 }
        case "punct": { isGraph($0) && !isAlpha($0) && !isDigit($0) }
        // Git's isspace() knows no vertical tab and no form feed.
        case "space": { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
        case "upper": isUpper
        case "xdigit": { isDigit($0) || (0x41...0x46).contains($0 & 0xdf) }
        default: nil
        }
    }

    @Sendable private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    @Sendable private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
    @Sendable private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) }
    @Sendable private static func isAlpha(_ byte: UInt8) -> Bool { isLower(byte) || isUpper(byte) }
    @Sendable private static func isGraph(_ byte: UInt8) -> Bool { (0x21...0x7e).contains(byte) }
}
