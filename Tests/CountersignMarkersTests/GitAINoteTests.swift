import CountersignMarkers
import Testing

@Suite("Rule 8: Git AI notes")
struct GitAINoteTests {
    private static func json(prompts: String = "{}", sessions: String = "{}") -> String {
        #"{"schema_version":"authorship/3.0.0","base_commit_sha":"0","prompts":\#(prompts),"sessions":\#(sessions)}"#
    }

    private static let sessions = #"{"s_c9":{"agent_id":{"tool":"cursor","id":"x","model":"m"}}}"#

    @Test("an entry of a session or of the older kind flags", arguments: ["s_c9::t_9f 1-10", "d9978a8723e02b52 1-4"])
    func entries(_ entry: String) {
        let note = "a.rs\n  h_31 1\nsrc/b.rs\n  \(entry)\n---\n" + Self.json(sessions: Self.sessions)
        let found = flagging("m\n", note: note)
        #expect(found.markers.map(\.rule) == ["git-ai-note"] && found.warnings.isEmpty)
        #expect(found.markers.first?.evidence.hasPrefix("src/b.rs: \(entry)") == true)
        #expect(found.markers.first?.evidence.hasSuffix("(cursor)") == entry.hasPrefix("s_"))
    }

    @Test("a session that wrote lines flags without an entry")
    func writingSession() {
        let prompt = #"{"d9":{"agent_id":{"tool":"claude"},"total_additions":4,"accepted_lines":0}}"#
        #expect(flagging("m\n", note: "---\n" + Self.json(prompts: prompt)).state == .ai)
        let idle = #"{"d9":{"agent_id":{"tool":"claude"},"total_additions":0,"accepted_lines":0}}"#
        #expect(flagging("m\n", note: "---\n" + Self.json(prompts: idle)).state == .unmarked)
    }

    @Test("a note without AI entries neither flags nor clears")
    func humanNote() {
        let note = "a.rs\n  h_31dce776f88375 35-40\n---\n" + Self.json(sessions: Self.sessions)
        #expect(flagging("m\n", note: note) == flagging("m\n"))
        #expect(flagging("m\n\n\(TrailerRuleTests.agent)\n", note: note).state == .ai)
        #expect(flagging("m\n", note: note).declaredHuman == false)
    }

    @Test(
        "a note that can't be read is warned of and clears nothing",
        arguments: [
            "", "text", "a.rs\n  s_1::t_1 1\n", "---", "---\n", "---\n{", "---\n{}", "---\n{\"a\":1,\"a\":1}",
            "---\n{\"schema_version\":\"authorship/9\"}", " ---\n{}", "---\n\u{0}",
        ])
    func unreadable(_ note: String) {
        let found = flagging("m\n", note: note)
        #expect(found.state == .unmarked && found.warnings.count == 1)
        #expect(flagging("m\n\n\(TrailerRuleTests.agent)\n", note: note).state == .ai)
    }

    @Test("a good attestation flags whatever the JSON is")
    func badJSON() {
        let found = flagging("m\n", note: "a.rs\r\n  s_1::t_1 1\r\n---\r\n{\"a\":")
        #expect(found.state == .ai && found.warnings.count == 1)
    }
}
