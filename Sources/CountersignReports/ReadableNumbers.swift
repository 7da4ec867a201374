/// Numbers as people read them.
enum Grouped {
    static func digits(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var result = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return result
    }
}

/// A share as people read it.
enum Percent {
    /// Rounded down: all is 100 % only when it is all.
    static func text(_ part: Int, of all: Int) -> String {
        guard all > 0 else { return "–" }
        let share = part * 100 / all
        return share == 0 && part > 0 ? "less than 1 %" : "\(share) %"
    }
}

/// A span of time as people read it.
enum Duration {
    /// In the largest unit of which there are at least two, rounded down; one day or hour sharp is just that.
    static func text(_ seconds: Int64) -> String {
        for (length, name) in [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")] as [(Int64, String)]
        where seconds >= 2 * length || seconds == length {
            return seconds == length ? "1 \(name)" : "\(seconds / length) \(name)s"
        }
        return "0 seconds"
    }
}
