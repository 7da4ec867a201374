import Scenarios
import TestRepositories

/// One generated question, whether a signature is good with exactly one key.
struct OpenPGPCase {
    let what: String
    /// Whether key and signature are as gpg made them.
    let isIntact: Bool
    /// In armour.
    let key: [UInt8]
    let signature: [UInt8]
    let message: [UInt8]
}

/// Keys and signatures that gpg makes once, and from them broken ones, by a seed.
struct OpenPGPCaseMaker {
    /// A key with what it signed.
    struct Material {
        let name: String
        let key: [UInt8]
        let signatures: [[UInt8]]
    }

    static let message = Array("a message\n".utf8)
    static let start = 1_700_000_000
    /// When everything is signed and judged.
    static let day = start + 86_400

    private var random: SeededGenerator
    private let materials: [Material]

    init(seed: UInt64) async throws {
        random = SeededGenerator(seed: seed)
        let gpg = try await GnuPG()
        var materials = [try await Self.expiring(gpg), try await Self.certifying(gpg), try await Self.named(gpg)]
        for algorithm in ["ed25519", "rsa2048", "nistp256", "nistp521", "dsa2048", "rsa1024"] {
            materials.append(try await Self.plain(gpg, algorithm))
        }
        materials += [
            try await Self.revoked(gpg), try await Self.subkeyRevoked(gpg), try await Self.selfSignedWeakly(gpg),
        ]
        self.materials = materials
        await gpg.close()
    }

    private static func signatures(_ gpg: GnuPG, _ signers: [String]) async throws -> [[UInt8]] {
        var made: [[UInt8]] = []
        for signer in signers {
            made.append(try await gpg.sign(message, by: signer, at: day))
            made.append(try await gpg.sign(message, by: signer, at: day, ["--digest-algo", "SHA512", "--textmode"]))
            made.append(
                try await gpg.sign(
                    message, by: signer, at: day, ["--digest-algo", "SHA512", "--sig-notation", "a@b=c"]))
        }
        if let signer = signers.first {
            made.append(try await gpg.sign(message, by: signer, at: day, ["--sig-notation", "!a@b=c"]))
            // Some kinds of key can't sign so short a hash.
            if let weak = try? await gpg.sign(message, by: signer, at: day, ["--digest-algo", "SHA1"]) {
                made.append(weak)
            }
        }
        return made
    }

    private static func plain(_ gpg: GnuPG, _ algorithm: String) async throws -> Material {
        let primary = try await gpg.key("\(algorithm) <a@example.com>", algorithm, at: start)
        let subkey = try await gpg.subkey(of: primary, algorithm == "dsa2048" ? "rsa2048" : algorithm, at: start)
        return Material(
            name: algorithm, key: PacketList.dearmored(try await gpg.exported(primary)),
            signatures: try await signatures(gpg, [primary, subkey]))
    }

    private static func expiring(_ gpg: GnuPG) async throws -> Material {
        let primary = try await gpg.key("E <e@example.com>", at: start)
        let subkey = try await gpg.subkey(of: primary, at: start)
        let made = try await signatures(gpg, [primary, subkey])
        try await gpg.require(["--quick-set-expire", primary, "seconds=1000", subkey], at: start + 1)
        return Material(
            name: "expired subkey", key: PacketList.dearmored(try await gpg.exported(primary)), signatures: made)
    }

    private static func certifying(_ gpg: GnuPG) async throws -> Material {
        let primary = try await gpg.key("C <c@example.com>", "ed25519", "cert", at: start)
        let subkey = try await gpg.subkey(of: primary, "nistp384", at: start)
        return Material(
            name: "certifying primary", key: PacketList.dearmored(try await gpg.exported(primary)),
            signatures: try await signatures(gpg, [subkey]))
    }

    private static func named(_ gpg: GnuPG) async throws -> Material {
        let primary = try await gpg.key("N <n@example.com>", at: start)
        let made = try await signatures(gpg, [primary])
        try await gpg.require(["--quick-add-uid", primary, "O <o@example.com>"], at: start + 1)
        try await gpg.require(["--quick-revoke-uid", primary, "N <n@example.com>"], at: start + 2)
        return Material(
            name: "a revoked name", key: PacketList.dearmored(try await gpg.exported(primary)), signatures: made)
    }

