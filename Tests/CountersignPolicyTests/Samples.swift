import CountersignPolicy
import CountersignSignatures
import Testing

enum Sample {
    /// The smallest roster of use: a senior and a junior.
    static let small = """
        [countersign]
            version = 1
            serial = 7
            repository = acme/shop
        [levels]
            order = junior mid senior principal
            trusted = senior
        [person "alice@example.com"]
            level = senior
        [person "june@example.com"]
            level = junior

        """

    static let full = """
        [countersign]
            version = 1
            serial = 7                     # rises by one
            repository = acme/shop
        [levels]
            order = junior mid senior principal
            trusted = senior
        [person "alice@example.com"]
            name = Alice Example
            level = senior
            email = alice@old.example
            openpgp = 0123456789abcdef0123456789abcdef01234567
        [person "june@example.com"]
            level = junior
        [author]
            proof = claim
        [ai]
            unmarked = declare
            markers = 2026.11
        [marker "acme-bot"]
            tool = Acme bot
            trailer = Made-with: *
            author = bot@acme.example
        [approval]
            count = 1
            carry = never
            scope = branch
            grace = 24h
            touch = true
        [rule "infrastructure"]
            path = infra/**
            path = **/*.tf
            applies-to = all
            count = 2
            level = principal
        [waiver]
            level = principal
            max = 72h
        [revoked]
            key = \(caFingerprint)
            key = fedcba9876543210fedcba9876543210fedcba98
            statement = sha256:\(String(repeating: "0f", count: 32))

        """

    static let aliceKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIC3ZZQS+KL6If4iFrPNkmbGaWbuv8Uqt/1f/Y2LmgfUo"
    static let aliceFingerprint = "SHA256:HTWEBWQhmxdFIxw/8TeCaBL/+Ffqe/k7auJY52ccl+Q"
    static let juneKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEbxeoFXePOC4odSG0Y0ISD+KOk9////X5/QgAb04Yew"
    static let juneFingerprint = "SHA256:PjXh/3PDDKlRBIwi8CobRFF5nYOYIfQ1PluaOjNQ4mA"
    static let caKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID7gin28Cd3XdgU9zcA0Nv6jWOMeqGxJg1emWfPZxbp0"
    static let caFingerprint = "SHA256:XmrrhYPtlwiABqV0MVVKNC5gNH3y/VKvCT5KhDHCQ4E"

    static let signers = "alice@example.com \(aliceKey)\njune@example.com \(juneKey)\n"

    /// Reads a policy through git's own parser.
    static func policy(_ text: String, signers: String = "") async throws -> Policy {
        let listing = try #require(try await Git.listing(text), "git refuses the text")
        return try Policy.parse(
            entries: ConfigEntries.parse(listing: listing),
            allowedSigners: AllowedSigners.parse(Array(signers.utf8)), knownMarkerVersions: ["2026.11"])
    }

    /// The refusal of a policy; nil when it is taken.
    static func refusal(_ text: String, signers: String = "") async throws -> PolicyError? {
        do {
            _ = try await policy(text, signers: signers)
            return nil
        } catch let error as PolicyError {
            return error
        }
    }
}
