import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("An approval needs no program: it is checked and written with stock tools")
struct ByHandTests {
    private static let checker =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/scripts/check-approval-by-hand"

    @Test("what the program writes passes the check by hand, and what is taken back does not")
    func checked() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit("a")
        let commit = try await scenario.flaggedCommit("b")
        let alice = Program(in: scenario, as: scenario.cast.alice)
        #expect(try await alice.run("approve", "-m", "naïve “quotes” \" \\", "topic").status == 0)
        let good = try await alice.run([Self.checker, commit.hex], program: "bash")
        #expect(good.status == 0, "\(good.output)\(good.errors)")
        #expect(good.output.hasPrefix("good approve by alice@example.com at "), "\(good.output)")
        #expect(try await alice.run("revoke", "topic").status == 0)
        #expect(try await alice.run([Self.checker, commit.hex], program: "bash").status == 1)
    }

    @Test("what the program writes about a range passes the check by hand")
    func checkedRange() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit("a")
        let head = try await scenario.flaggedCommit("b")
        let bob = Program(in: scenario, as: scenario.cast.bob)
        #expect(try await bob.run("approve", "main..topic").status == 0)
        let good = try await bob.run([Self.checker, head.hex], program: "bash")
        #expect(good.status == 0, "\(good.output)\(good.errors)")
        #expect(good.output.hasPrefix("good approve by bob@example.com at "), "\(good.output)")
    }

    /// What FORMAT prescribes, with printf, git, ssh-keygen, base64 and sha256sum.
    ///
    /// Usage: REVIEWER KEY TIME HEAD [BASE]; with BASE the range BASE..HEAD.
    static let writing = #"""
        set -euo pipefail
        export LC_ALL=C GIT_NO_REPLACE_OBJECTS=1
        digest() {
            git diff-tree -r --no-renames --raw --full-index -z --no-commit-id --ignore-submodules=none "$1" "$2" |
                sha256sum | { read -r sum _; printf 'sha256:%s' "$sum"; }
        }
        reviewer=$1 key=$2 time=$3 head=$4 base=${5-}
        range=
        if [[ -n $base ]]; then
            range=$(printf ',"range":{"base":"%s","head":"%s","change":"%s"}' "$base" "$head" "$(digest "$base" "$head")")
        fi
        payload=$(printf '{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"gitCommit":"%s"}}],' "$head"
            printf '"predicateType":"urn:countersign:review:v1","predicate":{"decision":"approve","reviewer":"%s",' "$reviewer"
            printf '"signedAt":"%s","repository":"example/shop",' "$time"
            printf '"changes":{"%s":"%s"}%s}}' "$head" "$(digest "$head^" "$head")" "$range")
        type=application/vnd.in-toto+json
        sig=$(printf 'DSSEv1 %d %s %d %s' "${#type}" "$type" "${#payload}" "$payload" |
            ssh-keygen -q -Y sign -n countersign -f "$key" |
            while read -r line; do [[ $line == -----* ]] || printf '%s' "$line"; done)
        note=$(printf '{"payload":"%s","payloadType":"%s","signatures":[{"keyid":"by hand","sig":"%s"}]}' \
            "$(printf '%s' "$payload" | base64 -w 0)" "$type" "$sig")
        git notes --ref=countersign append -m "$note" "$head"
        """#

    @Test("an approval of one commit written by hand is accepted")
    func written() async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        let program = Program(in: scenario.repository.path)
        #expect(try await program.verify(scenario, commit).status == 1)
        try await write(in: scenario, commit)
        let outcome = try await program.verify(scenario, commit)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("approved by alice@example.com"), "\(outcome.output)")
        let checked = try await program.run([Self.checker, commit.hex], program: "bash")
        #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    }

    @Test("an approval of a range written by hand is accepted, for its squash too")
    func writtenRange() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit("a")
        try await scenario.flaggedCommit("b")
        let head = try await scenario.flaggedCommit("c")
        try await write(in: scenario, head, from: scenario.root)
        let program = Program(in: scenario.repository.path)
        let outcome = try await program.verify(scenario, head)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.hasSuffix("PASS  3 commits, 3 flagged: 3 approved\n"), "\(outcome.output)")
        try await scenario.git(["switch", "-q", "main"], by: scenario.cast.june)
        try await scenario.git(["merge", "-q", "--squash", "topic"], by: scenario.cast.june)
        let squash = try await scenario.commit("Squash\n\n\(Scenario.marker)", by: scenario.cast.june)
        let squashed = try await program.verify(scenario, squash)
        #expect(squashed.output.hasSuffix("PASS  1 commit, 1 flagged: 1 carried\n"), "\(squashed.output)")
    }

    static let slips: [(old: String, new: String, code: String)] = [
        ("-n countersign", "-n git", "wrong-namespace"), ("example/shop", "example/shops", "other-repository"),
        ("--full-index", "--abbrev=39", "bad-change"), ("'DSSEv1 %d", "'DSSEv1 1%d", "bad-signature"),
        ("https://in-toto.io", "http://in-toto.io", "unreadable"),
    ]

    @Test("one slip in a hand's work, and it is refused by name", arguments: slips)
    func slip(old: String, new: String, code: String) async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        try await write(in: scenario, commit, script: Self.writing.replacing(old, with: new))
        let program = Program(in: scenario.repository.path)
        #expect(try await program.verify(scenario, commit).status == 1)
        let shown: [ReportJSON.Approval] = try decoded(
            try await program.run("show", commit.hex, "--as-of", Scenario.now.rfc3339, "--format", "json").output)
        #expect(shown.map(\.reason.value) == [code])
    }

    private func write(
        in scenario: Scenario, _ head: ObjectID, from base: ObjectID? = nil, script: String = writing
    ) async throws {
        let alice = scenario.cast.alice
        let arguments = [alice.email, alice.key.file, Scenario.day.rfc3339, head.hex] + (base.map { [$0.hex] } ?? [])
        let outcome = try await Program(
            in: scenario.repository.path, ["GIT_AUTHOR_NAME": "Alice", "GIT_AUTHOR_EMAIL": alice.email]
        ).run(["-c", script, "by-hand"] + arguments, program: "bash")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
