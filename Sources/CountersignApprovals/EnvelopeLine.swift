/// The one spelling of an envelope, written and read.
extension Envelope {
    private static let beforePayload = Array("{\"payload\":\"".utf8)
    private static let beforeType = Array("\",\"payloadType\":\"".utf8)
    private static let beforeKeyID = Array("\",\"signatures\":[{\"keyid\":\"".utf8)
    private static let beforeSignature = Array("\",\"sig\":\"".utf8)
    private static let beforeAnother = Array("\"},{".utf8)
    private static let payloadTypeBytes = Array(payloadType.utf8)
    private static let end = Array("\"}]}".utf8)

    /// The line as a note holds it, without the LF.
    public func line() -> [UInt8] {
        Self.beforePayload + CanonicalBase64.encode(payload)
            + Self.beforeType + Array(Self.payloadType.utf8)
            + Self.beforeKeyID + Array(keyid.utf8)
            + Self.beforeSignature + CanonicalBase64.encode(signature) + Self.end
    }

    /// Reads a line without its LF (and without a CR before it).
    ///
    /// Takes only what `line()` gives back byte for byte.
    ///
    /// - Throws: `UnreadableReason`. Whether the payload is a statement is not looked at: `Statement.parse(payload:)`.
    public static func parse(line: [UInt8]) throws(UnreadableReason) -> Envelope {
        var cursor = EnvelopeCursor(rest: line[...])
        try cursor.expect(beforePayload)
        let payload = cursor.upToQuote()
        try cursor.expect(beforeType)
        let type = cursor.upToQuote()
        guard type == payloadTypeBytes[...] else {
            let shown = OneLine.quoted(String(decoding: type, as: UTF8.self))
            throw UnreadableReason(.payloadType, "unknown payloadType \(shown)")
        }
        try cursor.expect(beforeKeyID)
        let keyid = cursor.upToQuote()
        guard let keyidText = String(validating: keyid, as: UTF8.self) else {
            throw UnreadableReason(.keyID, "keyid is not plain ASCII")
        }
        try cursor.expect(beforeSignature)
        let signature = cursor.upToQuote()
        if cursor.starts(with: beforeAnother) { throw UnreadableReason(.severalSignatures, "more than one signature") }
        try cursor.expect(end)
        try cursor.expectEnd()
        return try Envelope(
            payload: decode(payload, "payload"), keyid: keyidText, signature: decode(signature, "sig"))
    }

    private static func decode(_ text: ArraySlice<UInt8>, _ field: String) throws(UnreadableReason) -> [UInt8] {
        guard let bytes = CanonicalBase64.decode(text) else {
            throw UnreadableReason(.base64, "\(field) is not canonical base64")
        }
        return bytes
    }
}

/// A place in a line that is matched piece by piece.
private struct EnvelopeCursor {
    var rest: ArraySlice<UInt8>

    func starts(with text: [UInt8]) -> Bool { rest.prefix(text.count) == text[...] }

    mutating func expect(_ text: [UInt8]) throws(UnreadableReason) {
        guard starts(with: text) else {
            throw UnreadableReason(.envelope, "not the one form of an envelope at byte \(rest.startIndex)")
        }
        rest = rest.dropFirst(text.count)
    }

    mutating func expectEnd() throws(UnreadableReason) {
        guard rest.isEmpty else {
            throw UnreadableReason(.envelope, "bytes after the envelope at byte \(rest.startIndex)")
        }
    }

    mutating func upToQuote() -> ArraySlice<UInt8> {
        let text = rest.prefix { $0 != UInt8(ascii: "\"") }
        rest = rest.dropFirst(text.count)
        return text
    }
}
