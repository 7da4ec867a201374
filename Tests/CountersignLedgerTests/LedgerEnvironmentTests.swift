import CountersignGit
import CountersignLedger
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("The ledger where git's environment names the repository")
struct LedgerEnvironmentTests {
    @Test("objects go into a push's quarantine, and are read from both", arguments: [nil, "."])
    func quarantine(workTree: String?) async throws {
        let fixture = try await LedgerFixture()
        let id = LedgerFixture.ids(1)[0]
        try fixture.add([(id, "before")])
        let before = try fixture.disk.objectFiles()
        let path = fixture.disk.path
        let incoming = path + "/incoming"
        try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: false)
        let output = try await GitCommand.run(
            LedgerFixture.helper, ["-", "new", "1"],
            environment: [
                "GIT_DIR": path, "GIT_OBJECT_DIRECTORY": incoming, "GIT_WORK_TREE": workTree,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": path + "/objects",
            ])
        #expect(output.status == 0, "\(String(decoding: output.standardOutput, as: UTF8.self))")
        #expect(try fixture.disk.objectFiles() == before)
        #expect(try FileManager.default.subpathsOfDirectory(atPath: incoming).count > 2)
        try FileManager.default.createDirectory(atPath: path + "/objects/info", withIntermediateDirectories: true)
        try fixture.disk.write("objects/info/alternates", incoming + "\n")
        let lines = try await Ledger.snapshot(try Repository.open(at: path)).notes.flatMap(\.lines).map(
            LedgerFixture.text)
        #expect(lines.sorted() == ["before", "new 0"])
    }

    @Test("without GIT_DIR the search starts at the current directory")
    func currentDirectory() async throws {
        let fixture = try await LedgerFixture()
        let output = try await GitCommand.run(
            LedgerFixture.helper, ["-", "new", "1"], directory: fixture.disk.path + "/refs")
        #expect(output.status == 0)
        #expect(try await fixture.lines().count == 1)
    }

    @Test("GIT_COMMON_DIR is refused rather than passed over")
    func commonDirectory() async throws {
        let output = try await GitCommand.run(
            LedgerFixture.helper, ["-", "new", "1"], environment: ["GIT_COMMON_DIR": "/nonexistent"])
        #expect(output.status == 1)
        #expect(String(decoding: output.standardOutput, as: UTF8.self).hasPrefix("GIT_COMMON_DIR is set"))
    }

    @Test("a repository that can't be written to ends in advice, and nothing is written", .enabled(if: geteuid() == 0))
    func readOnly() async throws {
        let fixture = try await LedgerFixture()
        let home = try TestRepository.temporaryDirectory()
        let output = try await GitCommand.run(
            "setpriv", ["--reuid=65534", "--clear-groups", LedgerFixture.helper, fixture.disk.path, "new", "1"],
            environment: ["HOME": home])
        let refused = String(decoding: output.standardOutput, as: UTF8.self)
        #expect(refused.contains("advice: git config --global --add safe.directory \(fixture.disk.path)\n"))
        try TestRepository(adopting: home).write(
            ".gitconfig", "[safe]\n\tdirectory = \(fixture.disk.path)\n")
        let second = try await GitCommand.run(
            "setpriv", ["--reuid=65534", "--clear-groups", LedgerFixture.helper, fixture.disk.path, "new", "1"],
            environment: ["HOME": home])
        let text = String(decoding: second.standardOutput, as: UTF8.self)
        #expect(second.status == 1)
        #expect(text.contains("the repository can't be written to"))
        #expect(text.contains("advice: run as a user who may write"))
        #expect(try await fixture.snapshot().tip == nil)
    }
}
