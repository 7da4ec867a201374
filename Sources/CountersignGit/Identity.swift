public import CountersignObjects

/// Whom a new commit names as author or committer, and when.
public struct Identity: Hashable, Sendable {
    /// The name; never empty.
    public let name: String
    /// The e-mail address.
    public let email: String
    /// The moment.
    public let time: Timestamp
    /// Minutes east of UTC, shown beside the time; within a day.
    public let offsetMinutes: Int

    /// States an identity; what a header can't hold (`<`, `>`, control characters) is left out, as git does.
    public init(name: String, email: String, time: Timestamp, offsetMinutes: Int = 0) {
        self.email = Self.cleaned(email)
        let cleaned = Self.cleaned(name)
        self.name = cleaned.isEmpty ? "unknown" : cleaned
        self.time = time
        self.offsetMinutes = max(-1439, min(1439, offsetMinutes))
    }

    private static func cleaned(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 && $0 != "<" && $0 != ">" }
        var trimmed = Substring(String(String.UnicodeScalarView(kept)))
        while trimmed.first == " " { trimmed.removeFirst() }
        while trimmed.last == " " { trimmed.removeLast() }
        return String(trimmed)
    }

    /// `name <e-mail> seconds ±hhmm`, as a commit's header has it.
    var header: String {
        let minutes = abs(offsetMinutes)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let zone = (offsetMinutes < 0 ? "-" : "+") + two(minutes / 60) + two(minutes % 60)
        return "\(name) <\(email)> \(time.seconds) \(zone)"
    }
}
