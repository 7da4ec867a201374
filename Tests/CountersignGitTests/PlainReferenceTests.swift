import CountersignGit
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Telling references that hold ids from those that may stand for others")
struct PlainReferenceTests {
    private struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let arePlain: Bool
        let change: @Sendable (TestRepository) async throws -> Void

        init(_ name: String, _ arePlain: Bool, _ change: @escaping @Sendable (TestRepository) async throws -> Void) {
            (testDescription, self.arePlain, self.change) = (name, arePlain, change)
        }
    }

    private static let cases = [
        Case("loose ones", true) { _ in },
        Case("packed ones", true) { try await $0.git("pack-refs", "--all") },
        Case("a lock that was left behind", true) { try $0.write(".git/refs/heads/x.lock", "") },
        Case("a symbolic one", false) { try await $0.git("symbolic-ref", "refs/heads/door", "refs/heads/main") },
        Case("a symbolic one that points at nothing", false) {
            try await $0.git("symbolic-ref", "refs/x/y/door", "refs/heads/gone")
        },
        Case("a link to another's file", false) {
            try FileManager.default.createSymbolicLink(
                atPath: $0.path + "/.git/refs/heads/door", withDestinationPath: "main")
        },
        Case("an empty file", false) { try $0.write(".git/refs/heads/x", "") },
        Case("a symbolic one in another spelling", false) {
            try $0.write(".git/refs/heads/x", "ref:\trefs/heads/main\n")
        },
    ]

    @Test("only ids are plain", arguments: Self.cases)
    private func plain(_ scene: Case) async throws {
        let repository = try await TestRepository()
        try await repository.commit("one")
        try await repository.git("tag", "-a", "-m", "x", "v1")
        try await scene.change(repository)
        #expect(try Repository.open(at: repository.path).holdsOnlyPlainReferences() == scene.arePlain)
    }

    @Test("a linked work tree, which has references of its own, is not vouched for")
    func workTree() async throws {
        let repository = try await TestRepository()
        try await repository.commit("one")
        try await repository.git("worktree", "add", "-q", "-b", "side", "linked")
        #expect(try !Repository.open(at: repository.path + "/linked").holdsOnlyPlainReferences())
    }
}
