import CountersignPolicy
import Testing

/// The small sample with one thing changed, and how that is refused.
struct Refusal: CustomTestStringConvertible, Sendable {
    let code: PolicyError.Code
    /// What the message must say about the place.
    let place: String
    let text: String

    var testDescription: String { "\(code.rawValue) at \(place)" }

    init(_ code: PolicyError.Code, _ place: String, adding more: String) {
        (self.code, self.place, text) = (code, place, Sample.small + more + "\n")
    }

    init(_ code: PolicyError.Code, _ place: String, _ old: String, becomes new: String) {
        (self.code, self.place, text) = (code, place, Sample.small.replacing(old, with: new))
    }
}

@Suite("Refused policies")
struct PolicyRefusalTests {
    @Test("the sample that the refusals are made from is taken")
    func sound() async throws {
        #expect(try await Sample.refusal(Sample.small, signers: Sample.signers) == nil)
    }

    @Test(
        "what is not allowed is refused, and the message names section and key on one line",
        arguments: basics + levels + people + settings + rules + others)
    func refused(case refusal: Refusal) async throws {
        let error = try #require(try await Sample.refusal(refusal.text))
        #expect(error.code == refusal.code)
        #expect("\(error)".contains(refusal.place), "\(error)")
        #expect("\(error)".contains("allowed: "))
        #expect(!"\(error)".unicodeScalars.contains { $0.value < 0x20 })
    }

    static let basics: [Refusal] = [
        Refusal(.missingKey, "[countersign] version", "version = 1", becomes: ""),
        Refusal(.unknownVersion, "[countersign] version", "version = 1", becomes: "version = 2"),
        Refusal(.unknownVersion, "[countersign] version", "version = 1", becomes: "version = 01"),
        Refusal(.unknownVersion, "[countersign] version", "version = 1", becomes: "version"),
        Refusal(.missingKey, "[countersign] serial", "serial = 7", becomes: ""),
        Refusal(.badValue, "[countersign] serial", "serial = 7", becomes: "serial = 0"),
        Refusal(.badValue, "[countersign] serial", "serial = 7", becomes: "serial = -1"),
        Refusal(.badValue, "[countersign] serial", "serial = 7", becomes: "serial = 07"),
        Refusal(.badValue, "[countersign] serial", "serial = 7", becomes: "serial = 1k"),
        Refusal(.badValue, "[countersign] serial", "serial = 7", becomes: "serial = ٧"),
        Refusal(.badValue, "[countersign] serial", "serial = 7", becomes: "serial = 99999999999999999999"),
        Refusal(.badValue, "[countersign] serial", "serial = 7", becomes: "serial ="),
        Refusal(.badValue, "[countersign] serial", "serial = 7", becomes: "serial"),
        Refusal(.repeatedKey, "[countersign] serial", "serial = 7", becomes: "serial = 7\nserial = 8"),
        Refusal(.missingKey, "[countersign] repository", "repository = acme/shop", becomes: ""),
        Refusal(.badValue, "[countersign] repository", "acme/shop", becomes: "acme shop"),
        Refusal(.badValue, "[countersign] repository", "acme/shop", becomes: "асme/shop"),
        Refusal(.unknownKey, "[countersign] colour", "serial = 7", becomes: "serial = 7\ncolour = red"),
        Refusal(.unknownSection, "[colours]", adding: "[colours]\na = b"),
        Refusal(.unknownSection, "[approval \"x\"]", adding: "[approval \"x\"]\ncount = 1"),
        Refusal(.unknownSection, "[person]", adding: "[person]\nlevel = senior"),
        Refusal(.include, "[include] path", adding: "[include]\npath = /dev/null"),
        Refusal(.include, "[includeif \"gitdir:/\"] path", adding: "[includeIf \"gitdir:/\"]\npath = /dev/null"),
        Refusal(.repeatedSection, "[levels]", adding: "[levels]\norder = junior senior"),
    ]

