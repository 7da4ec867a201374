import Testing

@testable import CountersignMarkers

@Suite("The table of markers")
struct MarkerTableTests {
    @Test("every row of the table is read, and no row stands twice")
    func rows() {
        let rows = MarkerRow.builtIn
        #expect(rows.count > 200)
        let known: Set = ["identity", "automation", "author", "name", "co-author", "assistant", "trailer", "body"]
        #expect(Set(rows.map(\.kind)) == known)
        #expect(Set(rows.map { "\($0.kind) \($0.match) \($0.pattern.lowercased())" }).count == rows.count)
        #expect(rows.allSatisfy { !$0.tool.isEmpty && !$0.pattern.isEmpty })
        #expect(MarkerTable.version == "2026.11")
    }

    @Test(
        "every listed identity is found as author, committer and co-author",
        arguments: MarkerRow.builtIn.filter { $0.kind == "identity" })
    func identities(_ row: MarkerRow) {
        let email = row.match == "email" ? row.pattern : "\(row.pattern)+x@users.noreply.github.com"
        #expect(flagging(author: person("A", email)).markers.map(\.tool) == [row.tool])
        #expect(flagging(author: ada, committer: person("A", email)).markers.map(\.tool) == [row.tool])
        #expect(flagging("s\n\nCo-authored-by: A <\(email)>\n").markers.map(\.tool) == [row.tool])
    }

    @Test("every pattern of the body holds one of the phrases that lines are sifted by")
    func phrases() {
        for row in MarkerRow.builtIn where row.kind == "body" {
            #expect(MessageLine.phrases.contains { row.pattern.lowercased().contains($0) }, "\(row.pattern)")
        }
    }

    @Test("a phrase is found at the very end of a message, and not without its end", arguments: MessageLine.phrases)
    func phraseAtEnd(_ phrase: String) {
        func isFound(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            return MessageLine(bytes.span, at: 0).mayBeMarker(bytes.span)
        }
        for before in (0..<10).map({ String(repeating: "-", count: $0) }) {
            #expect(isFound(before + phrase) && !isFound(before + phrase.dropLast()))
        }
    }

    @Test("a policy's own markers count beside the built-in ones")
    func custom() {
        let own = CustomMarker(
            tool: "Acme bot", trailers: ["Made-with: *", "X-Acme : job-?*", "no colon"], authors: ["Bot@acme.example"])
        let table = MarkerTable.builtIn.adding(custom: [own])
        #expect(flagging("s\n\nmade-WITH: anything\n", table: table).markers.map(\.tool) == ["Acme bot"])
        #expect(flagging("s\n\nX-Acme: JOB-7\n", table: table).markers.map(\.rule) == ["custom-trailer"])
        #expect(flagging("s\n\nX-Acme: job-\n", table: table).state == .unmarked)
        #expect(flagging("s\n\nCo-authored-by: B <BOT@acme.example>\n", table: table).state == .ai)
        #expect(flagging("s\n\nMade-with: Cursor\n", table: table).markers.count == 2)
        #expect(flagging("s\n\nMade-with: anything\n").state == .unmarked)
        #expect(
            table.flagging(author: person("A", "bot@ACME.example"), committer: ada, message: [], gitAINotes: [])
                .markers.map(\.tool) == ["Acme bot"])
    }

    @Test(
        "globs match whole values",
        arguments: [
            ("*", "", true), ("", "", true), ("", "a", false), ("a*b*c", "aXbYbZc", true), ("a*b", "aXbY", false),
            ("?", "", false), ("?b", "ab", true), ("**", "x", true), ("A[1]", "a[1]", true),
            (String(repeating: "*a", count: 20), String(repeating: "a", count: 4000) + "b", false),
        ])
    func globs(_ pattern: String, _ text: String, _ matches: Bool) {
        #expect(Glob(pattern.utf8).matches(Array(text.utf8)) == matches)
    }
}
