import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

@Suite("What an approval is carried to")
struct CarryThreatTests {
    private static let text = (1...40).map { "line \($0)\n" }.joined()

    /// A base commit with a long file, and an approved change in its middle.
    private static func approvedChange(
        policy: String = Scenario.standardPolicy, by author: KeyPath<Cast, Cast.Member> = \.june
    ) async throws -> (scenario: Scenario, base: ObjectID, approved: ObjectID) {
        let scenario = try await Scenario(policy: policy)
        let base = try await scenario.commit("Base", by: scenario.cast.june, files: ["long": text])
        let approved = try await scenario.commit(
            "Change\n\n\(Scenario.marker)", by: scenario.cast[keyPath: author],
            files: ["long": text.replacing("line 20\n", with: "line twenty\n")])
        try await scenario.decide(by: scenario.cast.alice, on: approved)
        return (scenario, base, approved)
    }

    @Test("a change of whitespace after the approval is a new change")
    func whitespace() async throws {
        let (scenario, base, approved) = try await Self.approvedChange()
        try await scenario.expect(approved, .approved)
        try await scenario.branch("blank", at: base)
        let text = Self.text.replacing("line 20\n", with: "line twenty \n")
        let other = try await scenario.commit(
            "Change\n\n\(Scenario.marker)", by: scenario.cast.june, files: ["long": text])
        try await scenario.expect(other, .missing)
    }

    @Test("a change of mode alone after the approval is a new change")
    func mode() async throws {
        let (scenario, base, approved) = try await Self.approvedChange()
        try await scenario.branch("mode", at: base)
        try await scenario.git(["cherry-pick", "-n", approved.hex], by: scenario.cast.june)
        try await scenario.git(["update-index", "--chmod=+x", "long"], by: scenario.cast.june)
        let other = try await scenario.after(
            "commit", "-q", "-m", "Change\n\n\(Scenario.marker)", by: scenario.cast.june)
        try await scenario.expect(other, .missing)
    }

    @Test("the same diff on a file that differs elsewhere is a new change")
    func sameDiffElsewhere() async throws {
        let (scenario, base, approved) = try await Self.approvedChange()
        try await scenario.branch("elsewhere", at: base)
        try await scenario.commit(
            "Other", by: scenario.cast.june, files: ["long": Self.text.replacing("line 1\n", with: "line one\n")])
        let picked = try await scenario.after("cherry-pick", approved.hex, by: scenario.cast.june)
        try await scenario.expect(picked, .missing)
    }

    @Test("the same content at another path is a new change")
    func otherPath() async throws {
        let (scenario, base, _) = try await Self.approvedChange()
        try await scenario.branch("path", at: base)
        let other = try await scenario.commit(
            "Change\n\n\(Scenario.marker)", by: scenario.cast.june,
            files: ["other": Self.text.replacing("line 20\n", with: "line twenty\n")])
        try await scenario.expect(other, .missing)
    }

    @Test("the same change with another one beside it is a new change")
    func moreBeside() async throws {
        let (scenario, _, approved) = try await Self.approvedChange()
        try scenario.repository.write("stowaway", "x\n")
        try await scenario.git(["add", "-A"], by: scenario.cast.june)
        let amended = try await scenario.after("commit", "-q", "--amend", "--no-edit", by: scenario.cast.june)
        #expect(amended != approved)
        try await scenario.expect(amended, .missing)
    }

    @Test("a cherry-pick or rebase that leaves the touched files alone keeps the approval, never with carry = never")
    func rebase() async throws {
        let (scenario, base, approved) = try await Self.approvedChange()
        try await scenario.branch("rebased", at: base)
        try await scenario.commit("Other file", by: scenario.cast.june, files: ["else": "1\n"])
        let picked = try await scenario.after("cherry-pick", approved.hex, by: scenario.cast.june)
        try await scenario.expect(picked, .carried)
        let strict = try await Self.approvedChange(policy: Scenario.policy("[approval]\n\tcarry = never\n"))
        try await strict.scenario.expect(strict.approved, .approved)
        let reworded = try await strict.scenario.after(
            "commit", "-q", "--amend", "-m", "Else\n\n\(Scenario.marker)", by: strict.scenario.cast.june)
        try await strict.scenario.expect(reworded, .missing)
    }

