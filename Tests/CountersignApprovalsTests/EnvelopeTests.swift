import CountersignApprovals
import Testing

@Suite("Envelope")
struct EnvelopeTests {
    private func edited(_ old: String, _ new: String) throws -> [UInt8] {
        let text = String(decoding: try Samples.line(), as: UTF8.self)
        let result = text.replacing(old, with: new, maxReplacements: 1)
        try #require(result != text)
        return Array(result.utf8)
    }

    @Test("a line is read back as it was written")
    func roundTrip() throws {
        for length in 0..<50 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            let envelope = try Envelope(payload: bytes, keyid: "SHA256:a+/ b", signature: bytes.reversed())
            #expect(try Envelope.parse(line: envelope.line()) == envelope)
        }
    }

    @Test(
        "another spelling of the same envelope is refused",
        arguments: [
            ("{\"payload\"", " {\"payload\"", .envelope), ("{\"payload\"", "{ \"payload\"", .envelope),
            ("\"payload\":", "\"payload\": ", .envelope), ("}]}", "}]} ", .envelope), ("}]}", "}]}\r", .envelope),
            ("}]}", "}]}\n", .envelope), ("}]}", "}]}\r\n", .envelope), ("}]}", "}],\"x\":1}", .envelope),
            ("\"payload\"", "\"\\u0070ayload\"", .envelope), ("\"sig\"", "\"s\\u0069g\"", .envelope),
            ("{\"payload\"", "{\"payload\":\"\",\"payload\"", .envelope),
            ("\"keyid\"", "\"keyid\":\"\",\"keyid\"", .envelope), ("\"}]}", "\",\"sig\":\"\"}]}", .envelope),
            ("}]}", "},{\"keyid\":\"\",\"sig\":\"\"}]}", .severalSignatures),
            ("application/vnd", "application\\/vnd", .payloadType), ("+json", "+JSON", .payloadType),
            ("hint", "h\\u0069nt", .keyID), ("hint", "hint\\n", .keyID), ("hint", "hínt", .keyID),
            ("hint", "hint\u{7f}", .keyID), ("hint", "hi\tnt", .keyID), ("hint", "hint\u{0}", .keyID),
            ("\"payload\":\"", "\"payload\":\"\\u0065", .base64), ("\"payload\":\"", "\"payload\":\"\n", .base64),
            ("\"sig\":\"", "\"sig\":\" ", .base64), ("\"sig\":\"", "\"sig\":\"=", .base64),
            ("\"}]}", "=\"}]}", .base64), ("\"}]}", "====\"}]}", .base64), ("\"}]}", "A\"}]}", .base64),
        ] as [(String, String, UnreadableReason.Code)])
    func spellings(old: String, new: String, code: UnreadableReason.Code) throws {
        #expect(Samples.code(line: try edited(old, new)) == code)
    }

    @Test(
        "base64 has one spelling",
        arguments: [
            ("QQ==", nil), ("QR==", .base64), ("Qf==", .base64), ("QQ=", .base64), ("QQ", .base64), ("QQ===", .base64),
            ("QUE=", nil), ("QUF=", .base64), ("QUE", .base64), ("+/+/", nil), ("-_-_", .base64), ("QQ==QQ==", .base64),
            ("Q", .base64), ("====", .base64), ("QU\u{0}E", .base64), ("", nil),
        ] as [(String, UnreadableReason.Code?)])
    func base64(text: String, code: UnreadableReason.Code?) throws {
        let line = Array(
            "{\"payload\":\"\",\"payloadType\":\"\(Envelope.payloadType)\",\"signatures\":[{\"keyid\":\"\",\"sig\":\"\(text)\"}]}"
                .utf8)
        do throws(UnreadableReason) {
            #expect(try Envelope.parse(line: line).line() == line)
            #expect(code == nil)
        } catch {
            #expect(error.code == code)
        }
    }

    @Test("a line cut anywhere is refused")
    func truncation() throws {
        let line = try Samples.line()
        #expect(Samples.code(line: line) == nil)
        for length in 0..<line.count {
            #expect(throws: UnreadableReason.self) { try Envelope.parse(line: Array(line.prefix(length))) }
        }
    }

    @Test("whatever one byte is changed to, a line that is read is written back the same")
    func noByteIsFree() throws {
        let line = try Samples.line()
        for place in line.indices {
            for byte: UInt8 in [0, 0x0a, 0x20, 0x22, 0x2d, 0x3d, 0x5c, 0x61, 0x7d, 0xff] {
                var changed = line
                changed[place] = byte
                guard let envelope = try? Envelope.parse(line: changed) else { continue }
                #expect(envelope.line() == changed)
            }
        }
    }

    @Test("1 MiB of payload is taken and a byte more is refused")
    func payloadLimit() throws {
        let full = [UInt8](repeating: 0x20, count: 1 << 20)
        let envelope = try Envelope(payload: full, keyid: "", signature: [])
        #expect(try Envelope.parse(line: envelope.line()) == envelope)
        let line = String(decoding: try Envelope(payload: [0, 0, 0], keyid: "", signature: []).line(), as: UTF8.self)
        let over = line.replacing("AAAA", with: String(repeating: "ICAg", count: (1 << 20) / 3 + 1))
        #expect(Samples.code(line: Array(over.utf8)) == .payloadTooLarge)
        #expect(throws: UnreadableReason(.payloadTooLarge, "")) {
            try Envelope(payload: full + [0x20], keyid: "", signature: [])
        }
    }

    @Test("an envelope that could not be read back can't be made", arguments: ["a\"b", "a\\b", "é", "a\nb", "\u{0}"])
    func unwritable(keyid: String) {
        #expect(throws: UnreadableReason(.keyID, "")) { try Envelope(payload: [], keyid: keyid, signature: []) }
    }

    @Test("the signed bytes count the payload in bytes, as in DSSE's own example")
    func preAuthenticationEncoding() throws {
        let envelope = try Envelope(payload: Array("héllo".utf8), keyid: "", signature: [])
        let expected = "DSSEv1 28 application/vnd.in-toto+json 6 héllo"
        #expect(envelope.preAuthenticationEncoding == Array(expected.utf8))
    }

    @Test("the first bytes tell whose signature it is")
    func signatureKind() throws {
        #expect(try Envelope(payload: [], keyid: "", signature: Array("SSHSIG\0".utf8)).signatureKind == .ssh)
        #expect(try Envelope(payload: [], keyid: "", signature: Array("SSHSI".utf8)).signatureKind == .openPGP)
        #expect(try Envelope(payload: [], keyid: "", signature: [0x88, 0x75]).signatureKind == .openPGP)
    }

    @Test("a reason is one line of printable ASCII, whatever the line was")
    func reasonText() throws {
        let hostile = try edited("application", "\u{1b}]0;x\u{7}\u{202e}")
        let reason = #expect(throws: UnreadableReason.self) { try Envelope.parse(line: hostile) }
        #expect(reason?.description.utf8.allSatisfy { (0x20...0x7e).contains($0) } == true)
    }
}
