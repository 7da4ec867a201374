/// Who wrote or committed a commit, and when, as an `author` or `committer` header says it: a claim, not a proof.
///
/// Source: git's `ident.c`, `split_ident_line`.
public struct Ident: Hashable, Sendable {
    /// The name's bytes before ` <`, blanks at the end taken off; often UTF-8, never promised to be.
    public let nameBytes: [UInt8]
    /// The bytes between `<` and `>`, exactly as they stand there; may be empty.
    public let emailBytes: [UInt8]
    /// The moment that the header claims; the epoch where it could not be read.
    public let time: Timestamp

    /// States an identity from its bytes.
    public init(nameBytes: [UInt8], emailBytes: [UInt8], time: Timestamp) {
        self.nameBytes = nameBytes
        self.emailBytes = emailBytes
        self.time = time
    }

    /// States an identity from text.
    public init(name: String, email: String, time: Timestamp) {
        self.init(nameBytes: Array(name.utf8), emailBytes: Array(email.utf8), time: time)
    }

    /// The name as text, invalid UTF-8 replaced; made anew with every call.
    public var name: String { String(decoding: nameBytes, as: UTF8.self) }

    /// The e-mail as text, invalid UTF-8 replaced; made anew with every call.
    ///
    /// Compare `emailBytes`, not this.
    public var email: String { String(decoding: emailBytes, as: UTF8.self) }

    static let unknown = Ident(nameBytes: [], emailBytes: [], time: Timestamp(seconds: 0))
}

/// The parts of an identity, and whether they could all be read.
struct IdentReading {
    let ident: Ident
    let isSound: Bool

    /// Reads `name <e-mail> seconds zone`.
    ///
    /// The zone may be anything; a `<` or `>` too many may not be there.
    init(_ bytes: borrowing Span<UInt8>, in line: Range<Int>) {
        var opening: Int?
        var closing: Int?
        var strayBracket = false
        for index in line {
            switch bytes[index] {
            case UInt8(ascii: "<"):
                if opening == nil { opening = index } else { strayBracket = true }
            case UInt8(ascii: ">"):
                if opening != nil, closing == nil { closing = index } else { strayBracket = true }
            default: break
            }
        }
        guard let opening, let closing else {
            (ident, isSound) = (.unknown, false)
            return
        }
        let seconds = Self.seconds(bytes, in: closing + 1..<line.upperBound)
        ident = Ident(
            nameBytes: bytes.array(line.lowerBound..<Self.endOfName(bytes, in: line.lowerBound..<opening)),
            emailBytes: bytes.array(opening + 1..<closing),
            time: Timestamp(seconds: seconds ?? 0))
        isSound = !strayBracket && seconds != nil
    }

    private static func endOfName(_ bytes: borrowing Span<UInt8>, in name: Range<Int>) -> Int {
        var end = name.upperBound
        while end > name.lowerBound, isBlank(bytes[end - 1]) { end -= 1 }
        return end
    }

    private static func seconds(_ bytes: borrowing Span<UInt8>, in rest: Range<Int>) -> Int64? {
        var index = rest.lowerBound
        while index < rest.upperBound, isBlank(bytes[index]) { index += 1 }
        let first = index
        var value: Int64 = 0
        while index < rest.upperBound, let digit = digit(bytes[index]) {
            let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tens.addingReportingOverflow(digit)
            guard !tooMany, !overflow else { return nil }
            value = sum
            index += 1
        }
        return index > first ? value : nil
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int64(byte - UInt8(ascii: "0")) : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
