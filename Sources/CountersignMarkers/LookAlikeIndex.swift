/// Finds e-mails that a reader would take for a listed one: an edit away, lengthened, or in another script's letters.
struct LookAlikeIndex: Sendable {
    private var emails: [[UInt8]] = []
    private var exact: Set<UInt64> = []
    /// Two strings one edit apart (a swap of neighbours included) share a string with one byte less, or one is it.
    private var shortened: Set<UInt64> = []
    private var sieve = [Bool](repeating: false, count: 1 << 14)

    /// Longer than any e-mail may be: nobody takes it for a listed one.
    fileprivate static let longest = 254

    /// Adds a listed e-mail in lower case.
    mutating func add(_ email: [UInt8]) {
        emails.append(email)
        let whole = Self.hash(email)
        exact.insert(whole)
        for hash in Array(ShortenedHashes(of: email, whole: whole)) + [whole] {
            shortened.insert(hash)
            sieve[Self.slot(hash)] = true
        }
    }

    /// The listed e-mail that this one, not listed itself, resembles.
    func listed(like email: some RandomAccessCollection<UInt8>) -> String? {
        guard email.count <= Self.longest, !email.isEmpty else { return nil }
        let lowered = email.asciiLowered
        if lowered.contains(where: { $0 >= 0x80 }) { return listedFolded(lowered) }
        guard mayResemble(lowered) else { return nil }
        return closest(to: lowered)
    }

    private func listedFolded(_ email: [UInt8]) -> String? {
        let folded = Confusables.folded(email)
        if exact.contains(Self.hash(folded)), let same = emails.first(where: { $0 == folded }) {
            return String(decoding: same, as: UTF8.self)
        }
        return mayResemble(folded) ? closest(to: folded) : nil
    }

    /// The cheap question, asked of every author.
    private func mayResemble(_ email: [UInt8]) -> Bool {
        var behindAt = false
        var prefix: UInt64 = 0
        for byte in email {
            if byte == UInt8(ascii: "@") { behindAt = true }
            if behindAt, byte == UInt8(ascii: ".") || byte.isBlank, exact.contains(prefix) { return true }
            prefix = prefix &* Self.base &+ UInt64(byte) &+ 1
        }
        if isShortened(prefix) { return true }
        let trimmed = email.trimmed
        if trimmed.count != email.count, exact.contains(Self.hash(trimmed)) { return true }
        // A closure would hold the table, and count its references for every commit.
        for hash in ShortenedHashes(of: email, whole: prefix) where isShortened(hash) { return true }
        return false
    }

    private func isShortened(_ hash: UInt64) -> Bool { sieve[Self.slot(hash)] && shortened.contains(hash) }

    private func closest(to email: [UInt8]) -> String? {
        let trimmed = Array(email.trimmed)
        let found = emails.first {
            $0 != email && (trimmed == $0 || Self.isLengthened(trimmed, $0) || Self.isOneEdit(trimmed, $0))
        }
        return found.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isLengthened(_ email: [UInt8], _ listed: [UInt8]) -> Bool {
        guard email.starts(with: listed), email.count > listed.count else { return false }
        return email[listed.count] == UInt8(ascii: ".") || email[listed.count].isBlank
    }

    private static func isOneEdit(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard abs(left.count - right.count) <= 1 else { return false }
        var start = 0
        while start < left.count, start < right.count, left[start] == right[start] { start += 1 }
        let (a, b) = (left[start...], right[start...])
        if a.dropFirst().elementsEqual(b) || a.elementsEqual(b.dropFirst()) { return true }
        if a.dropFirst().elementsEqual(b.dropFirst()) { return true }
        guard a.count > 1, b.count > 1, a.first == b.dropFirst().first, a.dropFirst().first == b.first else {
            return false
        }
        return a.dropFirst(2).elementsEqual(b.dropFirst(2))
    }

    fileprivate static let base: UInt64 = 0x9e37_79b9_7f4a_7c15

    private static func slot(_ hash: UInt64) -> Int { Int(hash >> 50) }

    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 &* base &+ UInt64($1) &+ 1 }
    }
}

/// The hash of every string that is this one with one byte less, found in one pass from the string's own hash.
///
/// None for what is longer than an e-mail may be.
private struct ShortenedHashes: Sequence, IteratorProtocol {
    /// What a byte weighs, by how many follow it.
    private static let powers: [UInt64] = (0..<LookAlikeIndex.longest).reduce(into: [1]) { powers, place in
        powers.append(powers[place] &* LookAlikeIndex.base)
    }

    private let bytes: [UInt8]
    private let whole: UInt64
    private var place = 0
    private var prefix: UInt64 = 0

    init(of bytes: [UInt8], whole: UInt64) {
        (self.bytes, self.whole) = (bytes, whole)
    }

    mutating func next() -> UInt64? {
        guard place < bytes.count, bytes.count <= LookAlikeIndex.longest else { return nil }
        let longer = prefix &* LookAlikeIndex.base &+ UInt64(bytes[place]) &+ 1
        let following = bytes.count - 1 - place
        defer { (prefix, place) = (longer, place + 1) }
        // In place of the prefix with this byte stands the one without it.
        return whole &+ (prefix &- longer) &* Self.powers[following]
    }
}

/// Letters of other scripts that are drawn like ASCII ones.
///
/// Source: the pairs that matter here out of Unicode's `confusables.txt` (UTS #39), and the full-width forms.
enum Confusables {
    /// The same text in ASCII where a letter has a double there; invisible characters are left out.
    static func folded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if let double = doubles[scalar] {
                result.append(double)
            } else if (0xFF01...0xFF5E).contains(scalar.value) {
                result.append(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0).asciiLowered)
            } else if !scalar.properties.isDefaultIgnorableCodePoint, !scalar.properties.isWhitespace {
                result += Array(String(scalar).utf8)
            }
        }
        return result
    }

    private static let doubles: [Unicode.Scalar: UInt8] = {
        let pairs: [(String, Character)] = [
            ("аАαΑɑ", "a"), ("ЬƄ", "b"), ("сСϲⅽᴄ", "c"), ("ԁⅾ", "d"), ("еЕΕҽ", "e"), ("ɡց", "g"),
            ("һНΗհ", "h"), ("іІιΙıӏ", "i"), ("јЈϳ", "j"), ("кКκΚ", "k"), ("ⅼⅬ", "l"), ("мМΜⅿ", "m"),
            ("ոПΝ", "n"), ("оОοΟօᴏ", "o"), ("рРρΡ", "p"), ("ԛ", "q"), ("гᴦⲅ", "r"), ("ѕЅꜱ", "s"), ("тТτΤ", "t"),
            ("υսᴜ", "u"), ("νѵᴠⅴ", "v"), ("ѡԝᴡ", "w"), ("хХχΧⅹ", "x"), ("уУγΥү", "y"), ("ᴢΖ", "z"), ("․", "."),
        ]
        var table: [Unicode.Scalar: UInt8] = [:]
        for (others, letter) in pairs {
            for scalar in others.unicodeScalars { table[scalar] = letter.asciiValue }
        }
        return table
    }()
}