    static let levels: [Refusal] = [
        Refusal(.missingKey, "[levels] order", "order = junior mid senior principal", becomes: ""),
        Refusal(.missingKey, "[levels] trusted", "trusted = senior", becomes: ""),
        Refusal(.unknownLevel, "[levels] trusted", "trusted = senior", becomes: "trusted = boss"),
        Refusal(.unknownLevel, "[levels] trusted", "trusted = senior", becomes: "trusted = Senior"),
        Refusal(.badValue, "[levels] order", "junior mid senior", becomes: "junior mid senior junior"),
        Refusal(.badValue, "[levels] order", "junior mid senior", becomes: "junior, mid senior"),
        Refusal(.badValue, "[levels] order", "order = junior mid senior principal", becomes: "order ="),
    ]

    static let people: [Refusal] =
        [
            Refusal(.missingKey, "[person \"c@example.com\"] level", adding: "[person \"c@example.com\"]\nname = C"),
            Refusal(.unknownLevel, "[person \"june@example.com\"] level", "level = junior", becomes: "level = boss"),
            Refusal(
                .unknownLevel, "[person \"june@example.com\"] level",
                "order = junior", becomes: "order = K junior"
            ).with("level = junior", "level = \u{212A}"),
            Refusal(
                .repeatedKey, "[person \"june@example.com\"] level",
                adding: "[person \"june@example.com\"]\nlevel = mid"),
            Refusal(
                .repeatedSection, "[person \"alice@example.com\"]",
                adding: "[person \"alice@example.com\"]\nname = Alice"),
            Refusal(
                .sharedEmail, "[person \"ALICE@example.com\"]", adding: "[person \"ALICE@example.com\"]\nlevel = mid"),
            Refusal(
                .sharedEmail, "[person \"june@example.com\"] email",
                "level = junior", becomes: "level = junior\nemail = Alice@Example.com"),
            Refusal(
                .sharedKey, "openpgp",
                adding: "[person \"c@x\"]\nlevel = mid\nopenpgp = \(fingerprint)\n"
                    + "[person \"d@x\"]\nlevel = mid\nopenpgp = \(fingerprint.uppercased())"),
            Refusal(.badValue, "openpgp", adding: "[person \"c@x\"]\nlevel = mid\nopenpgp = 0123456789ABCDEF"),
            Refusal(
                .badValue, "openpgp", adding: "[person \"c@x\"]\nlevel = mid\nopenpgp = \(fingerprint.dropLast(2)) 1"),
            Refusal(
                .badValue, "openpgp", adding: "[person \"c@x\"]\nlevel = mid\nopenpgp = \(fingerprint.dropLast())g"),
            Refusal(.badValue, "name", adding: "[person \"c@x\"]\nlevel = mid\nname = \"a\\nb\""),
            Refusal(.badValue, "name", adding: "[person \"c@x\"]\nlevel = mid\nname = a\u{202E}b"),
            Refusal(.badValue, "name", adding: "[person \"c@x\"]\nlevel = mid\nname = a\u{1B}[31mb"),
        ] + badEmails.map { Refusal(.badValue, "email", adding: "[person \"c@x\"]\nlevel = mid\nemail = \"\($0)\"") }
        + (badEmails + ["*@x", "a?@x", "!a@x", "a,b@x", "#a@x"]).map {
            Refusal(.badValue, "[person \"", adding: "[person \"\($0)\"]\nlevel = mid")
        }

    static let badEmails = [
        "", "plain", "a@b@c", "@x", "a@", " a@x", "a@x ", "a b@x", "a\t@x", "<a@x>", "a@x>", "аlice@example.com",
        "\u{212A}ate@example.com", "a\u{7f}@x", "a@x\u{200B}",
    ]

    static let fingerprint = "0123456789abcdef0123456789abcdef01234567"

