import Crypto
import TestRepositories

/// Makes cases from a seed.
struct SSHCaseMaker {
    /// When everything is judged, give or take: 2026-06-15T12:00:00Z.
    private static let moment: Int64 = 1_781_524_800

    private var random: SeededGenerator
    private let keys: [SoftwareKey]

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        keys = [
            .ed25519(), .ed25519(), .p256(), .p384(), .p521(), try .rsa("rsa-sha2-512"), try .rsa("rsa-sha2-256"),
            .authenticatorEd25519(flags: 1, counter: 1), .authenticatorP256(flags: 0, counter: 0), .webAuthn(),
            try .rsa("ssh-rsa"),
        ]
    }

    /// True once in so many times.
    private mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

    private mutating func any<T>(_ choices: [T]) -> T {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    /// A key; seldom one that is never accepted.
    private mutating func key() -> SoftwareKey { chance(12) ? any(keys) : any(Array(keys.prefix(8))) }

    mutating func next() throws -> SSHCase {
        let (signer, authority, other) = (key(), key(), key())
        let namespace = chance(12) ? any(["git", "", "countersign2", "Countersign"]) : "countersign"
        var signature = try signer.sshsig(SSHCase.message, namespace: namespace)
        let isCertified = chance(2)
        var certificate: CertificateFields?
        if isCertified {
            let fields = try self.certificate(for: signer, by: authority)
            certificate = fields
            signature.key = try fields.blob(signedBy: chance(30) ? other : authority)
        }
        if chance(20) { signature.reserved = [1, 2] }
        let blob = chance(4) ? mutated(signature.blob) : signature.blob
        let file = try allowedSigners(isCertified ? authority : signer, isCertified: isCertified, other)
        let isRevoking = chance(3)
        let revoked = isRevoking ? try revokedKeys([signer, authority, other], certificate, signature.key) : nil
        return SSHCase(
            blob: blob, allowedSigners: file, revokedKeys: revoked,
            time: Self.moment + any([0, 0, 0, 0, -1, 1, 86_400, -86_400]))
    }

    private mutating func certificate(
        for key: SoftwareKey, by authority: SoftwareKey
    ) throws -> CertificateFields {
        var fields = try CertificateFields(for: key, by: authority)
        fields.serial = any([0, 1, 7, 8, .max])
        let names = [SSHCase.principal, "bob@example.com", "*@example.com", "Alice@example.com", "alice", ""]
        if chance(3) { fields.principals = (0..<any([0, 1, 2])).map { _ in Array(any(names).utf8) } }
        if chance(4) { fields.validAfter = UInt64(Self.moment + any([-1, 0, 1])) }
        if chance(4) { fields.validBefore = UInt64(Self.moment + any([-1, 0, 1, 2])) }
        if chance(15) { fields.kind = any([0, 2, 3, 256]) }
        if chance(12) {
            fields.critical = CertificateFields.option(any(["force-command", "verify-required", "x@y"]))
        }
        if chance(6) { fields.extensions = CertificateFields.option("permit-pty") }
        if chance(40) { fields.extensions = [0, 0, 0, 1] }
        if chance(40) { fields.trailing = [0] }
        if chance(40) { fields.principals.append([0x61, 0]) }
        if chance(40) { fields.changeSignature = { $0 + [0] } }
        return fields
    }

    private mutating func allowedSigners(
        _ key: SoftwareKey, isCertified: Bool, _ other: SoftwareKey
    ) throws -> String {
        var lines: [String] = []
        for _ in 0..<any([1, 1, 1, 2, 3]) {
            let isAuthority = chance(6) ? !isCertified : isCertified
            let patterns = ["*@example.com", "*", "alice@example.com,bob@example.com", "*,!alice@example.com"]
            let exact = [SSHCase.principal, SSHCase.principal, SSHCase.principal, "bob@example.com"]
            let principals = any(isAuthority || chance(10) ? patterns + exact : exact)
            let text = try (chance(6) ? other : key).line("").dropFirst()
            lines.append("\(principals) \(options(isAuthority))\(text)")
        }
        if chance(25) { lines.append(any(["nonsense", "# a comment", "", "alice@example.com"])) }
        return lines.joined(separator: any(["\n", "\r\n"])) + "\n"
    }

    private mutating func options(_ isAuthority: Bool) -> String {
        var options = isAuthority ? ["cert-authority"] : []
        if chance(4) {
            let namespaces = any(["countersign", "git,countersign", "git", "*", "!countersign,*", "c*"])
            options.append("namespaces=\"\(namespaces)\"")
        }
        let times = ["20260615115959Z", "20260615120000Z", "20260615120001Z", "20260615Z", "20270101Z", "20200101"]
        if chance(5) { options.append("valid-after=\"\(any(times))\"") }
        if chance(5) { options.append("valid-before=\"\(any(times))\"") }
        options.shuffle(using: &random)
        return options.isEmpty ? "" : options.joined(separator: ",") + " "
    }

    private mutating func revokedKeys(
        _ keys: [SoftwareKey], _ certificate: CertificateFields?, _ presented: [UInt8]
    ) throws -> [UInt8] {
        if chance(3) {
            let lines = try (0..<any([0, 1, 2])).map { _ in try any(keys).line("").dropFirst() + any(["", " text"]) }
            return mutatedSeldom(Array((lines.joined(separator: "\n") + any(["", "\n"])).utf8))
        }
        var list = RevocationListFields()
        if chance(30) { list.version = 2 }
        for _ in 0..<any([0, 1, 2]) {
            let blob = chance(6) ? presented : any(keys).blob
            switch any([2, 3, 5, 1, 1, 1]) {
            case 2: list.add(2, [blob])
            case 3: list.add(3, [Array(Insecure.SHA1.hash(data: blob))])
            case 5: list.add(5, [Array(SHA256.hash(data: blob))])
            default: list.add(certificatesOf: chance(3) ? [] : any(keys).blob, [subsection(certificate)])
            }
        }
        if chance(25) { list.add(9, []) }
        if chance(6) { try list.sign(with: chance(6) ? any(self.keys) : self.keys[0]) }
        if chance(40) { list.trailing = [0] }
        return mutatedSeldom(list.bytes)
    }

    private mutating func subsection(_ certificate: CertificateFields?) -> (UInt8, [UInt8]) {
        let serials: [UInt64] = [0, 1, 6, 7, 8, .max]
        switch any([0x20, 0x21, 0x22, 0x23, 0x23, 0x39] as [UInt8]) {
        case 0x20: return (0x20, (0..<any([0, 1, 2])).flatMap { _ in CertificateFields.uint64(any(serials)) })
        case 0x21: return (0x21, CertificateFields.uint64(any(serials)) + CertificateFields.uint64(any(serials)))
        case 0x22:
            let bits = (0..<any([0, 1, 2, 9])).map { _ in UInt8.random(in: 0...255, using: &random) }
            let bitmap = chance(5) ? Encoded.string(bits) : Encoded.mpint(bits)
            return (0x22, CertificateFields.uint64(any(serials)) + bitmap)
        case 0x23:
            let name = chance(2) ? certificate?.keyID ?? [0x61] : Array("other".utf8)
            return (0x23, Encoded.string(chance(12) ? name + [0] : name))
        default: return (0x39, [])
        }
    }

    private mutating func mutatedSeldom(_ bytes: [UInt8]) -> [UInt8] { chance(8) ? mutated(bytes) : bytes }

    /// Flips, cuts, adds, repeats, or makes a length huge.
    private mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [0] }
        var changed = bytes
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: changed[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 2: changed = Array(bytes.prefix(place))
        case 3: changed += [UInt8](repeating: 0, count: any([1, 4, 70_000]))
        case 4: changed.insert(0, at: place)
        default: changed.replaceSubrange(place..<min(place + 4, bytes.count), with: [0xff, 0xff, 0xff, 0xff])
        }
        return changed
    }
}
