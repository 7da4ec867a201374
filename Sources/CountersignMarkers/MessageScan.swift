internal import CountersignObjects

/// Searches a message line by line and collects what it finds.
///
/// The table is handed to each step: to hold it here would count its references up and down for every commit, and the
/// processor's cores would wait for each other's counting.
struct MessageScan {
    var flagging: Flagging
    private var indentation = BodyIndentation()
    private var bodyStart = 0
    private var rulePrefix = ""

    /// Goes on from what the identities have shown.
    init(_ flagging: Flagging) {
        self.flagging = flagging
    }

    /// Searches the message, and a body that is indented throughout once more without its indentation.
    mutating func search(_ bytes: borrowing Span<UInt8>, _ table: MarkerTable) {
        search(bytes, table, from: 0, indent: 0)
        guard flagging.markers.isEmpty, let width = indentation.width else { return }
        rulePrefix = "indented-"
        search(bytes, table, from: bodyStart, indent: width)
    }

    private mutating func search(
        _ bytes: borrowing Span<UInt8>, _ table: MarkerTable, from start: Int, indent: Int
    ) {
        var position = start
        var isSubject = indent == 0
        while position < bytes.count {
            let line = MessageLine(bytes, at: position)
            position = line.next
            guard line.range.count > indent else { continue }
            let content = line.range.dropFirst(indent)
            if !takeTrailer(content, next: line.next, indent: indent, bytes, table), !isSubject,
                line.mayBeMarker(bytes)
            {
                takeBodyLine(content, bytes, table)
            }
            if isSubject {
                isSubject = false
                bodyStart = position
            } else if indent == 0 {
                indentation.take(content, bytes)
            }
        }
    }

    private mutating func takeBodyLine(_ line: Range<Int>, _ bytes: borrowing Span<UInt8>, _ table: MarkerTable) {
        let text = bytes.array(line)
        guard let tool = table.bodyTool(of: text) else { return }
        flagging.add(Marker(tool: tool, kind: "body", evidence: text.evidence, rule: rulePrefix + "body-line"))
    }

    private mutating func takeTrailer(
        _ line: Range<Int>, next: Int, indent: Int, _ bytes: borrowing Span<UInt8>, _ table: MarkerTable
    ) -> Bool {
        guard let (actions, start) = table.keys.lookUp(bytes, in: line) else { return false }
        var value = Array(bytes.array(start..<line.upperBound).trimmed)
        var position = next
        while position + indent < bytes.count, bytes[position + indent].isBlank {
            let continuation = MessageLine(bytes, at: position)
            let folded = bytes.array(continuation.range).trimmed
            if folded.isEmpty { break }
            if !value.isEmpty { value.append(UInt8(ascii: " ")) }
            value += folded
            position = continuation.next
        }
        let trailer = Trailer(key: bytes.array(line.lowerBound..<start), value: TrailerValue(value))
        for action in actions { take(action, trailer, table) }
        return true
    }

    private mutating func take(_ action: TrailerAction, _ trailer: Trailer, _ table: MarkerTable) {
        switch action {
        case .coAuthor: takeCoAuthor(trailer, table)
        case .assistance: takeAssistance(trailer, table)
        case .tools: takeTools(trailer, table)
        case .signOff: takeSignOff(trailer, table)
        case .session(let pattern, let tool):
            if pattern.matches(trailer.value.bytes) { add(tool, trailer, "session-trailer") }
        case .custom(let glob, let tool):
            if glob.matches(trailer.value.bytes) { add(tool, trailer, "custom-trailer") }
        }
    }

    private mutating func takeCoAuthor(_ trailer: Trailer, _ table: MarkerTable) {
        let value = trailer.value
        if let tool = table.identities.tool(ofAny: value.emails) {
            return add(tool, trailer, "co-author-email")
        }
        for email in value.emails { warn(ofLookAlike: email, table) }
        let tool =
            table.names.unambiguousTool(of: value.name)
            ?? (value.emails.isEmpty ? table.names.bareTool(of: value.name) : nil)
        if let tool { add(tool, trailer, "co-author-name") }
    }

    private mutating func takeAssistance(_ trailer: Trailer, _ table: MarkerTable) {
        switch AssistanceValue(trailer.value, names: table.assistants, identities: table.identities) {
        case .tool(let tool): add(tool, trailer, "assisted-by")
        case .person: for email in trailer.value.emails { warn(ofLookAlike: email, table) }
        case .no: if trailer.isDeclaration { flagging.declaredHuman = true }
        case .nothing: break
        case .unknown: flagging.warn("no known tool in '\(trailer.evidence)'")
        }
    }

    private mutating func takeTools(_ trailer: Trailer, _ table: MarkerTable) {
        switch AssistanceValue(trailer.value, names: table.assistants, identities: table.identities) {
        case .tool(let tool): add(tool, trailer, "ai-tools")
        case .no, .nothing: break
        case .person, .unknown: add("generic-ai", trailer, "ai-tools")
        }
    }

    private mutating func takeSignOff(_ trailer: Trailer, _ table: MarkerTable) {
        guard let tool = table.identities.tool(ofAny: trailer.value.emails) else { return }
        flagging.warn("a sign-off by \(tool) is no sign of authorship: '\(trailer.evidence)'")
    }

    private mutating func add(_ tool: String, _ trailer: Trailer, _ rule: String) {
        flagging.add(Marker(tool: tool, kind: "trailer", evidence: trailer.evidence, rule: rulePrefix + rule))
    }

    /// Warns of an e-mail that is not listed but looks like one that is.
    mutating func warn(ofLookAlike email: some RandomAccessCollection<UInt8>, _ table: MarkerTable) {
        guard let listed = table.identities.lookAlikes.listed(like: email) else { return }
        flagging.warn("'\(email.evidence)' looks like '\(listed)' but is not")
    }
}

/// A trailer that was found.
private struct Trailer {
    /// The key with its colon.
    let key: [UInt8]
    let value: TrailerValue

    /// What a marker shows: few trailers are one, so it is put together only then.
    var evidence: String { (key + [UInt8(ascii: " ")] + value.bytes).evidence }

    /// Only `AI-Assisted` declares; `Assisted-by: no` is nobody's declaration.
    var isDeclaration: Bool {
        key.prefix { $0 != UInt8(ascii: ":") }.trimmed.asciiLowered.elementsEqual("ai-assisted".utf8)
    }
}
