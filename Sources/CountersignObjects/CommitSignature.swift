extension CommitSignature {
    /// Where a line of a signed commit belongs.
    private enum Part {
        case payload
        case signature
        /// A signature of another kind (`gpgsig-sha256`): in neither part.
        case dropped
    }

    /// Takes a signed commit apart exactly as git does, whatever the header holds.
    ///
    /// Source: git's `commit.c`, `parse_buffer_signed_by_header`: every header whose name *begins* with `gpgsig` is
    /// left out of the payload, only `gpgsig` itself is the signature.
    init(separating bytes: borrowing Span<UInt8>) {
        var signature: [UInt8] = []
        var payload: [UInt8] = []
        payload.reserveCapacity(bytes.count)
        var part = Part.payload
        var position = 0
        while position < bytes.count {
            let line = CommitHeaderLine(bytes, at: position)
            if line.isBlank { break }
            part = Self.part(of: line, bytes, after: part)
            switch part {
            case .payload: payload += bytes.array(position..<line.next)
            case .signature: signature += bytes.array(line.value.lowerBound..<line.next)
            case .dropped: break
            }
            position = line.next
        }
        payload += bytes.array(position..<bytes.count)
        self.init(signature: signature, payload: payload)
    }

    private static func part(
        of line: CommitHeaderLine, _ bytes: borrowing Span<UInt8>, after previous: Part
    ) -> Part {
        if line.key == .continuation { return previous }
        if line.key == .signature { return .signature }
        let prefix = line.name.lowerBound..<min(line.name.upperBound, line.name.lowerBound + 6)
        return bytes.reads("gpgsig", prefix) ? .dropped : .payload
    }
}
