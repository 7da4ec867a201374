/// Output of git with git's own colours, in which nothing that an author wrote acts on a terminal or hides.
///
/// An escape sequence in a file looks just like one that git adds. So git is asked twice, and a sequence counts as git's
/// own where the output without colours lacks it.
public enum ColoredText {
    /// The coloured output with everything else made visible; nil when it is not the plain one with colours added.
    public static func visible(plain: [UInt8], colored: [UInt8]) -> String? {
        var text = ""
        text.reserveCapacity(colored.count)
        var pending: [UInt8] = []
        var (position, index) = (0, 0)
        while index < colored.count {
            let byte = colored[index]
            if byte == escape, let end = colorEnd(colored, from: index),
                !plain[position...].starts(with: colored[index..<end])
            {
                flush(&pending, to: &text)
                text += String(decoding: colored[index..<end], as: UTF8.self)
                index = end
                continue
            }
            guard position < plain.count, plain[position] == byte else { return nil }
            pending.append(byte)
            position += 1
            index += 1
        }
        flush(&pending, to: &text)
        return position == plain.count ? text : nil
    }

    /// The output without colours, everything in it made visible.
    public static func visible(plain: [UInt8]) -> String {
        var text = ""
        var pending = plain
        flush(&pending, to: &text)
        return text
    }

    private static let escape: UInt8 = 0x1b

    /// The end of a sequence `ESC [ … m` (ECMA-48, SGR): the only kind that git writes.
    private static func colorEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "[") else { return nil }
        var index = start + 2
        while index < bytes.count, isParameter(bytes[index]) { index += 1 }
        return index < bytes.count && bytes[index] == UInt8(ascii: "m") ? index + 1 : nil
    }

    private static func isParameter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Line feeds and tabs stay; a carriage return shows, before a line feed too.
    private static func flush(_ pending: inout [UInt8], to text: inout String) {
        for (number, line) in pending.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            if number > 0 { text += "\n" }
            for (column, field) in line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .enumerated()
            {
                if column > 0 { text += "\t" }
                let field = String(decoding: field, as: UTF8.self)
                text += field.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) ? field : VisibleText.line(field)
            }
        }
        pending.removeAll(keepingCapacity: true)
    }
}
