/// Small helpers on bytes that follow ASCII and leave every other byte alone.
extension UInt8 {
    var asciiLowered: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLetter: Bool { (0x61...0x7A).contains(asciiLowered) }
    var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
    var isHexDigit: Bool { isDigit || (0x61...0x66).contains(asciiLowered) }
    var continuesScalar: Bool { self & 0xC0 == 0x80 }
}

extension Collection<UInt8> {
    var asciiLowered: [UInt8] { map(\.asciiLowered) }

    var evidence: String {
        let text = String(decoding: prefix(1024), as: UTF8.self)
        return String(text.prefix(200))
    }
}

extension BidirectionalCollection<UInt8> {
    var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isBlank && $0 != UInt8(ascii: "\r") }),
            let last = lastIndex(where: { !$0.isBlank && $0 != UInt8(ascii: "\r") })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }
}
