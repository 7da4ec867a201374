internal import CountersignApprovals

/// The note that Git AI hangs on a commit: attestation text, a line `---`, JSON.
///
/// Source: "Git AI Standard v3.0.0" (schema `authorship/3.0.0`). Anybody can write such a note: one that names no AI
/// clears nothing.
enum GitAINote {
    private struct Entry {
        let file: ArraySlice<UInt8>
        let line: ArraySlice<UInt8>
        let key: ArraySlice<UInt8>
    }

    private static let schema = "authorship/3.0.0"

    /// A larger JSON part isn't read: real ones stay far below.
    private static let limit = 64 << 20

    /// Adds a marker where the attestation names an AI, or where a recorded session wrote lines.
    static func take(_ note: [UInt8], _ flagging: inout Flagging) {
        guard let (entry, json) = split(note) else {
            return flagging.warn("the Git AI note can't be read: it has no line '---'")
        }
        let record = json.flatMap { readable($0, &flagging) }
        if let entry {
            let agent = record.flatMap { tool(of: entry.key, in: $0) }.map { " (\($0))" } ?? ""
            add("\(entry.file.evidence): \(entry.line.trimmed.evidence)\(agent)", &flagging)
        } else if let session = record.flatMap(sessionThatWrote) {
            add(session, &flagging)
        }
    }

    private static func add(_ evidence: String, _ flagging: inout Flagging) {
        flagging.add(
            Marker(tool: "git-ai", kind: "note", evidence: String(evidence.prefix(200)), rule: "git-ai-note"))
    }

    /// The first entry that is an AI's, and the bytes behind the divider; nil where there is no divider.
    private static func split(_ note: [UInt8]) -> (entry: Entry?, json: [UInt8]?)? {
        var file = note[0..<0]
        var found: Entry?
        var position = 0
        while position < note.count {
            let end = note[position...].firstIndex(of: UInt8(ascii: "\n")) ?? note.endIndex
            var line = note[position..<end]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            position = min(end + 1, note.count)
            if line.elementsEqual("---".utf8) { return (found, Array(note[position...])) }
            if line.first?.isBlank ?? false {
                if found == nil { found = entry(line, file) }
            } else {
                file = line
            }
        }
        return nil
    }

    /// An indented line `key ranges` whose key isn't a known human's.
    private static func entry(_ line: ArraySlice<UInt8>, _ file: ArraySlice<UInt8>) -> Entry? {
        let key = line.trimmed.prefix { !$0.isBlank }
        guard !key.isEmpty, !key.starts(with: "h_".utf8) else { return nil }
        return Entry(file: file, line: line, key: key)
    }

    private static func readable(_ json: [UInt8], _ flagging: inout Flagging) -> JSONValue? {
        do {
            let record = try StrictJSON.parse(json, limit: limit)
            guard record["schema_version"]?.string == schema else {
                flagging.warn("the Git AI note is not of schema \(schema)")
                return nil
            }
            return record
        } catch {
            flagging.warn("the Git AI note's JSON can't be read: \(error)")
            return nil
        }
    }

    private static func tool(of key: ArraySlice<UInt8>, in record: JSONValue) -> String? {
        let name = String(decoding: key.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        let session = record["sessions"]?[name] ?? record["prompts"]?[name]
        return session?["agent_id"]?["tool"]?.string
    }

    /// A legacy session that counts lines of its own although no attestation names it.
    private static func sessionThatWrote(_ record: JSONValue) -> String? {
        for prompt in record["prompts"]?.members ?? [] {
            for count in ["accepted_lines", "total_additions"] {
                guard case .number(let digits)? = prompt.value[count], digits.contains(where: { "1"..."9" ~= $0 })
                else {
                    continue
                }
                return "\(prompt.key): \(count) \(digits) (\(prompt.value["agent_id"]?["tool"]?.string ?? "?"))"
            }
        }
        return nil
    }
}
