public import CountersignObjects

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Date and time of day as written in an allowed signers file, in no particular time zone.
public struct CivilTime: Hashable, Sendable {
    /// Says what moment a local time is; nil when there is none.
    public typealias Resolver = (CivilTime) -> Timestamp?

    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int
    /// The hour, 0 to 23.
    public let hour: Int
    /// The minute, 0 to 59.
    public let minute: Int
    /// The second, 0 to 59.
    public let second: Int

    /// The moment in the process's time zone by the C library's `mktime`.
    ///
    /// Like OpenSSH it says "no daylight saving", so in summer the moment is an hour later than a clock on the wall
    /// would have it.
    public static let inProcessTimeZone: @Sendable (CivilTime) -> Timestamp? = { civil in
        var parts = tm()
        parts.tm_year = Int32(civil.year - 1900)
        parts.tm_mon = Int32(civil.month - 1)
        parts.tm_mday = Int32(civil.day)
        parts.tm_hour = Int32(civil.hour)
        parts.tm_min = Int32(civil.minute)
        parts.tm_sec = Int32(civil.second)
        let seconds = mktime(&parts)
        return seconds == -1 ? nil : Timestamp(seconds: Int64(seconds))
    }

    /// The same date and time taken as UTC.
    var inUTC: Timestamp? {
        Timestamp(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// Reads `YYYYMMDD[HHMM[SS]]` with `Z`, `UTC` or nothing behind it, as `parse_absolute_time` does.
    ///
    /// Moments up to the epoch are refused, as there; also refused are blanks for digits, the second 60 and dates
    /// like 31 February, of which `strptime` makes something.
    static func parse(_ text: String, localTime: Resolver) -> Timestamp? {
        let written = Array(text.utf8)
        let suffix = written.drop { (0x30...0x39).contains($0) }
        let zone = String(decoding: suffix, as: UTF8.self).uppercased()
        guard let civil = CivilTime(digits: written.dropLast(suffix.count)), let moment = civil.inUTC,
            ["", "Z", "UTC"].contains(zone), let time = zone.isEmpty ? localTime(civil) : moment, time.seconds > 0
        else { return nil }
        return time
    }

    private init?(digits: ArraySlice<UInt8>) {
        guard [8, 12, 14].contains(digits.count) else { return nil }
        let padded = Array(digits) + [UInt8](repeating: 0x30, count: 14 - digits.count)
        func number(_ range: Range<Int>) -> Int { padded[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        (year, month, day) = (number(0..<4), number(4..<6), number(6..<8))
        (hour, minute, second) = (number(8..<10), number(10..<12), number(12..<14))
    }
}
