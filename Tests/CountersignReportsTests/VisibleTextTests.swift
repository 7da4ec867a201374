import CountersignReports
import Testing

@Suite("Nothing that is printed hides")
struct VisibleTextTests {
    @Test(
        "characters that nobody sees are spelled out",
        arguments: [
            0x00, 0x1b, 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x200b, 0x200d, 0x202e, 0x2028,
            0x2065, 0x2066, 0x2800, 0x3164, 0xe000, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0x1d173, 0xe0041, 0xe0100,
        ] as [UInt32])
    func invisible(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let shown = VisibleText.line("a\(Character(scalar))b")
        #expect(!shown.unicodeScalars.contains(scalar), "\(shown)")
        #expect(shown.hasPrefix("a") && shown.hasSuffix("b") && shown.count > 2)
    }

    @Test("text in any script stays as it is, and so does an emoji in colour")
    func ordinary() {
        for text in ["Grüße", "日本語", "한국어", "العربية", "हिन्दी", "e\u{301}", "☕️✨", "naïve – “quoted”", "a\u{a0}b"] {
            #expect(VisibleText.line(text) == text)
        }
        #expect(VisibleText.line("a\u{fe0f}1\u{fe0f}☕\u{fe0f}\u{fe0f}") == "a<U+FE0F>1<U+FE0F>☕\u{fe0f}<U+FE0F>")
    }
}
