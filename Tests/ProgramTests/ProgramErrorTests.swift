import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("What can't be decided ends with one clear line and its status")
struct ProgramErrorTests {
    /// A way to go wrong: what is done to a sound repository, the command, and what the program says.
    struct Mishap: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let status: Int
        let error: String
        let hint: String
        let prepare: @Sendable (Scenario) async throws -> Void

        init(
            _ name: String, _ arguments: [String], _ error: String, status: Int = 2, hint: String = "",
            prepare: @escaping @Sendable (Scenario) async throws -> Void = { _ in }
        ) {
            (testDescription, self.arguments, self.status) = (name, arguments, status)
            (self.error, self.hint, self.prepare) = (error, hint, prepare)
        }
    }

    static let revisions = [
        Mishap("unknown revision", ["verify", "nowhere..main"], "unknown revision 'nowhere'", hint: "git branch"),
        Mishap(
            "unknown id", ["verify", "\(String(repeating: "7", count: 40))..main"], "77 is missing", hint: "git fsck"),
        Mishap("empty revision", ["explain", ""], "unknown revision ''"),
        Mishap("a revision like an option", ["explain", "--", "-q"], "unknown revision '-q'"),
        Mishap("three dots", ["verify", "main~1...main"], "symmetric difference", hint: "two dots"),
        Mishap("no base, as of a variable that is not set", ["verify", ".."], "names no base", hint: "HEAD..topic"),
        Mishap("no base, and a head", ["verify", "..main"], "names no base", hint: "HEAD..topic"),
        Mishap("an ambiguous name", ["verify", "main~1..main"], "ambiguous revision 'main'", hint: "refs/heads/main") {
            try await $0.repository.git("update-ref", "refs/tags/main", $0.root.hex)
        },
        Mishap("reversed range", ["verify", "main..main~1"], "nothing to verify", hint: "wrong way round"),
        Mishap("a blob", ["verify", "main~1..main:a"], "is a blob, not a commit"),
        Mishap("before the policy", ["verify", "--trust-root", "main", "main~1..main"], "the trust root"),
        Mishap("an unknown root", ["verify", "--trust-root", "gone", "main~1..main"], "unknown revision 'gone'"),
        Mishap("nothing to approve", ["approve", "main..main~1"], "there is nothing in", hint: "wrong way round") {
            try await $0.configure(key: $0.cast.alice.key.file)
        },
        Mishap("unknown policy directory", ["verify", "--policy", "/nowhere", "main~1..main"], "can't read /nowhere"),
        Mishap("no such ref", ["verify", "main"], "countersign.policyRef names refs/x", hint: "git fetch") {
            try await $0.repository.git("config", "countersign.policyRef", "refs/x")
        },
        Mishap("nobody to compare with", ["verify"], "no branch to compare with", hint: "git remote set-head") {
            try await $0.repository.git("checkout", "-q", "--detach")
            try await $0.repository.git("branch", "-m", "main", "trunk")
        },
    ]

    static let repositories = [
        Mishap("corrupt reference", ["verify", "main~1..main"], "reference 'refs/notes/countersign' can't be read") {
            try $0.repository.write(".git/refs/notes/countersign", "nonsense\n")
        },
        Mishap("ledger on a tree", ["verify", "main~1..main"], "is a tree, not a commit") {
            try await $0.repository.git("update-ref", "refs/notes/countersign", "main^{tree}")
        },
        Mishap("corrupt notes tree", ["verify", "main~1..main"], "is corrupt") {
            let blob = try await $0.repository.git("rev-parse", "main:a")
            let tree = try await $0.repository.git(
                ["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], input: "100644 \(blob)")
            let commit = try await $0.store(
                "tree \(tree)\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nNotes\n")
            try await $0.repository.git("update-ref", "refs/notes/countersign", commit.hex)
        },
        Mishap("broken configuration", ["verify", "main~1..main"], "config") {
            try $0.repository.write(".git/config", "[core\n")
        },
        Mishap("unknown extension", ["verify", "main~1..main"], "unknown repository extension") {
            try await $0.repository.git("config", "core.repositoryFormatVersion", "1")
            try await $0.repository.git("config", "extensions.future", "true")
        },
    ]

    static let signing = [
        Mishap(
            "no gpg.format and no OpenPGP key", ["approve", "main"], "gpg has no secret key", hint: "gpg.format ssh"),
        Mishap("gpg.format x509", ["approve", "main"], "gpg.format is x509", hint: "git config gpg.format ssh") {
            try await $0.repository.git("config", "gpg.format", "x509")
        },
        Mishap("no signing key", ["approve", "main"], "no signing key is configured", hint: "user.signingKey") {
            try await $0.repository.git("config", "gpg.format", "ssh")
        },
        Mishap(
            "no such key file", ["approve", "main"], "can't read the signing key /nowhere/key", hint: "user.signingKey"
        ) {
            try await $0.configure(key: "/nowhere/key")
        },
        Mishap("a key that is none", ["approve", "main"], "", hint: "user.signingKey") {
            try $0.repository.write("no-key", "nonsense\n")
            try await $0.configure(key: $0.repository.path + "/no-key")
        },
        Mishap("a literal that is none", ["approve", "main"], "is not an SSH public key") {
            try await $0.configure(key: "key::nonsense")
        },
        Mishap("a key not in the policy", ["approve", "main"], "for nobody", status: 1, hint: "allowed_signers") {
            try await $0.configure(key: $0.cast.mallory.key.file)
        },
        Mishap("a junior's key", ["approve", "main"], "below-level", status: 1, hint: "somebody else") {
            try await $0.configure(key: $0.cast.mike.key.file)
        },
        Mishap("a signing program that fails", ["approve", "main"], "false did not sign") {
            try await $0.configure(key: $0.cast.alice.key.file)
            try await $0.repository.git("config", "gpg.ssh.program", "false")
        },
        Mishap("a signing program that is not there", ["approve", "main"], "was not found", hint: "install") {
            try await $0.configure(key: $0.cast.alice.key.file)
            try await $0.repository.git("config", "gpg.ssh.program", "no-such-program")
        },
        Mishap("a key command that fails", ["approve", "main"], "defaultKeyCommand gave no key") {
            try await $0.repository.git("config", "gpg.format", "ssh")
            try await $0.repository.git("config", "gpg.ssh.defaultKeyCommand", "exit 3")
        },
        Mishap("nothing of mine to revoke", ["revoke", "main"], "has no standing statement", status: 1, hint: "show") {
            try await $0.configure(key: $0.cast.alice.key.file)
        },
    ]

    @Test("every mishap", arguments: revisions + repositories + signing)
    func mishap(_ mishap: Mishap) async throws {
        let scenario = try await Scenario()
        try await scenario.flaggedCommit("a")
        try await mishap.prepare(scenario)
        let outcome = try await Program(in: scenario.repository.path).run(mishap.arguments)
        // What is to be signed is shown before it is signed.
        let showsFirst = mishap.arguments.first == "approve"
        outcome.expectFailure(mishap.status, mishap.error, hint: mishap.hint, showsFirst: showsFirst)
    }

    static let policies: [(name: String, old: String, new: String)] = [
        ("another version", "version = 1", "version = 2"), ("no version", "version = 1", ""),
        ("no syntax", "[levels]", "[levels"), ("an unknown section", "[levels]", "[more]\n\tx = y\n[levels]"),
        ("an include", "[levels]", "[include]\n\tpath = ../other\n[levels]"),
        ("a NUL", "repository = example/shop", "repository = example/shop\0"),
        ("a level that is none", "level = junior", "level = intern"),
        ("one e-mail on two people", "name = june", "name = june\n\temail = ALICE@example.com"),
        ("escape sequences", "version = 1", "version = \u{1b}[2J\u{202e}"),
    ]

    @Test("every policy that can't be read is named on one line, and nothing passes", arguments: policies)
    func badPolicy(name: String, old: String, new: String) async throws {
        let policy = Scenario.standardPolicy.replacing(old, with: new)
        #expect(policy != Scenario.standardPolicy)
        let scenario = try await Scenario(policy: policy)
        try await scenario.commit("Clean", by: scenario.cast.alice, files: ["a": "1"])
        let outcome = try await Program(in: scenario.repository.path).run("verify", "main~1..main")
        outcome.expectFailure(2, "the policy can't be used: ", hint: "correct it")
    }

    @Test("allowed_signers missing, a directory, or nonsense", arguments: ["", "nonsense\n", "alice@example.com\n"])
    func allowedSigners(_ text: String) async throws {
        let scenario = try await Scenario(policy: nil)
        try scenario.repository.write(".countersign/policy", Scenario.standardPolicy)
        if !text.isEmpty { try scenario.repository.write(".countersign/allowed_signers", text) }
        try await scenario.adopt()
        let flagged = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: flagged)
        let outcome = try await Program(in: scenario.repository.path).run("verify", "main~1..main")
        if text.isEmpty {
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("unknown-key"), "\(outcome.output)")
        } else {
            outcome.expectFailure(2, "the policy can't be used: allowed_signers: ", hint: "correct it")
        }
    }

    static let usages: [[String]] = [
        ["--nonsense"], ["nonsense"], ["verify", "a", "b"], ["verify", "--format", "xml"], ["reject"], ["revoke"],
        ["verify", "--update", "a..b", "c..d"], ["verify", "--as-of", "yesterday"], ["audit", "--all", "main"],
        ["approve", "--message"], ["verify", "--update", "main"],
    ]

    @Test("wrong usage ends with 129 and prints nothing as a result", arguments: usages)
    func usage(_ arguments: [String]) async throws {
        let scenario = try await Scenario()
        try await scenario.commit("Clean", by: scenario.cast.alice)
        let outcome = try await Program(in: scenario.repository.path).run(arguments)
        #expect(outcome.status == 129, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.lowercased().hasPrefix("error: "), "\(outcome.errors)")
    }

    @Test(
        "places that are no repository, or one that can't be read",
        arguments: ["verify", "audit", "approve", "show", "init"])
    func places(_ command: String) async throws {
        let nowhere = Program(in: try TestRepository.temporaryDirectory())
        try await nowhere.run(command).expectFailure(2, "not a git repository", hint: "inside a git repository")
        let named = Program(in: "/", ["GIT_DIR": "/nowhere/x.git"])
        try await named.run(command).expectFailure(2, "not a git repository: '/nowhere/x.git'", hint: "inside")
        let modern = try await TestRepository("--object-format=sha256")
        try await Program(in: modern.path).run(command).expectFailure(2, "is a SHA-256 repository")
    }

    @Test("a repository without commits", arguments: ["verify", "audit", "approve", "show", "explain"])
    func empty(_ command: String) async throws {
        let empty = try await TestRepository()
        let outcome = try await Program(in: empty.path).run(command)
        outcome.expectFailure(2, "", hint: "")
        #expect(outcome.error.contains("no ") || outcome.error.contains("unknown"), "\(outcome.errors)")
    }

    @Test("a repository that can't be written to takes no approval, and says so", .enabled(if: geteuid() != 0))
    func readOnly() async throws {
        let scenario = try await Scenario()
        try await scenario.flaggedCommit("a")
        try await scenario.configure(key: scenario.cast.alice.key.file)
        let objects = scenario.repository.path + "/.git/objects"
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: objects)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: objects) }
        let outcome = try await Program(in: scenario.repository.path).run("approve", "main")
        outcome.expectFailure(2, "the repository can't be written to", hint: "run as a user who may write")
    }

    @Test("a ledger that can't be made is told")
    func unwritable() async throws {
        let scenario = try await Scenario()
        try await scenario.flaggedCommit("a")
        try await scenario.configure(key: scenario.cast.alice.key.file)
        // A file where a directory must come stops root too.
        try scenario.repository.write(".git/refs/notes", "")
        let outcome = try await Program(in: scenario.repository.path).run("approve", "main")
        outcome.expectFailure(2, "moving reference 'refs/notes/countersign'", showsFirst: true)
    }
}
