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

@Suite("The program works wherever git does")
struct ProgramPlaceTests {
    /// A scenario with a flagged commit on `main`, not approved.
    private func flagged() async throws -> (Scenario, ObjectID) {
        let scenario = try await Scenario()
        return (scenario, try await scenario.flaggedCommit())
    }

    /// Expects the same answer of a program before an approval and after it.
    private func expect(_ program: Program, in scenario: Scenario, _ commit: ObjectID) async throws {
        let before = try await program.verify(scenario, commit)
        #expect(before.status == 1, "\(before.errors)")
        #expect(before.output.contains("✗ missing"), "\(before.output)")
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        let after = try await program.verify(scenario, commit)
        #expect(after.status == 0, "\(after.errors)\(after.output)")
        #expect(after.output.contains("✓ approved"), "\(after.output)")
    }

    @Test("in a directory below the top")
    func below() async throws {
        let (scenario, commit) = try await flagged()
        try await expect(Program(in: scenario.repository.path + "/.countersign"), in: scenario, commit)
    }

    @Test("in a work tree whose attributes would have conflicts merged away")
    func attributes() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let base = try await scenario.commit("base", by: cast.alice, files: ["f": "1\n2\n3\n"])
        try await scenario.git(["switch", "-q", "-c", "side"], by: cast.june)
        let side = try await scenario.flaggedCommit("f", "1\nside\n3\n")
        try await scenario.decide(by: cast.alice, on: side)
        try await scenario.git(["switch", "-q", "-c", "trunk", base.hex], by: cast.alice)
        _ = try await scenario.commit("trunk", by: cast.alice, files: ["f": "1\ntrunk\n3\n"])
        try scenario.repository.write(".git/info/attributes", "f merge=union\n")
        try await scenario.git(["merge", "-q", "--no-ff", "-m", "Merge", "side"], by: cast.june)
        try await scenario.repository.git("update-ref", "refs/heads/merged", "HEAD")
        try FileManager.default.removeItem(atPath: scenario.repository.path + "/.git/info/attributes")
        try scenario.repository.write(".gitattributes", "f merge=union\n")
        let outcome = try await Program(in: scenario.repository.path).run(
            "verify", "\(base.hex)..merged", "--trust-root", scenario.root.hex, "--no-cache")
        #expect(outcome.status == 1 && outcome.output.contains("1 missing"), "\(outcome.output)\(outcome.errors)")
    }

    @Test("in a linked work tree")
    func linkedWorkTree() async throws {
        let (scenario, commit) = try await flagged()
        let path = try TestRepository.temporaryDirectory() + "/linked"
        try await scenario.repository.git("worktree", "add", "-q", "--detach", path, scenario.root.hex)
        try await expect(Program(in: path), in: scenario, commit)
    }

    @Test("in a bare repository")
    func bare() async throws {
        let (scenario, commit) = try await flagged()
        try await scenario.repository.git("config", "core.bare", "true")
        try await expect(Program(in: scenario.repository.path + "/.git"), in: scenario, commit)
        let outcome = try await Program(in: scenario.repository.path + "/.git").run("init")
        outcome.expectFailure(2, "a bare repository has no work tree", hint: "clone")
    }

    @Test(
        "in another user's repository, where git's configuration says that it is safe",
        .enabled(if: geteuid() == 0), arguments: ["*", "exact"])
    func otherOwner(_ safe: String) async throws {
        let (scenario, commit) = try await flagged()
        let path = scenario.repository.path
        let value = safe == "*" ? "*" : path
        for directory in [path, path + "/.git"] { #expect(chown(directory, 65534, 65534) == 0) }
        let refused = try await Program(in: path).run("verify", "\(scenario.root.hex)..\(commit.hex)")
        refused.expectFailure(2, "dubious ownership", hint: "safe.directory")
        let accepted = try await Program(
            in: path,
            ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": value]
        ).run("verify", "\(scenario.root.hex)..\(commit.hex)")
        #expect(accepted.status == 1, "\(accepted.errors)")
    }

    @Test("with GIT_DIR set, from anywhere")
    func gitDirectory() async throws {
        let (scenario, commit) = try await flagged()
        let program = Program(in: "/", ["GIT_DIR": scenario.repository.path + "/.git"])
        try await expect(program, in: scenario, commit)
    }

    @Test("with GIT_DIR and GIT_WORK_TREE set, from anywhere")
    func workTree() async throws {
        let (scenario, commit) = try await flagged()
        let path = scenario.repository.path
        let program = Program(in: "/", ["GIT_DIR": path + "/.git", "GIT_WORK_TREE": path])
        try await expect(program, in: scenario, commit)
    }

    @Test("inside a submodule, which is a repository of its own")
    func submodule() async throws {
        let (scenario, commit) = try await flagged()
        let outer = try await TestRepository()
        try await outer.git(
            "-c", "protocol.file.allow=always", "submodule", "add", "-q", "file://\(scenario.repository.path)", "inner")
        let program = Program(in: outer.path + "/inner")
        #expect(try await program.verify(scenario, commit).status == 1)
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await outer.git("-C", "inner", "fetch", "-q", "origin", "refs/notes/*:refs/notes/*")
        #expect(try await program.verify(scenario, commit).status == 0)
        try await Program(in: outer.path).run("verify", "HEAD").expectFailure(2, "no ")
    }

    @Test("as git's own command, with -C, -c and --git-dir")
    func throughGit() async throws {
        let (scenario, commit) = try await flagged()
        let path = scenario.repository.path
        let range = "\(scenario.root.hex)..\(commit.hex)"
        let anywhere = Program(in: "/")
        let pin = "countersign.trustRoot=\(scenario.root.hex)"
        let arguments = ["countersign", "verify", "--as-of", Scenario.now.rfc3339, range]
        #expect(try await anywhere.run(["-C", path] + arguments, program: "git").status == 1)
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        let pinned = try await anywhere.run(["--git-dir", path + "/.git", "-c", pin] + arguments, program: "git")
        #expect(pinned.status == 0, "\(pinned.errors)")
        #expect(pinned.output.contains("trust root \(scenario.root.abbreviated)"), "\(pinned.output)")
        let wrong = try await anywhere.run(
            ["-C", path, "-c", "countersign.trustRoot=\(commit.hex)"] + arguments, program: "git")
        #expect(wrong.status == 2, "\(wrong.output)")
    }

    @Test("a range with nothing in it passes, and says that there was nothing")
    func nothing() async throws {
        let (scenario, commit) = try await flagged()
        let outcome = try await Program(in: scenario.repository.path).verify(scenario, commit, from: commit)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("no commits to verify"), "\(outcome.output)")
    }
}