    @Test("what the reviewer wrote does not become another's by being committed anew")
    func authorChanged() async throws {
        let (scenario, _, approved) = try await Self.approvedChange(by: \.alice)
        try await scenario.expect(approved, .missing, .selfApproval)
        let june = scenario.cast.june
        let copy = try await scenario.after("commit", "-q", "--amend", "--no-edit", "--reset-author", by: june)
        try await scenario.expect(copy, .missing, .selfApproval)
        try await scenario.decide(by: scenario.cast.bob, on: approved)
        try await scenario.expect(copy, .carried, .selfApproval)
    }

    @Test("a revoked approval is not carried")
    func revoked() async throws {
        let (scenario, _, approved) = try await Self.approvedChange()
        let reworded = try await scenario.after(
            "commit", "-q", "--amend", "-m", "Else\n\n\(Scenario.marker)", by: scenario.cast.june)
        try await scenario.expect(reworded, .carried)
        let digest = Digest256(
            hashing: try await scenario.statement(by: scenario.cast.alice, about: [approved]).payload())
        try await scenario.revoke(digest, by: scenario.cast.alice, on: approved)
        try await scenario.expect(reworded, .missing, .revoked)
    }

    @Test("an empty commit's approval is carried to no other")
    func empty() async throws {
        let scenario = try await Scenario()
        let message = "Nothing\n\n\(Scenario.marker)"
        let approved = try await scenario.commit(message, by: scenario.cast.june)
        try await scenario.decide(by: scenario.cast.alice, on: approved)
        try await scenario.expect(approved, .approved)
        try await scenario.expect(try await scenario.commit(message, by: scenario.cast.june), .missing)
    }

    @Test("what was approved, landed and reverted does not land again by the same approval, named or carried")
    func landedAgain() async throws {
        let (scenario, _, approved) = try await Self.approvedChange()
        let june = scenario.cast.june
        try await scenario.git(["revert", "--no-edit", approved.hex], by: june)
        let again = try await scenario.after("cherry-pick", approved.hex, by: june)
        try await scenario.expect(again, .missing, .alreadyLanded)
        let both = try await scenario.statement(by: scenario.cast.bob, about: [approved, again])
        try await scenario.record(both, key: scenario.cast.bob.key)
        try await scenario.expect(again, .missing, .alreadyLanded, .alreadyLanded)
        try await scenario.decide(by: scenario.cast.carol, on: again)
        try await scenario.expect(again, .approved, .alreadyLanded, .alreadyLanded)
    }

    @Test("an approved merge that decided something and was reverted does not land again as a commit")
    func evilMergeAgain() async throws {
        let scenario = try await Scenario()
        let (june, alice) = (scenario.cast.june, scenario.cast.alice)
        try await scenario.branch("topic", at: scenario.root)
        let work = try await scenario.flaggedCommit()
        try await scenario.git(["switch", "-q", "main"], by: june)
        try await scenario.commit("Mainline", by: june, files: ["else": "1\n"])
        try await scenario.git(["merge", "-q", "--no-commit", "--no-ff", "topic"], by: june)
        let merge = try await scenario.commit("Merge", by: june, files: ["extra": "by hand\n"])
        try await scenario.decide(by: alice, on: work)
        try await scenario.decide(by: alice, on: merge)
        try await scenario.expect(merge, .approved)
        try await scenario.git(["revert", "--no-edit", "-m", "1", "HEAD"], by: june)
        let main = try await scenario.id("HEAD")
        try await scenario.git(["cherry-pick", "-n", "-m", "1", merge.hex], by: june)
        let again = try await scenario.commit("Again\n\n\(Scenario.marker)", by: june)
        try await scenario.expect(from: main, to: again, .missing, .alreadyLanded)
    }
}
