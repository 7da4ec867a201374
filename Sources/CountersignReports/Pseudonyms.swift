internal import Crypto
internal import FoundationEssentials

/// Names in place of names, the same for the same person as long as the key is the same.
///
/// Made by a keyed hash (RFC 2104, HMAC-SHA-256): without the key, hashing a list of addresses tells nothing.
public struct PseudonymKey: Sendable {
    /// How many bytes a key has.
    public static let byteCount = 32
    private let key: SymmetricKey

    /// Takes exactly 32 bytes that nobody can guess; anything else gives nil.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        key = SymmetricKey(data: Data(bytes))
    }

    /// What only the holder of the key can compute for a text that stands for something.
    func code(_ text: String, for purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data("\(purpose)\0\(text)".utf8), using: key))
    }
}

/// The pseudonyms of all people of one report.
struct Pseudonyms {
    private let names: [String: String]
    private let key: PseudonymKey

    /// How many numbers there are, all of six digits: few enough to read out, and enough for people rarely to meet.
    private static let numbers: UInt64 = 900_000

    /// Gives each address a number; two that would get the same one are told apart in the order of their codes.
    init(of addresses: some Sequence<String>, key: PseudonymKey) {
        self.key = key
        let coded = Set(addresses.map(Self.identity)).map { (address: $0, code: key.code($0, for: "person")) }
        var taken: Set<UInt64> = []
        var names: [String: String] = [:]
        for (address, code) in coded.sorted(by: { $0.code.lexicographicallyPrecedes($1.code) }) {
            var number = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % Self.numbers
            while !taken.insert(number).inserted { number = (number + 1) % Self.numbers }
            names[address] = "Person \(100_000 + number)"
        }
        self.names = names
    }

    /// The pseudonym of a person by her address; all who were not met before share one.
    func person(_ address: String) -> String { names[Self.identity(address)] ?? "Person" }

    /// What stands for the digest of a statement, which can be found by guessing what it says.
    func statement(_ digest: String) -> String {
        let code = key.code(digest, for: "statement").map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return "hmac:" + code.joined()
    }

    /// Mail systems take addresses that differ in case for the same.
    private static func identity(_ address: String) -> String { address.lowercased() }
}