    static let settings: [Refusal] =
        [
            Refusal(.badValue, "[author] proof", adding: "[author]\nproof = none"),
            Refusal(.badValue, "[ai] unmarked", adding: "[ai]\nunmarked = AI"),
            Refusal(.badValue, "[ai] markers", adding: "[ai]\nmarkers = 2025.01"),
            Refusal(.badValue, "[approval] count", adding: "[approval]\ncount = 0"),
            Refusal(.badValue, "[approval] count", adding: "[approval]\ncount = 101"),
            Refusal(.badValue, "[approval] count", adding: "[approval]\ncount = two"),
            Refusal(.repeatedKey, "[approval] count", adding: "[approval]\ncount = 2\ncount = 1"),
            Refusal(.badValue, "[approval] carry", adding: "[approval]\ncarry = always"),
            Refusal(.badValue, "[approval] scope", adding: "[approval]\nscope = \" change\""),
            Refusal(.badValue, "[approval] touch", adding: "[approval]\ntouch = yes"),
            Refusal(.badValue, "[approval] touch", adding: "[approval]\ntouch"),
            Refusal(.missingKey, "[waiver] max", adding: "[waiver]\nlevel = senior"),
            Refusal(.missingKey, "[waiver] level", adding: "[waiver]\nmax = 72h"),
            Refusal(.unknownLevel, "[waiver] level", adding: "[waiver]\nlevel = boss\nmax = 72h"),
        ]
        + ["", "h", "72", "72 h", "0h", "-1h", "1.5h", "72H", "1y", "1h30m", "3651d", "9999999999w"].map {
            Refusal(.badValue, "[approval] grace", adding: "[approval]\ngrace = \($0)")
        }

    static let rules: [Refusal] = [
        Refusal(.missingKey, "[rule \"r\"] path", adding: "[rule \"r\"]\ncount = 2"),
        Refusal(.badValue, "[rule \"\"]", adding: "[rule \"\"]\npath = x"),
        Refusal(.badValue, "[rule \"r\"] applies-to", adding: "[rule \"r\"]\npath = x\napplies-to = none"),
        Refusal(.badValue, "[rule \"r\"] count", adding: "[rule \"r\"]\npath = x\ncount = 0"),
        Refusal(.unknownLevel, "[rule \"r\"] level", adding: "[rule \"r\"]\npath = x\nlevel = boss"),
        Refusal(.badValue, "[rule \"r\"] path", adding: "[rule \"r\"]\npath = a/[b"),
        Refusal(.badValue, "[rule \"r\"] path", adding: "[rule \"r\"]\npath = good\npath = /etc"),
    ]

    static let others: [Refusal] = [
        Refusal(.missingKey, "[marker \"m\"] tool", adding: "[marker \"m\"]\nauthor = a@x"),
        Refusal(.missingKey, "[marker \"m\"] trailer", adding: "[marker \"m\"]\ntool = M"),
        Refusal(.badValue, "[marker \"m\"] trailer", adding: "[marker \"m\"]\ntool = M\ntrailer = no colon"),
        Refusal(.badValue, "[marker \"m\"] trailer", adding: "[marker \"m\"]\ntool = M\ntrailer = \"Made-with: \""),
        Refusal(.badValue, "[marker \"m\"] author", adding: "[marker \"m\"]\ntool = M\nauthor = *"),
        Refusal(.badValue, "[revoked] key", adding: "[revoked]\nkey = SHA256:abc"),
        Refusal(.badValue, "[revoked] key", adding: "[revoked]\nkey = \(Sample.aliceFingerprint)="),
        // The last character has two bits that belong to no byte: with them set, no key would ever be found by it.
        Refusal(.badValue, "[revoked] key", adding: "[revoked]\nkey = \(Sample.aliceFingerprint.dropLast())R"),
        Refusal(.badValue, "[revoked] key", adding: "[revoked]\nkey = MD5:00"),
        Refusal(.badValue, "[revoked] statement", adding: "[revoked]\nstatement = sha256:00"),
        Refusal(
            .badValue, "[revoked] statement",
            adding: "[revoked]\nstatement = sha256:\(String(repeating: "AB", count: 32))"),
    ]

    @Test("a message shows hostile text harmlessly, on one line, and cut")
    func harmless() async throws {
        let hostile = "[approval]\ncarry = \"a\\nb\u{1B}[2J\u{202E}\(String(repeating: "x", count: 5000))\"\n"
        let error = try #require(try await Sample.refusal(Sample.small + hostile))
        #expect("\(error)".contains("a\\u{a}b\\u{1b}[2J\\u{202e}xxx"))
        #expect("\(error)".utf8.count < 400)
    }
}

extension Refusal {
    /// One more change.
    func with(_ old: String, _ new: String) -> Refusal {
        Refusal(code: code, place: place, text: text.replacing(old, with: new))
    }

    private init(code: PolicyError.Code, place: String, text: String) {
        (self.code, self.place, self.text) = (code, place, text)
    }
}
