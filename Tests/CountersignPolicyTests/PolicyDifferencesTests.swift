import CountersignPolicy
import Testing

@Suite("Differences of policies")
struct PolicyDifferencesTests {
    struct Change: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let lines: [String]

        var testDescription: String { lines.first ?? "nothing" }

        init(_ old: String, _ new: String, _ lines: String...) {
            (self.old, self.new, self.lines) = (old, new, lines)
        }
    }

    static let changes = [
        Change("serial = 7", "serial = 8", "serial 7 → 8"),
        Change("acme/shop", "acme/other", "repository acme/shop → acme/other"),
        Change(
            "junior mid senior", "mid junior senior",
            "levels junior < mid < senior < principal → mid < junior < senior < principal"),
        Change("trusted = senior", "trusted = junior", "trusted level senior → junior"),
        Change("level = junior", "level = senior", "june@example.com: junior → senior"),
        Change("[person \"june@example.com\"]\n    level = junior\n", "", "june@example.com: removed (was junior)"),
        Change("[author]", "[person \"m@x\"]\nlevel = mid\n[author]", "m@x: added as mid"),
        Change("Alice Example", "Alice Sample", "alice@example.com name Alice Example → Alice Sample"),
        Change("name = Alice Example", "", "alice@example.com name Alice Example → nothing"),
        Change(
            "alice@old.example", "alice@new.example", "added: address alice@new.example for alice@example.com",
            "removed: address alice@old.example for alice@example.com"),
        Change(
            "openpgp = 0123456789abcdef0123456789abcdef01234567", "",
            "removed: OpenPGP key 0123456789ABCDEF0123456789ABCDEF01234567 for alice@example.com"),
        Change("proof = claim", "", "author proof claim → signature"),
        Change("unmarked = declare", "unmarked = ai", "unmarked commits declare → ai"),
        Change("markers = 2026.11", "", "version of the built-in markers 2026.11 → the program's own"),
        Change("tool = Acme bot", "tool = Bot", "marker acme-bot: tool Acme bot → Bot"),
        Change("trailer = Made-with: *", "", "removed: trailer Made-with: * in marker acme-bot"),
        Change(
            "bot@acme.example", "b@acme.example", "added: author b@acme.example in marker acme-bot",
            "removed: author bot@acme.example in marker acme-bot"),
        Change("count = 1", "count = 2", "approval count 1 → 2"),
        Change("carry = never", "", "approval carry never → same-files"),
        Change("scope = branch", "", "approval scope branch → change"),
        Change("grace = 24h", "", "approval grace 1d → none"),
        Change("touch = true", "", "approval touch true → false"),
        Change("count = 2", "count = 1", "rule infrastructure: count 2 → 1"),
        Change("count = 2", "", "rule infrastructure: count 2 → the usual"),
        Change("level = principal\n[waiver]", "[waiver]", "rule infrastructure: level principal → the trusted"),
        Change("applies-to = all", "", "rule infrastructure: applies to all → ai"),
        Change("path = **/*.tf", "", "removed: path **/*.tf in rule infrastructure"),
        Change("max = 72h", "max = 720h", "waivers by principal, for at most 3d → by principal, for at most 30d"),
        Change(
            "key = fedcba9876543210fedcba9876543210fedcba98", "",
            "removed: revocation of key FEDCBA9876543210FEDCBA9876543210FEDCBA98"),
        Change(
            "statement = sha256:\(String(repeating: "0f", count: 32))", "",
            "removed: revocation of statement sha256:\(String(repeating: "0f", count: 32))"),
    ]

    @Test("every change of meaning shows as a line", arguments: changes)
    func shown(change: Change) async throws {
        #expect(Sample.full.contains(change.old), "the sample holds what is changed")
        let old = try await Sample.policy(Sample.full)
        let new = try await Sample.policy(Sample.full.replacing(change.old, with: change.new))
        #expect(Policy.differences(from: old, to: new) == change.lines)
        #expect(!Policy.differences(from: new, to: old).isEmpty)
    }

    @Test("keys added, removed and limited show with their people")
    func keys() async throws {
        let old = try await Sample.policy(Sample.small, signers: "alice@example.com \(Sample.aliceKey)\n")
        let new = try await Sample.policy(
            Sample.small,
            signers: """
                alice@example.com namespaces="git",valid-before="20270101Z" \(Sample.aliceKey)
                june@example.com \(Sample.juneKey)
                *@example.com cert-authority \(Sample.caKey)

                """)
        #expect(
            Policy.differences(from: old, to: new) == [
                "added: key \(Sample.aliceFingerprint) (namespaces git; valid before 2027-01-01T00:00:00Z)"
                    + " for alice@example.com",
                "added: key \(Sample.juneFingerprint) for june@example.com",
                "added: certificate authority \(Sample.caFingerprint) for *@example.com",
                "removed: key \(Sample.aliceFingerprint) for alice@example.com",
            ])
    }

    @Test("order, comments and blanks are no difference")
    func sameMeaning() async throws {
        let start = "[person \"a@x\"]\nlevel = mid # here\n"
        let end = "[rule \"r\"]\npath = a\npath = b\n"
        let turned = "[rule \"r\"]\n\tpath = b\n\tpath = a\n"
        let old = try await Sample.policy(Sample.small + start + end, signers: Sample.signers)
        let new = try await Sample.policy(Sample.small + turned + start, signers: "# keys\n" + Sample.signers)
        #expect(Policy.differences(from: old, to: new).isEmpty)
    }

    @Test("two spellings that look alike show as what they are")
    func lookAlikes() async throws {
        let name = { (name: String) in "[person \"a@x\"]\nlevel = mid\nname = \(name)\n" }
        let old = try await Sample.policy(Sample.small + name("Zo\u{EB}"))
        let new = try await Sample.policy(Sample.small + name("Zoe\u{308}"))
        #expect(Policy.differences(from: old, to: new) == ["a@x name Zo\\u{eb} \\u{2192} Zoe\\u{308}"])
    }

    @Test("names that hold the joining words do not hide a change")
    func joiningWords() async throws {
        let rules = { (first: String, second: String) in
            "[rule \"r\"]\npath = q\npath = \(first)\n[rule \"b in rule r\"]\npath = q\npath = \(second)\n"
        }
        let old = try await Sample.policy(Sample.small + rules("a in rule b", "x"))
        let new = try await Sample.policy(Sample.small + rules("x", "a"))
        #expect(Policy.differences(from: old, to: new).count == 4)
    }
}
