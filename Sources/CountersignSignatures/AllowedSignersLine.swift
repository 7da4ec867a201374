/// One line, field by field, as OpenSSH's `parse_principals_key_and_options` takes it apart.
struct AllowedSignersLine {
    typealias Reason = AllowedSignersError.Reason

    let number: Int
    let localTime: CivilTime.Resolver

    /// The signer, or nil for a blank line and a comment.
    func parse(_ whole: ArraySlice<UInt8>) throws(Reason) -> AllowedSigner? {
        var line = whole.last == UInt8(ascii: "\r") ? whole.dropLast() : whole
        line = line.drop(while: isSpaceOrTab)
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        try Self.checkText(line)
        let principals = try Self.principals(&line)
        guard !line.isEmpty else { throw .missingKey }
        let options = Self.startsWithKey(line) ? SignerOptions() : try options(&line)
        guard !line.isEmpty else { throw .missingKey }
        return AllowedSigner(
            principals: principals, isCertAuthority: options.isCertAuthority, namespaces: options.namespaces,
            validAfter: options.validAfter, validBefore: options.validBefore, key: try Self.key(line), line: number)
    }

    /// OpenSSH ends the line at a NUL and parts the fields at a CR; what a reader sees should be what counts.
    private static func checkText(_ line: ArraySlice<UInt8>) throws(Reason) {
        guard !line.contains(0) else { throw .text("a NUL") }
        guard !line.contains(UInt8(ascii: "\r")) else { throw .text("a carriage return inside the line") }
        guard !line.starts(with: [0xef, 0xbb, 0xbf]) else { throw .text("a byte order mark") }
    }

    /// The first field, which may stand in quotes as a whole: then it may hold blanks.
    private static func principals(_ line: inout ArraySlice<UInt8>) throws(Reason) -> [String] {
        let quote = UInt8(ascii: "\"")
        let field: ArraySlice<UInt8>
        if line.first == quote {
            field = line.dropFirst().prefix { $0 != quote }
            line = line.dropFirst(field.count + 1)
            guard line.popFirst() == quote else { throw .principals("no quote at the end of the principals") }
            guard line.first.map(isSpaceOrTab) ?? true else { throw .principals("text right after a quote") }
        } else {
            field = line.prefix { !isSpaceOrTab($0) }
            guard !field.contains(quote) else { throw .principals("a quote inside the principals") }
            line = line.dropFirst(field.count)
        }
        line = line.drop(while: isSpaceOrTab)
        return try patterns(field)
    }

    private static func patterns(_ field: ArraySlice<UInt8>) throws(Reason) -> [String] {
        guard let text = String(validating: field, as: UTF8.self) else {
            throw .text("principals that are not UTF-8")
        }
        let patterns = PatternList.split(text)
        guard !patterns.isEmpty, !patterns.contains(where: { $0.isEmpty || $0 == "!" }) else {
            throw .principals("an empty principal")
        }
        guard patterns.allSatisfy({ $0.utf8.count <= PatternList.longestPattern }) else {
            throw .principals("a principal of more than \(PatternList.longestPattern) bytes")
        }
        return patterns
    }

    private static func startsWithKey(_ line: ArraySlice<UInt8>) -> Bool {
        let word = String(decoding: line.prefix { !isSpaceOrTab($0) }, as: UTF8.self)
        return KeyType(rawValue: word) != nil || CertificateType.names.contains(word) || word == "ssh-dss"
    }

    /// Takes the options off the line: up to the first blank outside quotes.
    private func options(_ line: inout ArraySlice<UInt8>) throws(Reason) -> SignerOptions {
        var quoted = false
        var escaped = false
        let end =
            line.indices.first { index in
                if !quoted, isSpaceOrTab(line[index]) { return true }
                let isQuote = line[index] == UInt8(ascii: "\"")
                if isQuote, !escaped { quoted.toggle() }
                escaped = line[index] == UInt8(ascii: "\\")
                return false
            } ?? line.endIndex
        let text = line[..<end]
        line = line[end...].drop(while: isSpaceOrTab)
        return try SignerOptions(parsing: text, localTime: localTime)
    }

    private static func key(_ fields: ArraySlice<UInt8>) throws(Reason) -> SSHPublicKey {
        do {
            return try SSHPublicKey(fields: fields)
        } catch {
            throw .key(error)
        }
    }
}
