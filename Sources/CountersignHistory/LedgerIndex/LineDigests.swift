internal import CountersignApprovals

/// The digests of a note's lines in one run of bytes: 1 and the digest, or 0 for a line that can't be read.
enum LineDigests {
    static func bytes(of digests: some Sequence<Digest256?>) -> [UInt8] {
        digests.flatMap { digest in digest.map { [1] + $0.bytes } ?? [0] }
    }

    static func read(_ bytes: [UInt8]) -> [Digest256?] {
        var (digests, rest): ([Digest256?], _) = ([], bytes[...])
        while let kind = rest.popFirst() {
            guard kind == 1 else {
                digests.append(nil)
                continue
            }
            digests.append(Digest256(bytes: rest.prefix(Digest256.byteCount)))
            rest = rest.dropFirst(Digest256.byteCount)
        }
        return digests
    }
}
