public import CountersignObjects

/// How long something is ago, in the one unit that says it best.
public enum Age {
    /// `3 hours`, `12 days`, …: the units and thresholds of git's relative dates (`date.c`); `no time` for the future.
    public static func text(from then: Timestamp, to now: Timestamp) -> String {
        guard then < now else { return "no time" }
        let (seconds, overflow) = now.seconds.subtractingReportingOverflow(then.seconds)
        guard !overflow else { return "ages" }
        let minutes = (seconds + 30) / 60
        let hours = (minutes + 30) / 60
        let days = (hours + 12) / 24
        if seconds < 90 { return counted(seconds, "second") }
        if minutes < 90 { return counted(minutes, "minute") }
        if hours < 36 { return counted(hours, "hour") }
        if days < 14 { return counted(days, "day") }
        if days < 70 { return counted((days + 3) / 7, "week") }
        if days < 365 { return counted((days + 15) / 30, "month") }
        return counted((days + 183) / 365, "year")
    }

    private static func counted(_ number: Int64, _ unit: String) -> String {
        number == 1 ? "1 \(unit)" : "\(number) \(unit)s"
    }
}
