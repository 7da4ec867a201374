import CountersignObjects
import CountersignSignatures
import Testing

@Suite("Allowed signers as values")
struct AllowedSignersParseTests {
    @Test("a line gives principals, options, key and number as written")
    func values() async throws {
        let key = try await Keyring.key("p256").publicLine
        let file = """
            # people
            alice@example.com,*@b.example cert-authority,namespaces="git,file",valid-after="20260101Z" \(key)

            bob@example.com \(key)
            """
        let entries = try AllowedSigners.parse(Array(file.utf8)).entries
        try #require(entries.count == 2)
        #expect(entries[0].principals == ["alice@example.com", "*@b.example"])
        #expect(entries[0].isCertAuthority)
        #expect(entries[0].namespaces == ["git", "file"])
        #expect(entries[0].validAfter == Timestamp(rfc3339: "2026-01-01T00:00:00Z"))
        #expect(entries[0].validBefore == nil)
        #expect(entries[0].line == 2)
        #expect(entries[1].namespaces == nil)
        #expect(!entries[1].isCertAuthority)
        #expect(entries[1].line == 4)
        #expect(try entries[1].key == SSHPublicKey(authorizedKeysForm: key))
    }

    @Test("an error names the line and what is wrong with it")
    func errors() async throws {
        let weak = try await Keyring.key("rsa1024").publicLine
        let key = try await Keyring.key("ed25519").publicLine
        let certificate = "ssh-ed25519-cert-v01@openssh.com"
        for (line, reason) in [
            ("a", AllowedSignersError.Reason.missingKey),
            ("a cert-authority", .missingKey),
            ("a,,b \(key)", .principals("an empty principal")),
            ("a \(weak)", .key(.weakKey("RSA of 1024 bits, 2048 to 8192 are accepted"))),
            ("a ssh-dss AAAAB3NzaC1kc3M=", .key(.unsupportedAlgorithm("ssh-dss"))),
            (
                "a \(certificate) AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t",
                .key(.certificateNotSupported(certificate))
            ),
            ("a namespaces=\"x\",namespaces=\"y\" \(key)", .option("namespaces twice")),
            (
                "a valid-before=\"20250101Z\",valid-after=\"20260101Z\" \(key)",
                .time("valid-before is not later than valid-after")
            ),
            ("a colour=\"\u{1b}[31m\" \(key)", .option("unknown option or key type \"colour\"")),
        ] {
            #expect(throws: AllowedSignersError(line: 3, reason: reason)) {
                try AllowedSigners.parse(Array("# first\n\n\(line)\n".utf8))
            }
        }
    }

    @Test("a time without Z is the process's own, in which OpenSSH knows no summer time")
    func localTime() async throws {
        let key = try await Keyring.key("ed25519")
        let file = Array("a@b.example valid-before=\"20260701120000\" \(key.publicLine)\n".utf8)
        let message = Array("a message\n".utf8)
        // Noon by Berlin's winter time, for the injected resolver and for ssh-keygen alike.
        let entry = try #require(
            try AllowedSigners.parse(file) { civil in
                Timestamp(
                    year: civil.year, month: civil.month, day: civil.day, hour: civil.hour - 1, minute: civil.minute,
                    second: civil.second)
            }.entries.first)
        try await Workshop.with { workshop in
            let armored = try await workshop.sign(message, with: key, namespace: "git")
            for (time, expected) in [("20260701110000Z", Expected.bothAccept), ("20260701110001Z", .bothRefuse)] {
                let openSSH = try await workshop.openSSHAccepts(
                    armored: armored, message: message, namespace: "git", principal: "a@b.example",
                    allowedSigners: file, at: time, timeZone: "CET-1CEST,M3.5.0,M10.5.0/3")
                compare(entry.isValid(at: try #require(CivilTimeText.utc(time))), openSSH, expected, time)
            }
        }
    }

    @Test("without a resolver the time zone of the process counts, as for ssh-keygen", arguments: ["0101", "0701"])
    func processTimeZone(day: String) async throws {
        let key = try await Keyring.key("ed25519")
        let file = Array("a@b.example valid-after=\"2026\(day)120000\" \(key.publicLine)\n".utf8)
        let message = Array("a message\n".utf8)
        let bound = try #require(try AllowedSigners.parse(file).entries.first?.validAfter)
        try await Workshop.with { workshop in
            let armored = try await workshop.sign(message, with: key, namespace: "git")
            for (moment, expected) in [(bound, Expected.bothAccept), (bound.adding(seconds: -1), .bothRefuse)] {
                let openSSH = try await workshop.openSSHAccepts(
                    armored: armored, message: message, namespace: "git", principal: "a@b.example",
                    allowedSigners: file, at: moment.rfc3339.filter(\.isNumber) + "Z", timeZone: nil)
                compare(moment >= bound, openSSH, expected, moment.rfc3339)
            }
        }
    }

    @Test("a pattern full of asterisks is no trap")
    func slowPattern() async throws {
        let key = try await Keyring.key("ed25519").publicLine
        let pattern = String(repeating: "*a", count: 500)
        let entry = try #require(try AllowedSigners.parse(Array("\(pattern)b \(key)".utf8)).entries.first)
        #expect(!entry.names(principal: String(repeating: "a", count: 5000)))
        #expect(entry.names(principal: String(repeating: "a", count: 5000) + "b"))
    }
}
