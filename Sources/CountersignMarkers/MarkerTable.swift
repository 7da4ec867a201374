public import CountersignObjects

/// How commits show that AI took part: the built-in table, and a policy's own markers beside it.
public struct MarkerTable: Sendable {
    /// The version of the built-in table, which reports name and a policy may pin.
    public static let version = "2026.11"

    /// The table that comes with the program.
    public static let builtIn = MarkerTable(rows: MarkerRow.builtIn)

    private(set) var identities = IdentityIndex()
    private(set) var keys = TrailerKeys()
    private(set) var names = NamePatterns()
    private(set) var assistants = NamePatterns()
    private var automation = IdentityIndex()
    private var authorSuffixes: [(suffix: [UInt8], tool: String)] = []
    private var bodyLines: [(pattern: LinePattern, tool: String)] = []

    init(rows: [MarkerRow]) {
        for row in rows { add(row) }
    }

    private mutating func add(_ row: MarkerRow) {
        switch (row.kind, row.match) {
        case ("identity", "email"): identities.add(email: row.pattern, tool: row.tool)
        case ("identity", "github-id"): identities.add(githubID: row.pattern, tool: row.tool)
        case ("automation", "email"): automation.add(email: row.pattern, tool: row.tool)
        case ("automation", "github-id"): automation.add(githubID: row.pattern, tool: row.tool)
        case ("author", _): authorSuffixes.append((row.pattern.utf8.asciiLowered, row.tool))
        case ("name", _):
            names.add(row.pattern, match: row.match, tool: row.tool)
            assistants.add(row.pattern, match: row.match, tool: row.tool)
        case ("co-author", _): names.add(row.pattern, match: row.match, tool: row.tool)
        case ("assistant", _): assistants.add(row.pattern, match: row.match, tool: row.tool)
        case ("trailer", _): addSession(row)
        default: bodyLines.append((LinePattern(row.pattern), row.tool))
        }
    }

    private mutating func addSession(_ row: MarkerRow) {
        guard let (key, value) = Self.keyAndValue(row.pattern) else { return }
        keys.add(.session(LinePattern(value), tool: row.tool), for: key)
    }

    /// A policy's own markers alone, to be added to what the built-in table finds.
    public init(custom markers: [CustomMarker]) {
        self = MarkerTable(rows: []).adding(custom: markers)
    }

    /// The table with a policy's own markers added; a trailer without a colon adds nothing.
    public func adding(custom markers: [CustomMarker]) -> MarkerTable {
        var table = self
        for marker in markers {
            for email in marker.authors { table.identities.add(email: email, tool: marker.tool) }
            for trailer in marker.trailers {
                guard let (key, value) = Self.keyAndValue(trailer) else { continue }
                table.keys.add(.custom(Glob(value.utf8), tool: marker.tool), for: key)
            }
        }
        return table
    }

    private static func keyAndValue(_ trailer: String) -> (key: String, value: String)? {
        guard let colon = trailer.firstIndex(of: ":") else { return nil }
        let key = Array(trailer[..<colon].utf8).trimmed
        let value = Array(trailer[colon...].utf8.dropFirst()).trimmed
        return (String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    /// What a commit's identities, message and Git AI note show.
    ///
    /// - Parameters:
    ///   - author: who is said to have written it.
    ///   - committer: who is said to have committed it.
    ///   - message: the whole message.
    ///   - encoding: the commit's `encoding` header. A message in an encoding that does not keep ASCII can't be looked
    ///     through, and counts as marked.
    ///   - gitAINotes: the blobs under `refs/notes/ai`: none, one, or one for each fan-out that holds one. They can flag
    ///     a commit, never clear one.
    public func flagging(
        author: Ident, committer: Ident, message: [UInt8], encoding: [UInt8]? = nil, gitAINotes: [[UInt8]] = []
    ) -> Flagging {
        var scan = MessageScan(Flagging())
        takeAuthor(author, &scan)
        if committer.emailBytes != author.emailBytes {
            takeEmail(committer, kind: "committer", &scan)
        }
        scan.search(message.span, self)
        if let encoding, !MessageEncoding.keepsASCII(encoding) {
            scan.flagging.add(
                Marker(
                    tool: "unknown", kind: "encoding", evidence: "encoding \(encoding.evidence)",
                    rule: "unreadable-encoding"))
        }
        for note in gitAINotes { GitAINote.take(note, &scan.flagging) }
        return scan.flagging
    }

    private func takeAuthor(_ author: Ident, _ scan: inout MessageScan) {
        takeEmail(author, kind: "author", &scan)
        scan.flagging.automation = automation.tool(of: author.emailBytes)
        if scan.flagging.markers.isEmpty, scan.flagging.automation == nil {
            scan.flagging.automation = IdentityIndex.botLogin(author.emailBytes)
        }
        let name = author.nameBytes
        let suffixed = authorSuffixes.first {
            name.suffix($0.suffix.count).elementsEqual($0.suffix) { $0.asciiLowered == $1 }
        }?.tool
        guard let tool = suffixed ?? names.unambiguousTool(of: name) else { return }
        scan.flagging.add(Marker(tool: tool, kind: "author", evidence: name.evidence, rule: "author-name"))
    }

    private func takeEmail(_ ident: Ident, kind: String, _ scan: inout MessageScan) {
        guard let tool = identities.tool(of: ident.emailBytes) else {
            return scan.warn(ofLookAlike: ident.emailBytes, self)
        }
        let evidence = "\(ident.nameBytes.evidence) <\(ident.emailBytes.evidence)>"
        scan.flagging.add(Marker(tool: tool, kind: kind, evidence: evidence, rule: "\(kind)-email"))
    }

    func bodyTool(of line: [UInt8]) -> String? {
        bodyLines.first { $0.pattern.matches(line) }?.tool
    }
}
