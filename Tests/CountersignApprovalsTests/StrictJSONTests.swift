import CountersignApprovals
import Testing

@Suite("Strict JSON")
struct StrictJSONTests {
    private func code(_ bytes: [UInt8], limit: Int = 1 << 22) -> StrictJSONError.Code? {
        do throws(StrictJSONError) {
            _ = try StrictJSON.parse(bytes, limit: limit)
            return nil
        } catch {
            return error.code
        }
    }

    private func code(_ text: String) -> StrictJSONError.Code? { code(Array(text.utf8)) }

    @Test("values are read as they were written")
    func reading() throws {
        let text =
            #" { "b" : [ 1 , -0.50E+2 , true , false , null , { } , [ ] ] , "a" : "x\"\\\/\b\f\n\r\t\u00e9\ud834\udd1e" } "#
        let value = try StrictJSON.parse(Array(text.utf8), limit: 200)
        let values: [JSONValue] = [
            .number("1"), .number("-0.50E+2"), .bool(true), .bool(false), .null, .object([]), .array([]),
        ]
        #expect(
            value
                == .object([
                    .init(key: "b", value: .array(values)),
                    .init(key: "a", value: .string("x\"\\/\u{8}\u{c}\n\r\té𝄞")),
                ]))
        #expect(value["a"]?.string?.utf8.count == 15)
    }

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", " ", "{", "[", "[1", "[1,", "[1,]", "[,1]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{a:1}",
            "{1:2}",
            "'a'", #"""#, #""a"#, #""\"#, #""\x""#, #""\u12""#, #""\u12g4""#, #""\u+123""#, "\"\t\"", "\"\n\"",
            "\"\u{0}\"", "nul", "nulll", "True", "NaN", "-", "+1", "01", "-01", "1.", ".1", "1e", "1e+", "0x1",
            "\u{FEFF}1",
            "\u{A0}1", "\u{0B}1", "//\n1", "-Infinity",
        ])
    func syntax(text: String) {
        #expect(code(text) == .syntax || code(text) == .trailingBytes)
    }

    @Test("bytes behind the value are refused", arguments: ["1 2", "{}{}", "null,", "[] x", "1\u{0}"])
    func trailing(text: String) {
        #expect(code(text) == .trailingBytes)
    }

    @Test(
        "a key that stands twice is refused, however it is spelled",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"[{"x":{"a":1,"b":2,"a":3}}]"#, #"{"":1,"":2}"#,
            #"{"𝄞":1,"\uD834\uDD1E":2}"#, #"{"/":1,"\/":2}"#, #"{"\n":1,"\u000A":2}"#,
        ])
    func repeatedKeys(text: String) {
        #expect(code(text) == .repeatedKey)
    }

    @Test(
        "keys that differ in their bytes are not the same, even when Swift's strings are",
        arguments: ["{\"\u{e9}\":1,\"e\u{301}\":2}", #"{"a":1,"A":2}"#, "{\"K\":1,\"\u{212A}\":2}", #"{"a":{"a":1}}"#])
    func differentKeys(text: String) throws {
        #expect(code(text) == nil)
        let kelvin = try StrictJSON.parse(Array("{\"\u{212A}\":1}".utf8), limit: 20)
        #expect(kelvin["K"] == nil)
    }

    @Test(
        "half of a surrogate pair is refused",
        arguments: [#""\ud834""#, #""\udd1e""#, #""\ud834x""#, #""\ud834\n""#, #""\ud834\ud834""#, #""\udd1e\ud834""#])
    func surrogates(text: String) {
        #expect(code(text) == .loneSurrogate)
    }

    @Test(
        "bytes that are not strict UTF-8 are refused",
        arguments: [
            [0xff], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc3], [0x80],
        ]
            as [[UInt8]])
    func encoding(bytes: [UInt8]) {
        #expect(code([0x22] + bytes + [0x22]) == .notUTF8)
        #expect(code([0x31] + bytes) == .notUTF8)
    }

    @Test("16 levels are read and 17 are refused", arguments: [("[", "]"), ("{\"a\":", "}")])
    func depth(open: String, close: String) {
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        #expect(code(nested(16)) == nil)
        #expect(code(nested(17)) == .tooDeep)
        #expect(code(String(repeating: open, count: 500_000)) == .tooDeep)
    }

    @Test("the caller's limit counts every byte")
    func limit() {
        #expect(code(Array("[1]".utf8), limit: 3) == nil)
        #expect(code(Array("[1] ".utf8), limit: 3) == .tooLarge)
    }

    @Test("a megabyte of keys, brackets, escapes or digits is read through to its end")
    func hostileSizes() {
        let keys = (0..<80_000).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(code("{\(keys)}") == nil)
        #expect(code("{\(keys),\"k79999\":1}") == .repeatedKey)
        #expect(code("[" + String(repeating: "[],", count: 300_000) + "1]") == nil)
        #expect(code("\"" + String(repeating: "\\u0041", count: 170_000) + "\"") == nil)
        #expect(code(String(repeating: "9", count: 1_000_000)) == nil)
        #expect(code("\"" + String(repeating: "\\", count: 1_000_001)) == .syntax)
    }

    @Test("an error is one line of printable ASCII, whatever the key was")
    func errorText() {
        let hostile = "{\"a\u{1b}[2J\u{202e}é\":1,\"a\u{1b}[2J\u{202e}é\":2}".replacing("\u{1b}", with: "\\u001b")
        let error = #expect(throws: StrictJSONError.self) { try StrictJSON.parse(Array(hostile.utf8), limit: 100) }
        let text = error?.description ?? ""
        #expect(text.contains("repeated key"))
        #expect(text.utf8.allSatisfy { (0x20...0x7e).contains($0) })
    }
}
