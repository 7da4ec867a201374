/// The public-key algorithms that are accepted, by their number (RFC 4880, section 9.1; RFC 6637; EdDSA: 22).
enum PublicKeyAlgorithm: UInt8 {
    case rsa = 1
    case ecdsa = 19
    case eddsa = 22

    var integersInSignature: Int { self == .rsa ? 1 : 2 }
}
