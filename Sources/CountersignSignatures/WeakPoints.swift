/// Ed25519 public keys of small order: eight points for which anybody can make signatures.
///
/// Neither OpenSSH nor swift-crypto refuses them. A policy that lists one would trust everybody.
enum WeakPoints {
    /// Whether the 32 bytes encode such a point, canonically or not; the sign bit does not matter.
    static func contains(_ point: ArraySlice<UInt8>) -> Bool {
        guard let last = point.last else { return false }
        let unsigned = Array(point.dropLast()) + [last & 0x7f]
        return isNearPrime(unsigned) || isTiny(unsigned) || ofOrderEight.contains(unsigned)
    }

    /// y = 0 (order four) and y = 1 (the neutral point).
    private static func isTiny(_ point: [UInt8]) -> Bool {
        point.dropFirst().allSatisfy { $0 == 0 } && (point.first ?? 0) <= 1
    }

    /// y = p - 1 (order two), p and p + 1 (0 and 1 once more), where p = 2^255 - 19.
    private static func isNearPrime(_ point: [UInt8]) -> Bool {
        point.last == 0x7f && point.dropFirst().dropLast().allSatisfy { $0 == 0xff }
            && (0xec...0xee).contains(point.first ?? 0)
    }

    /// Little-endian y of the four points of order eight (two for each y).
    private static let ofOrderEight: [[UInt8]] = [
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
            0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
            0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
    ]
}
