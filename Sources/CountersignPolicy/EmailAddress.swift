/// The e-mail addresses that a policy may hold, and how they are compared.
///
/// Far narrower than RFC 5322 on purpose: an address is a name here, and two that look alike must not differ.
enum EmailAddress {
    static let allowed = "an e-mail address in visible ASCII, with one @, without blanks, < or >"
    static let allowedPrimary = allowed + ", nor any of * ? ! , \" # (allowed_signers reads these otherwise)"

    static func isAcceptable(_ text: String) -> Bool {
        let bytes = text.utf8
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return bytes.count <= 254 && parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && bytes.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }

    /// Whether the address can also stand in `allowed_signers` and mean only itself.
    static func isAcceptableAsPrimary(_ text: String) -> Bool {
        isAcceptable(text) && !text.utf8.contains(where: Array("*?!,\"#".utf8).contains)
    }

    /// The bytes with A to Z in lower case and nothing else changed: equal results are one address.
    static func folded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
}
