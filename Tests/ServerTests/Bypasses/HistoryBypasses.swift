import Scenarios
import Servers
import TestRepositories
import Testing

/// THREATS, "History", "Objects" and "Evasion of flagging": where a commit comes from, and how it is written.
enum HistoryBypasses {
    static let all = [
        Bypass("a branch that merged main and takes its place", "foxtrot") { scene in
            try await scene.june.must("switch", "-q", "-C", "side", "origin/main~1")
            try await scene.june.commit("side", flagged: false)
            try await scene.june.must("merge", "-q", "-m", "Merge main", "origin/main")
            return []
        },
        Bypass("a step back by force", "not a fast-forward") { _ in ["+origin/main~1:main"] },
        Bypass("the branch deleted", "a protected branch is not deleted") { _ in [":main"] },
        Bypass("history without the root by force", "not a fast-forward") { scene in
            try await scene.june.must("switch", "-q", "--orphan", "lone-\(UInt32.random(in: 0...UInt32.max))")
            try await scene.june.commit("lone", flagged: false)
            return ["+HEAD:main"]
        },
        Bypass("a new protected branch without the root", "must hold the trust root") { scene in
            try await scene.june.must("switch", "-q", "--orphan", "lone-\(UInt32.random(in: 0...UInt32.max))")
            try await scene.june.commit("lone", flagged: false)
            return ["HEAD:refs/heads/release/1"]
        },
        Bypass("a commit that came in on a free branch", "✗ missing") { scene in
            try await scene.june.commit("free")
            try await scene.june.must("push", "-q", "--force", "origin", "HEAD:refs/heads/free")
            return []
        },
        Bypass("a marker only in a side branch of a merge", "✗ missing") { scene in
            try await scene.june.must("switch", "-q", "-C", "side")
            try await scene.june.commit("side")
            try await scene.june.must("switch", "-q", "attempt")
            try await scene.june.commit("plain", flagged: false)
            try await scene.june.must("merge", "-q", "--no-ff", "-m", "Merge", "side")
            return []
        },
        Bypass("more in a merge than its parents have", "✗ missing", "Change unreviewed") { scene in
            try await scene.june.must("switch", "-q", "-C", "side")
            try await scene.approve(try await scene.june.commit("reviewed"))
            try await scene.june.must("switch", "-q", "attempt")
            try await scene.june.must("merge", "-q", "--no-ff", "--no-commit", "side")
            try await scene.june.commit("unreviewed", flagged: false)
            return []
        },
        Bypass("an octopus", "✗ missing") { scene in
            for side in ["one", "two"] {
                try await scene.june.must("switch", "-q", "-C", side, "origin/main")
                try await scene.approve(try await scene.june.commit(side))
            }
            try await scene.june.must("switch", "-q", "attempt")
            try await scene.june.commit("beside", flagged: false)
            try await scene.june.must("merge", "-q", "-m", "Merge", "one", "two")
            return []
        },
        Bypass("what was reverted, landed again by its old approval", "✗ missing") { scene in
            let commit = try await scene.june.commit("again")
            try await scene.approve(commit)
            try await scene.june.must("push", "-q", "origin", "HEAD:main")
            try await scene.june.must("revert", "--no-edit", "HEAD")
            try await scene.june.must("push", "-q", "origin", "HEAD:main")
            try await scene.june.must("cherry-pick", commit)
            return []
        },
        Bypass("an empty commit", "✗ missing") { scene in
            try await scene.june.must("commit", "-q", "--allow-empty", "-m", "Empty\n\n\(Scenario.marker)")
            return []
        },
        Bypass("a submodule moved", "✗ missing") { scene in
            try scene.june.repository.write(".gitmodules", "[submodule \"s\"]\n\tpath = s\n\turl = x\n\tignore = all\n")
            try await scene.june.must(
                "update-index", "--add", "--cacheinfo", "160000,\(scene.server.root.hex),s")
            try await scene.june.must("add", ".gitmodules")
            try await scene.june.must("commit", "-q", "-m", "Bump\n\n\(Scenario.marker)")
            return []
        },
        message("a marker in another case", "Change\n\nCO-AUTHORED-BY: CLAUDE <NOREPLY@ANTHROPIC.COM>"),
        message("a marker before the sign-off", "Change\n\n\(Scenario.marker)\nSigned-off-by: June <june@example.com>"),
        message("a marker in the first of two paragraphs", "Change\n\n\(Scenario.marker)\n\nThat is all."),
        message("a marker with blanks at its end", "Change\n\n\(Scenario.marker)  \t"),
        message("a marker with CRLF", "Change\r\n\r\n\(Scenario.marker)\r\n"),
        message("a marker beside a denial", "Change\n\nAI-Assisted: no\n\(Scenario.marker)"),
        damage("a second author") {
            $0.replacing("\ncommitter ", with: "\nauthor A <alice@example.com> 1 +0000\ncommitter ")
        },
        damage("a second committer") {
            $0.replacing("\n\nChange", with: "\ncommitter A <alice@example.com> 1 +0000\n\nChange")
        },
        damage("a carriage return in a header") { $0.replacing("\ncommitter june", with: "\r\ncommitter june") },
    ]

    private static func message(_ name: String, _ text: String) -> Bypass {
        Bypass(name, "✗ missing") { scene in
            try scene.june.repository.write("message", text + "\n")
            try await scene.june.must("add", "-A")
            try await scene.june.must("commit", "-q", "--cleanup=verbatim", "-F", "message")
            return []
        }
    }

    /// A commit that two readers could read differently.
    private static func damage(_ name: String, _ change: @escaping @Sendable (String) -> String) -> Bypass {
        Bypass(name, "✗ malformed") { scene in
            try await scene.june.commit("damaged")
            return [
                try await IdentityBypasses.store(change(try await scene.june.must("cat-file", "commit", "HEAD")), scene)
            ]
        }
    }
}