@Suite("THREATS, reviewer's eyes: what is printed acts on no terminal")
struct PrintedTextTests {
    static let hostile = "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}evil\u{2066}\u{200b}\r\u{85}\u{2028}\u{feff}\u{7f}"

    static let commands: [[String]] = [
        ["verify", "main~1..main"], ["verify", "--format", "json", "main~1..main"], ["explain", "main"],
        ["explain", "--format", "json", "main"], ["show", "main"], ["show", "--format", "json", "main"],
        ["audit", "main"], ["audit", "--format", "json", "main"], ["audit", "--all-commits", "main"],
        ["approve", "--dry-run", "main"], ["approve", "-m", hostile, "main"], ["reject", "--dry-run", "main"],
    ]

    @Test("names, addresses, messages, comments, trailers and notes", arguments: commands)
    func commit(_ arguments: [String]) async throws {
        let scenario = try await Scenario()
        var raw = try await scenario.rawCommit(
            "Subject \(Self.hostile)\n\nBody \(Self.hostile)\nCo-Authored-By: Claude \(Self.hostile) "
                + "<noreply@anthropic.com>\nAssisted-by: \(Self.hostile)\n")
        let shown = Self.hostile.replacing("\r", with: "")
        raw.author = "June \(shown) <june@\(shown)> \(Scenario.day.seconds) +0000"
        let id = try await scenario.store(raw.bytes)
        try await scenario.repository.git("update-ref", "refs/heads/main", id.hex)
        try await scenario.record(
            try await scenario.statement(by: scenario.cast.mike, about: [id], comment: Self.hostile),
            key: scenario.cast.mike.key)
        try await scenario.record(
            try await scenario.statement(.other("\u{1b}[2J"), by: scenario.cast.alice, about: [id]),
            key: scenario.cast.alice.key)
        try await scenario.record(Array("{\"payload\":\"\u{1b}[2J\u{202e}".utf8), on: id)
        try await scenario.configure(key: scenario.cast.bob.key.file)
        let outcome = try await Program(in: scenario.repository.path).run(arguments)
        #expect(outcome.status <= 1, "\(outcome.errors)")
        #expect(outcome.output.contains("Subject") || arguments.contains("json"))
        for text in [outcome.output, outcome.errors] {
            let raw = text.unicodeScalars.filter {
                $0 != "\n"
                    && [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
            }
            #expect(raw.isEmpty, "\(raw.map { String($0.value, radix: 16) }) in \(VisibleBytes(text))")
        }
    }
}

/// Text for a test's own report, without what it complains of.
struct VisibleBytes: CustomStringConvertible {
    let description: String

    init(_ text: String) { description = text.unicodeScalars.map { $0.isASCII ? String($0) : "?" }.joined() }
}
