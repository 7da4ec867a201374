import CountersignObjects
import Scenarios
import Servers
import TestRepositories
import Testing

/// THREATS, "Policy": changes of the rules that nobody approved.
enum PolicyBypasses {
    private static let raised = Scenario.policy(serial: 2).replacing(
        "name = june\n\tlevel = junior", with: "name = june\n\tlevel = senior")

    static let all = [
        Bypass("oneself as a senior, used at once", "✗ unapproved-policy-change", "✗ missing") { scene in
            try scene.june.repository.write(".countersign/policy", raised)
            try await scene.june.commit("promotion", flagged: false, signed: true)
            try await scene.june.commit("use", signed: true)
            return []
        },
        edit("a change without a serial of its own", raised.replacing("serial = 2", with: "serial = 1")),
        edit("a serial that skips one", raised.replacing("serial = 2", with: "serial = 3")),
        edit("an include", Scenario.policy(serial: 2) + "[include]\n\tpath = /etc/passwd\n"),
        edit("a policy that nobody can read", "nonsense"),
        Bypass("no policy any more", "✗ unapproved-policy-change") { scene in
            try await scene.june.must("rm", "-q", "-r", ".countersign")
            try await scene.june.commit("gone", flagged: false)
            return []
        },
        Bypass("a pattern in allowed_signers", "✗ unapproved-policy-change") { scene in
            let key = scene.june.owner.key.publicText
            try scene.june.repository.write(".countersign/policy", Scenario.policy(serial: 2))
            try scene.june.repository.write(".countersign/allowed_signers", "*@example.com \(key)\n")
            try await scene.june.commit("pattern", flagged: false)
            return []
        },
        entry("a link for a policy", "120000", "blob", ".countersign"),
        entry("a file for a policy", "100644", "blob", ".countersign"),
        entry("a submodule for a policy", "160000", "commit", ".countersign"),
        entry("a policy spelled otherwise", "040000", "tree", ".Countersign"),
        Bypass("a policy change by its own author's approval", "✗ unapproved-policy-change") { scene in
            try scene.june.repository.write(".countersign/policy", raised)
            let commit = try await scene.june.commit("own", flagged: false, signed: true)
            let line = try await scene.approval(of: commit, by: scene.june.owner.key) {
                $0.replacing("alice@example.com", with: "june@example.com")
            }
            try await scene.publish(line, on: commit)
            return []
        },
        Bypass("an approved change with more of it riding along", "✗ unapproved-policy-change") { scene in
            try scene.june.repository.write(".countersign/policy", Scenario.policy(serial: 2, "# a remark"))
            try await scene.approve(try await scene.june.commit("harmless", flagged: false, signed: true))
            try scene.june.repository.write(".countersign/policy", raised)
            try await scene.june.must("commit", "-q", "-a", "--amend", "--no-edit", "-S")
            return []
        },
        Bypass("a replaced policy, by a replace ref on the server", "✗ missing") { scene in
            let june = scene.june
            let old = try await june.must("rev-parse", "origin/main:.countersign/policy")
            let new = try await june.repository.git(
                ["hash-object", "-w", "--stdin"], input: raised.replacing("serial = 2", with: "serial = 1"))
            try await june.must("push", "-q", "origin", "\(new):refs/replace/\(old)")
            try await june.commit("replaced", signed: true)
            return []
        },
    ]

    private static func edit(_ name: String, _ policy: String) -> Bypass {
        Bypass(name, "✗ unapproved-policy-change") { scene in
            try scene.june.repository.write(".countersign/policy", policy)
            try await scene.june.commit("edit", flagged: false, signed: true)
            return []
        }
    }

    private static func entry(_ name: String, _ mode: String, _ kind: String, _ file: String) -> Bypass {
        Bypass(name, "✗ unapproved-policy-change") { scene in
            let git = scene.june.repository
            let object =
                switch kind {
                case "tree": try await git.git("rev-parse", "HEAD^{tree}")
                case "commit": scene.server.root.hex
                default: try await git.git(["hash-object", "-w", "--stdin"], input: "x")
                }
            let rows = try await git.git("ls-tree", "HEAD").split(separator: "\n").filter { !$0.hasSuffix("\t\(file)") }
            let listing = rows.map { "\($0)\n" }.joined() + "\(mode) \(kind) \(object)\t\(file)\n"
            let tree = try await git.git(["mktree", "--missing"], input: listing)
            let commit = try await scene.june.must("commit-tree", "-p", "HEAD", "-m", "Change", tree)
            return ["\(commit):main"]
        }
    }
}
