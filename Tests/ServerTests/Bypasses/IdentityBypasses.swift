import Scenarios
import Servers
import TestRepositories
import Testing

/// THREATS, "Identity": a junior who says that she is somebody else.
enum IdentityBypasses {
    static let all = [
        named("a senior's address, unsigned", "alice@example.com", signed: false),
        named("a senior's address, one's own signature", "alice@example.com", signed: true),
        named("a senior's address in another case", "Alice@Example.COM", signed: true),
        named("a look-alike of a senior's address", "\u{430}lice@example.com", signed: true),
        named("a senior's address with a blank", "alice@example.com ", signed: true),
        named("no address", "", signed: true),
        Bypass("a senior as committer only", "✗ missing", "june@example.com") { scene in
            try await change(scene.june)
            try await scene.june.must(
                "-c", "user.email=alice@example.com", "commit", "-q", "--amend", "--no-edit", "--no-gpg-sign")
            let commit = try await scene.june.must("cat-file", "commit", "HEAD")
            return [
                try await store(commit.replacing("committer june@example.com <june", with: "committer a <alice"), scene)
            ]
        },
        Bypass("a mailmap that comes with the change", "✗ missing", "june@example.com") { scene in
            try scene.june.repository.write(".mailmap", "Alice <alice@example.com> <june@example.com>\n")
            try await change(scene.june)
            return []
        },
        Bypass("a bot's name, as which nobody is in the policy", "✗ missing", "bot@example.com") { scene in
            try await change(scene.june)
            try await scene.june.must(
                "commit", "-q", "--amend", "--no-edit", "--author=renovate[bot] <bot@example.com>", "--no-gpg-sign")
            return []
        },
        Bypass("two addresses in one", "✗ malformed") { scene in
            try await change(scene.june)
            let commit = try await scene.june.must("cat-file", "commit", "HEAD")
            let odd = commit.replacing("author june@example.com <", with: "author a <alice@example.com> <")
            return [try await store(odd.replacing("\ncommitter ", with: "\nauthor x <y> 1 +0000\ncommitter "), scene)]
        },
    ]

    static func named(_ name: String, _ email: String, signed: Bool) -> Bypass {
        Bypass(name, "✗ missing") { scene in
            try await change(scene.june, signed: signed)
            let commit = try await scene.june.must("cat-file", "commit", "HEAD")
            if signed {
                try await scene.june.must(
                    "commit", "-q", "--amend", "--no-edit", "-S", "--author=A <\(email)>", "--allow-empty-message")
                return []
            }
            return [
                try await store(
                    commit.replacing("author june@example.com <june@example.com>", with: "author A <\(email)>"), scene)
            ]
        }
    }

    @discardableResult
    private static func change(_ june: Clone, signed: Bool = false) async throws -> String {
        try await june.commit("identity", signed: signed)
    }

    /// Stores a commit's bytes as they are; gives the refspec that pushes it as main.
    static func store(_ text: String, _ scene: GatedServer) async throws -> String {
        let arguments = ["hash-object", "-w", "-t", "commit", "--literally", "--stdin"]
        return "\(try await scene.june.repository.git(arguments, input: text + "\n")):main"
    }
}
