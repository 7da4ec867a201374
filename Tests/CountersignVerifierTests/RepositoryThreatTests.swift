import CountersignGit
import CountersignObjects
import CountersignVerifier
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("THREATS, objects: repositories that show something else than they hold")
struct RepositoryThreatTests {
    @Test("a replace ref makes no flagged commit look clean")
    func replacedCommit() async throws {
        let scenario = try await Scenario()
        let flagged = try await scenario.flaggedCommit()
        let clean = try await scenario.store(try await scenario.rawCommit("Change\n").bytes)
        try await scenario.repository.git("replace", flagged.hex, clean.hex)
        #expect(try await scenario.repository.git("log", "-1", "--format=%s", flagged.hex) == "Change")
        try await scenario.expect(flagged, .missing)
        try await scenario.decide(by: scenario.cast.alice, on: flagged)
        try await scenario.expect(flagged, .approved)
    }

    @Test("a replace ref changes no policy")
    func replacedPolicy() async throws {
        let scenario = try await Scenario()
        let flagged = try await scenario.flaggedCommit()
        let policy = try await scenario.repository.git("rev-parse", "main:.countersign/policy")
        let promoting = Scenario.standardPolicy.replacing("level = junior", with: "level = senior")
        let other = try await scenario.repository.git(["hash-object", "-w", "--stdin"], input: promoting)
        try await scenario.decide(by: scenario.cast.june, on: flagged)
        try await scenario.repository.git("replace", policy, other)
        let verification = try await scenario.verify(scenario.root, flagged)
        #expect(verification.policy.policy.person(primary: "june@example.com")?.level.name == "junior")
        #expect(verification.judgements.last?.verdict == .missing)
    }

    @Test("a replace ref adds nothing to the ledger and takes nothing from it")
    func replacedLedger() async throws {
        let scenario = try await Scenario()
        let flagged = try await scenario.flaggedCommit()
        let line = try await scenario.cast.alice.key.line(
            try await scenario.statement(.reject, by: scenario.cast.alice, about: [flagged]))
        try await scenario.record(line, on: flagged)
        try await scenario.expect(flagged, .rejected)
        let note = try await scenario.repository.git("rev-parse", "refs/notes/countersign:\(flagged.hex)")
        let empty = try await scenario.repository.git(["hash-object", "-w", "--stdin"], input: "\n")
        try await scenario.repository.git("replace", note, empty)
        try await scenario.expect(flagged, .rejected)
    }

    @Test("a graft takes no commit out of the range")
    func graft() async throws {
        let scenario = try await Scenario()
        try await scenario.flaggedCommit()
        let head = try await scenario.commit("Clean", by: scenario.cast.june, files: ["a": "1"])
        try scenario.repository.write(".git/info/grafts", "\(head.hex) \(scenario.root.hex)\n")
        #expect(try await scenario.repository.git("rev-list", "--count", "\(scenario.root.hex)..main") == "1")
        let verification = try await scenario.verify(scenario.root, head)
        #expect(verification.judgements.map(\.verdict) == [.missing, .clean])
    }

    @Test("objects that lie in an alternate are there")
    func alternates() async throws {
        let scenario = try await Scenario()
        let flagged = try await scenario.flaggedCommit()
        let copy = TestRepository(adopting: try TestRepository.temporaryDirectory() + "/copy")
        try await scenario.repository.git("clone", "-q", "--shared", ".", copy.path)
        #expect(try copy.objectFiles().keys.allSatisfy { $0.hasPrefix("info/") })
        try await copy.git("fetch", "-q", "origin", "refs/notes/*:refs/notes/*")
        let before = try await Program(in: copy.path).verify(scenario, flagged)
        #expect(before.status == 1)
        try await scenario.decide(by: scenario.cast.alice, on: flagged)
        try await copy.git("fetch", "-q", "origin", "refs/notes/*:refs/notes/*")
        let after = try await Program(in: copy.path).verify(scenario, flagged)
        #expect(after.status == 0, "\(after.errors)")
    }

    static let needed = [
        "main~1", "main", "main^{tree}", "main:.countersign", "main:.countersign/policy",
        "main:.countersign/allowed_signers", "refs/notes/countersign", "refs/notes/countersign^{tree}", "NOTE",
    ]

    @Test("a missing object is an error that names it, never a pass", arguments: needed)
    func missing(_ what: String) async throws {
        let scenario = try await Scenario()
        let first = try await scenario.commit("Clean", by: scenario.cast.june, files: ["a": "1"])
        let head = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: head)
        let program = Program(in: scenario.repository.path)
        #expect(try await program.verify(scenario, head).status == 0)
        let name = what == "NOTE" ? "refs/notes/countersign:\(head.hex)" : what
        let id = try await scenario.repository.git("rev-parse", name)
        try scenario.repository.removeObject(id)
        let outcome = try await program.verify(scenario, head)
        #expect(outcome.status == 2, "\(first) \(outcome.output)")
        #expect(outcome.error.contains("object \(id) is missing"), "\(outcome.errors)")
        #expect(outcome.hint.hasPrefix("git fsck"))
    }

    @Test("a partial clone works as far as it has the objects, and says what is missing else")
    func partialClone() async throws {
        let scenario = try await Scenario()
        let flagged = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: flagged)
        try await scenario.repository.git("config", "uploadpack.allowFilter", "true")
        let copy = try await scenario.clone("--filter=blob:none", "--no-checkout")
        let program = Program(in: copy.path)
        try await copy.git("fetch", "-q", "origin", "refs/notes/*:refs/notes/*")
        let bare = try await program.verify(scenario, flagged)
        #expect(bare.status == 2)
        #expect(bare.error.contains("is missing"), "\(bare.errors)")
        #expect(bare.hint.contains("git fetch --refetch"), "\(bare.errors)")
        try await copy.git("checkout", "-q", "main")
        try await copy.git("notes", "--ref=countersign", "show", flagged.hex)
        let whole = try await program.verify(scenario, flagged)
        #expect(whole.status == 0, "\(whole.errors)")
    }
}

extension Scenario {
    /// A clone through git's own transport, as from a server.
    func clone(_ arguments: String...) async throws -> TestRepository {
        let path = try TestRepository.temporaryDirectory() + "/clone"
        try await repository.git(["clone", "-q"] + arguments + ["file://\(repository.path)", path])
        return TestRepository(adopting: path)
    }
}

extension TestRepository {
    /// Takes a loose object away.
    func removeObject(_ id: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    }
}
