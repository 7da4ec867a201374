import CountersignObjects
import CountersignOpenPGP
import Scenarios
import Testing

/// Keys that were put together by somebody else than gpg.
@Suite("OpenPGP keys and armour, taken apart and put together again")
struct OpenPGPKeyringTests {
    @Test("a key that certifies none of its names signs nothing, though its subkey is bound")
    func foreignName() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", at: OpenPGPVerifierTests.start)
        let subkey = try await gpg.subkey(of: primary, at: OpenPGPVerifierTests.start)
        let other = try await gpg.key("Bob <bob@example.com>", at: OpenPGPVerifierTests.start)
        let signature = try await gpg.sign(OpenPGPVerifierTests.message, by: subkey, at: OpenPGPVerifierTests.day)
        var list = PacketList(PacketList.dearmored(try await gpg.exported(primary)))
        list.packets[1] = PacketList(PacketList.dearmored(try await gpg.exported(other))).packets[1]
        let key = PacketList.armored(list.bytes)
        #expect(
            try await GnuPG.accepts(
                signature, of: OpenPGPVerifierTests.message, keys: [key], at: OpenPGPVerifierTests.day) == false)
        #expect(
            try OpenPGPVerifierTests.refusal(signature, keys: [key])
                == .unusableKey("it certifies no user id of its own"))
        await gpg.close()
    }

    @Test("a key with a signature that has lost its user id or subkey is refused")
    func lostSignatures() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", at: OpenPGPVerifierTests.start)
        try await gpg.require(["--quick-add-uid", primary, "A <a@example.com>"], at: OpenPGPVerifierTests.start + 1)
        _ = try await gpg.subkey(of: primary, at: OpenPGPVerifierTests.start)
        let packets = PacketList(PacketList.dearmored(try await gpg.exported(primary))).packets
        for place in [1, 5] {
            var fewer = packets
            fewer.remove(at: place)
            let key = PacketList.armored(fewer.flatMap { $0 })
            #expect(throws: OpenPGPKeyringError.self) { try OpenPGPKeyring.parse([("a.asc", key)]) }
        }
        await gpg.close()
    }

    @Test(
        "a signature that names two issuers, or one that gpg does not see, is refused, on data and in a key",
        arguments: [
            (2, "a signature with two issuers"), (1, "a signature without its issuer's key id"),
        ])
    func issuers(_ offset: Int, _ refusal: String) async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", at: OpenPGPVerifierTests.start)
        let key = PacketList.dearmored(try await gpg.exported(primary))
        let signature = try await gpg.sign(OpenPGPVerifierTests.message, by: primary, at: OpenPGPVerifierTests.day)
        /// The key id's subpacket (length 9, type 16), which is not signed, with a bit flipped.
        func changed(_ bytes: [UInt8]) throws -> [UInt8] {
            let keyID = stride(from: 24, to: 40, by: 2).compactMap {
                UInt8(primary.dropFirst($0).prefix(2), radix: 16)
            }
            let place = try #require(bytes.indices.first { bytes[$0...].starts(with: [9, 16] + keyID) })
            var changed = bytes
            changed[place + offset] ^= 1
            return changed
        }
        let keys = [PacketList.armored(key)]
        #expect(try OpenPGPVerifierTests.refusal(changed(signature), keys: keys) == .malformed(refusal))
        #expect(throws: OpenPGPKeyringError.self) {
            try OpenPGPKeyring.parse([("a.asc", PacketList.armored(try changed(key)))])
        }
        await gpg.close()
    }

    @Test("somebody else's subkey, bound without its own word or with a forged one, signs nothing for the thief")
    func stolenSubkey() async throws {
        let gpg = try await GnuPG()
        let owner = try await gpg.key("Alice <alice@example.com>", at: OpenPGPVerifierTests.start)
        let subkey = try await gpg.subkey(of: owner, at: OpenPGPVerifierTests.start)
        let thief = try await gpg.key("Mallory <mallory@example.net>", at: OpenPGPVerifierTests.start)
        _ = try await gpg.subkey(of: thief, at: OpenPGPVerifierTests.start)
        let signature = try await gpg.sign(OpenPGPVerifierTests.message, by: subkey, at: OpenPGPVerifierTests.day)
        let owned = PacketList(PacketList.dearmored(try await gpg.exported(owner))).packets
        let own = PacketList(PacketList.dearmored(try await gpg.exported(thief))).packets
        for packets in [own.prefix(3) + owned.suffix(2), own.dropLast(2) + [owned[3], own[4]]] {
            let key = PacketList.armored(packets.flatMap { $0 })
            #expect(try OpenPGPVerifierTests.refusal(signature, keys: [key]) != nil)
            #expect(
                try await GnuPG.accepts(
                    signature, of: OpenPGPVerifierTests.message, keys: [key], at: OpenPGPVerifierTests.day) == false)
        }
        await gpg.close()
    }

    @Test("armour must have its checksum, and the right one")
    func checksum() async throws {
        let gpg = try await GnuPG()
        let key = PacketList.dearmored(
            try await gpg.exported(try await gpg.key("Alice <alice@example.com>", at: OpenPGPVerifierTests.start)))
        let good = PacketList.armored(key)
        #expect(try OpenPGPKeyring.parse([("a.asc", good)]).certificates.count == 1)
        let wrong = String(decoding: good, as: UTF8.self).replacing(/\n=..../, with: "\n=AAAA")
        for bytes in [PacketList.armored(key, hasChecksum: false), Array(wrong.utf8)] {
            #expect(throws: OpenPGPKeyringError.self) { try OpenPGPKeyring.parse([("a.asc", bytes)]) }
        }
        await gpg.close()
    }

    @Test("what is no public key alone is refused: secret keys, two keys, cut and foreign text")
    func files() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", at: OpenPGPVerifierTests.start)
        let other = try await gpg.key("Bob <bob@example.com>", at: OpenPGPVerifierTests.start)
        let key = try await gpg.exported(primary)
        let secret = try await gpg.require(["--armor", "--export-secret-keys", primary])
        let both = try await gpg.require(["--armor", "--export", primary, other])
        let relabelled = Array(
            String(decoding: secret, as: UTF8.self).replacing("PRIVATE", with: "PUBLIC").utf8)
        for bytes in [secret, relabelled, both, [], key + key, Array(key.dropLast(60)), Array("x\n".utf8) + key] {
            #expect(throws: OpenPGPKeyringError.self) { try OpenPGPKeyring.parse([("a.asc", bytes)]) }
        }
        #expect(throws: OpenPGPKeyringError.self) { try OpenPGPKeyring.parse([("a.asc", key), ("b.asc", key)]) }
        #expect(try OpenPGPKeyring.parse([("a.asc", key)]).certificates.map(\.fingerprint) == [primary])
        await gpg.close()
    }
}
