import Scenarios
import Servers
import TestRepositories
import Testing

/// THREATS, "Approvals": statements that the ledger does not take, and those that it takes and that count for nothing.
enum ApprovalBypasses {
    static let all = [
        untaken("a line that says nothing", "1 of 1 new lines would not be believed") { _, _ in "nonsense" },
        untaken("a statement signed by nobody in the policy", "unknown-key") { scene, commit in
            try await scene.approval(of: commit, by: scene.server.cast.mallory.key) { $0 }
        },
        untaken("a senior's name, a junior's key", "key-not-this-person") { scene, commit in
            try await scene.approval(of: commit, by: scene.june.owner.key) { $0 }
        },
        untaken("a signature made for something else", "wrong-namespace") { scene, commit in
            try await scene.approval(of: commit, namespace: "git") { $0 }
        },
        untaken("a date in the future", "from-the-future") { scene, commit in
            try await scene.approval(of: commit) { $0.replacing("\"signedAt\":\"20", with: "\"signedAt\":\"21") }
        },
        untaken("an approval for another repository", "other-repository") { scene, commit in
            try await scene.approval(of: commit) { $0.replacing("example/shop", with: "example/else") }
        },
        useless("an approval by the junior herself") { scene, commit in
            try await scene.approval(of: commit, by: scene.june.owner.key) {
                $0.replacing("alice@example.com", with: "june@example.com")
            }
        },
        useless("a decision that nobody knows") { scene, commit in
            try await scene.approval(of: commit) { $0.replacing("\"approve\"", with: "\"Approve it\"") }
        },
        useless("an approval whose change is another") { scene, commit in
            let other = try await scene.june.commit("other")
            let digest = try await scene.approval(of: other) { $0 }
            try await scene.june.must("reset", "-q", "--hard", commit)
            _ = digest
            return try await scene.approval(of: other) { $0.replacing(other, with: commit) }
        },
        Bypass("another commit's approval, hung on this one", "✗ missing") { scene in
            let other = try await scene.june.commit("approved")
            let line = try await scene.approval(of: other) { $0 }
            try await scene.june.must("reset", "-q", "--hard", "origin/main")
            let commit = try await scene.june.commit("unapproved")
            try await scene.publish(line, on: commit)
            return []
        },
        Bypass("the author's own approval", "✗ missing", "alice@example.com") { scene in
            try await scene.june.commit("hers")
            try await scene.june.must(
                "commit", "-q", "--amend", "--no-edit", "--no-gpg-sign", "--author=A <alice@example.com>")
            let commit = try await scene.june.must("rev-parse", "HEAD")
            let draft = try await scene.june.commit("a draft")
            let line = try await scene.approval(of: draft) { $0.replacing(draft, with: commit) }
            try await scene.june.must("reset", "-q", "--hard", commit)
            try await scene.publish(line, on: commit)
            return []
        },
        Bypass("a rejection beside the approval", "✗ rejected", "alice@example.com") { scene in
            let commit = try await scene.june.commit("rejected")
            try await scene.approve(commit)
            try await scene.alice.countersign("reject", commit, "--push").expect(0)
            return []
        },
        Bypass("an approval that was taken back", "✗ missing") { scene in
            let commit = try await scene.june.commit("revoked")
            try await scene.approve(commit)
            try await scene.alice.countersign("revoke", commit, "--push").expect(0)
            return []
        },
        Bypass("amended after the approval", "✗ missing") { scene in
            try await scene.approve(try await scene.june.commit("amended"))
            try scene.june.repository.write("amended", "two\n")
            try await scene.june.must("commit", "-q", "-a", "--amend", "--no-edit", "--no-gpg-sign")
            return []
        },
        Bypass("a blank added after the approval", "✗ missing") { scene in
            try await scene.approve(try await scene.june.commit("blank"))
            try scene.june.repository.write("blank", "one \n")
            try await scene.june.must("commit", "-q", "-a", "--amend", "--no-edit", "--no-gpg-sign")
            return []
        },
        Bypass("the approval in the same push", "✗ missing") { scene in
            let commit = try await scene.june.commit("together")
            try await scene.hang(try await scene.approval(of: commit) { $0 }, on: commit)
            return ["HEAD:main", GatedServer.ledger]
        },
    ]

    /// A line that the ledger refuses.
    private static func untaken(
        _ name: String, _ word: String,
        line: @escaping @Sendable (GatedServer, String) async throws -> String
    ) -> Bypass {
        Bypass(name, word) { scene in
            let commit = try await scene.june.commit("untaken")
            try await scene.hang(try await line(scene, commit), on: commit)
            return [GatedServer.ledger]
        }
    }

    /// A line that the ledger takes, for the person signed it, and by which nothing lands.
    private static func useless(
        _ name: String, line: @escaping @Sendable (GatedServer, String) async throws -> String
    ) -> Bypass {
        Bypass(name, "✗ missing", "june@example.com") { scene in
            let commit = try await scene.june.commit("useless")
            try await scene.publish(try await line(scene, commit), on: commit)
            return []
        }
    }
}
