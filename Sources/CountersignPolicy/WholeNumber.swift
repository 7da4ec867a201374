/// Decimal numbers as a policy writes them: digits only, no sign, no leading zero, none of git's `k` and `m`.
enum WholeNumber {
    static func parse(_ text: some StringProtocol) -> Int? {
        let digits = text.utf8
        guard let first = digits.first, (1...10).contains(digits.count),
            first != UInt8(ascii: "0") || digits.count == 1,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }
}

/// Spans of time: a number and one of `s` `m` `h` `d` `w` (minutes are `m`; there are no months).
public enum TimeSpan {
    /// What a span may be, for a message.
    public static let allowed = "a number and s, m, h, d or w, such as 72h, at most ten years"
    private static let longest = 3650 * 86_400

    /// The span in seconds: more than none, at most 3,650 days; nil for anything else.
    public static func seconds(_ text: String) -> Int64? {
        guard let number = WholeNumber.parse(text.dropLast()), let unit = text.utf8.last.flatMap(length) else {
            return nil
        }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, (1...longest).contains(seconds) else { return nil }
        return Int64(seconds)
    }

    /// The shortest way to write a span: `72h` comes back as `3d`.
    public static func text(_ seconds: Int64) -> String {
        let units: [(Int64, String)] = [(604_800, "w"), (86_400, "d"), (3600, "h"), (60, "m")]
        for (length, letter) in units where seconds.isMultiple(of: length) { return "\(seconds / length)\(letter)" }
        return "\(seconds)s"
    }

    private static func length(of unit: UInt8) -> Int? {
        switch unit {
        case UInt8(ascii: "s"): 1
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "h"): 3600
        case UInt8(ascii: "d"): 86_400
        case UInt8(ascii: "w"): 604_800
        default: nil
        }
    }
}
