import CountersignObjects
import CountersignReports
import Testing

@Suite("Git's colours stay, and nothing else acts on a terminal")
struct ColoredTextTests {
    private func visible(_ plain: String, _ colored: String) -> String? {
        ColoredText.visible(plain: Array(plain.utf8), colored: Array(colored.utf8))
    }

    @Test("sequences that git added stay; those of the text are spelled out")
    func colours() {
        #expect(visible("+a\n", "\u{1b}[32m+a\u{1b}[m\n") == "\u{1b}[32m+a\u{1b}[m\n")
        #expect(visible("\u{1b}[8mx", "\u{1b}[31m\u{1b}[8mx\u{1b}[m") == "\u{1b}[31m^[[8mx\u{1b}[m")
        #expect(visible("\u{1b}[mx", "\u{1b}[31m\u{1b}[mx\u{1b}[m") == "\u{1b}[31m^[[mx\u{1b}[m")
        #expect(visible("\u{1b}[31mx", "\u{1b}[31m\u{1b}[31mx") == "^[[31m\u{1b}[31mx")
        #expect(visible("\u{1b}[2J", "\u{1b}[2J") == "^[[2J")
        #expect(visible("a\tb\r\n\u{202e}é\n", "a\tb\r\n\u{202e}é\n") == "a\tb^M\n<U+202E>é\n")
    }

    @Test("whatever an author writes, no sequence passes that git did not add")
    func anyText() {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["\u{1b}[m", "\u{1b}[1m", "\u{1b}[31m", "\u{1b}", "[", "m", "1", ";", "x", "\n"]
        var told = 0
        for _ in 0..<2_000 {
            let words = (0..<8).map { _ in pieces.randomElement(using: &generator) ?? "" }
            let added = (0..<9).map { _ in
                Bool.random() ? ["\u{1b}[32m", "\u{1b}[m", "\u{1b}[31m"].randomElement() ?? "" : ""
            }
            let colored = zip(added, words).map { $0 + $1 }.joined() + added[8]
            // Colours in the midst of an author's own sequence can be told from it no more: then there are none.
            guard let text = visible(words.joined(), colored) else { continue }
            told += 1
            #expect(text.count { $0 == "\u{1b}" } == added.count { !$0.isEmpty }, "\(colored.debugDescription)")
        }
        #expect(told > 1_000)
    }

    @Test("output that is not the plain one with colours added is not taken for it")
    func otherText() {
        #expect(visible("ab", "a") == nil && visible("a", "ab") == nil && visible("a", "b") == nil)
        #expect(visible("a", "\u{1b}[2Ja") == nil)
    }

    @Test("an age has the one unit that says it best, as git's own dates have")
    func ages() {
        let now = Timestamp(seconds: 1_790_000_000)
        let cases: [(Int64, String)] = [
            (0, "no time"), (-5, "no time"), (1, "1 second"), (89, "89 seconds"), (90, "2 minutes"),
            (5_369, "89 minutes"), (5_370, "2 hours"), (127_769, "35 hours"), (129_600, "2 days"),
            (1_123_200, "13 days"), (1_209_600, "2 weeks"), (5_961_600, "10 weeks"), (6_048_000, "2 months"),
            (31_449_600, "12 months"), (31_536_000, "1 year"), (69_120_000, "2 years"),
        ]
        for (seconds, wanted) in cases {
            let age = Age.text(from: now.adding(seconds: -seconds), to: now)
            #expect(age == wanted, "\(seconds)")
        }
    }
}
