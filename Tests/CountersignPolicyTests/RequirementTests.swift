import CountersignPolicy
import Testing

@Suite("What a commit needs")
struct RequirementTests {
    private static let text =
        Sample.small + """
            [approval]
                count = 2
            [rule "infra"]
                path = infra/**
                level = principal
            [rule "docs"]
                path = docs
                applies-to = all
                count = 1
                level = junior
            [rule "keys"]
                path = **/*.key
                applies-to = all
                count = 3

            """

    struct Case: Sendable, CustomTestStringConvertible {
        let paths: [String]
        let flagged: Bool
        let trusted: Bool
        let expected: String

        var testDescription: String { "\(paths) flagged: \(flagged) trusted: \(trusted) → \(expected)" }

        init(_ paths: [String], flagged: Bool, trusted: Bool, _ expected: String) {
            (self.paths, self.flagged, self.trusted, self.expected) = (paths, flagged, trusted, expected)
        }
    }

    static let cases = [
        Case(["src/a"], flagged: false, trusted: false, "nothing"),
        Case(["src/a"], flagged: false, trusted: true, "nothing"),
        Case(["src/a"], flagged: true, trusted: true, "nothing"),
        Case(["src/a"], flagged: true, trusted: false, "2 senior []"),
        Case([], flagged: true, trusted: false, "2 senior []"),
        Case(["src/a", "infra/x"], flagged: true, trusted: false, "2 principal [infra]"),
        Case(["infra/x"], flagged: true, trusted: true, "nothing"),
        Case(["infra/x"], flagged: false, trusted: false, "nothing"),
        Case(["docs/x"], flagged: false, trusted: true, "1 junior [docs]"),
        Case(["docs/x"], flagged: true, trusted: true, "1 junior [docs]"),
        Case(["docs/x"], flagged: true, trusted: false, "2 senior [docs]"),
        Case(["a.key"], flagged: false, trusted: true, "3 senior [keys]"),
        Case(["docs/a.key"], flagged: false, trusted: true, "3 senior [docs,keys]"),
        Case(["infra/a.key"], flagged: true, trusted: false, "3 principal [infra,keys]"),
        Case(["infra/a.key"], flagged: true, trusted: true, "3 senior [keys]"),
    ]

    @Test("the highest count and the highest level of all that apply", arguments: cases)
    func table(row: Case) async throws {
        let need = try await Sample.policy(Self.text).requirement(
            for: row.paths.map { Array($0.utf8) }, flagged: row.flagged, isAuthorTrusted: row.trusted)
        let text = need.map { "\($0.count) \($0.level.name) [\($0.rules.joined(separator: ","))]" } ?? "nothing"
        #expect(text == row.expected)
    }

    @Test("a rule without a count asks for as many as usual")
    func usualCount() async throws {
        let policy = try await Sample.policy(Self.text + "[rule \"r\"]\npath = src\napplies-to = all\n")
        let need = policy.requirement(for: [Array("src/a".utf8)], flagged: false, isAuthorTrusted: true)
        #expect(need?.count == 2)
        #expect(need?.level.name == "senior")
    }

    @Test("rules that touch a path are found whatever they apply to")
    func touching() async throws {
        let policy = try await Sample.policy(Self.text)
        #expect(policy.rules(touching: [Array("infra/a.key".utf8)]).map(\.name) == ["infra", "keys"])
    }
}