    private static func revoked(_ gpg: GnuPG) async throws -> Material {
        let made = try await plain(gpg, "ed25519")
        let primary = try await gpg.key("R <r@example.com>", at: start)
        let signatures = try await signatures(gpg, [primary])
        try await gpg.revoke(primary, at: start + 10)
        return Material(
            name: "revoked", key: PacketList.dearmored(try await gpg.exported(primary)),
            signatures: signatures + made.signatures.prefix(1))
    }

    private static func subkeyRevoked(_ gpg: GnuPG) async throws -> Material {
        let primary = try await gpg.key("S <s@example.com>", at: start)
        let subkey = try await gpg.subkey(of: primary, at: start)
        let made = try await signatures(gpg, [subkey, primary])
        try await gpg.require(
            ["--command-fd", "0", "--expert", "--edit-key", primary],
            input: Array("key 1\nrevkey\ny\n0\n\ny\nsave\n".utf8), at: start + 10)
        return Material(
            name: "revoked subkey", key: PacketList.dearmored(try await gpg.exported(primary)), signatures: made)
    }

    private static func selfSignedWeakly(_ gpg: GnuPG) async throws -> Material {
        let before = try await gpg.require(["--with-colons", "--list-keys"])
        try await gpg.require(
            [
                "--cert-digest-algo", "SHA1", "--quick-generate-key", "W <w@example.com>", "rsa2048", "sign,cert",
                "never",
            ],
            at: start)
        let after = try await gpg.require(["--with-colons", "--list-keys"])
        let known = Set(String(decoding: before, as: UTF8.self).split(separator: "\n"))
        let new = String(decoding: after, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("fpr:") && !known.contains($0) }
        let primary = new?.split(separator: ":").last.map(String.init) ?? ""
        return Material(
            name: "SHA-1 in the key", key: PacketList.dearmored(try await gpg.exported(primary)),
            signatures: try await signatures(gpg, [primary]))
    }

    /// True once in so many times.
    private mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

    private mutating func any<T>(_ choices: [T]) -> T {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    mutating func next() -> OpenPGPCase {
        let material = any(materials)
        var signature = any(material.signatures)
        var key = PacketList(material.key)
        var what = material.name
        if chance(3) { what += ", \(change(&key))" }
        if chance(4) {
            signature = mutated(signature)
            what += ", a broken signature"
        }
        if chance(15) {
            signature += any(material.signatures)
            what += ", two signatures"
        }
        let message = chance(20) ? Self.message + [10] : Self.message
        return OpenPGPCase(
            what: what, isIntact: what == material.name, key: PacketList.armored(key.bytes), signature: signature,
            message: message)
    }

    /// Packets left out, repeated, moved, brought in from another key, or broken.
    private mutating func change(_ list: inout PacketList) -> String {
        let place = Int.random(in: 0..<list.packets.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            list.packets.remove(at: place)
            return "without packet \(place)"
        case 1:
            list.packets.insert(list.packets[place], at: place)
            return "packet \(place) twice"
        case 2 where place > 0:
            list.packets.swapAt(place, place - 1)
            return "packets \(place - 1) and \(place) changed places"
        case 3:
            // Somebody else's subkey, with its binding to his own key.
            let other = any(materials)
            list.packets += PacketList(other.key).packets.suffix(2)
            return "with the last packets of \(other.name)"
        case 4:
            let other = PacketList(any(materials).key)
            list.packets.insert(other.packets[Int.random(in: 0..<other.packets.count, using: &random)], at: place)
            return "with another key's packet at \(place)"
        default:
            var packet = list.packets[place]
            let byte = Int.random(in: 0..<packet.count, using: &random)
            packet[byte] ^= 1 << UInt8.random(in: 0...7, using: &random)
            list.packets[place] = packet
            return "a flipped bit in packet \(place)"
        }
    }

    private mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var changed = bytes
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1, 2: changed[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 3: changed = Array(bytes.prefix(place))
        default: changed.insert(0, at: place)
        }
        return changed
    }
}
