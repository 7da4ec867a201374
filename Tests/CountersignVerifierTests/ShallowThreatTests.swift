import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("THREATS, objects: shallow clones")
struct ShallowThreatTests {
    /// A flagged commit between two clean ones, on top of the root; the first commit is the base of what is verified.
    private func history() async throws -> (scenario: Scenario, base: ObjectID, head: ObjectID) {
        let scenario = try await Scenario()
        try await scenario.repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
        let base = try await scenario.commit("Base", by: scenario.cast.june, files: ["a": "1"])
        try await scenario.repository.git("branch", "base")
        try await scenario.flaggedCommit()
        return (scenario, base, try await scenario.commit("Clean", by: scenario.cast.june, files: ["a": "2"]))
    }

    @Test("a clone deep enough gives the answer of the whole one")
    func deepEnough() async throws {
        let (scenario, base, head) = try await history()
        let copy = try await scenario.clone("--depth=3", "--branch=main")
        let outcome = try await Program(in: copy.path).run("verify", "\(base.hex)..\(head.hex)")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("3 commits") == false)
        #expect(outcome.output.contains("missing"), "\(outcome.output)")
    }

    @Test("a base that is cut off is an error that says how to complete the clone")
    func baseOutside() async throws {
        let (scenario, base, head) = try await history()
        let copy = try await scenario.clone("--depth=2", "--branch=main")
        let outcome = try await Program(in: copy.path).run("verify", "\(base.hex)..\(head.hex)")
        #expect(outcome.status == 2)
        #expect(outcome.hint == "git fetch --unshallow", "\(outcome.errors)")
    }

    @Test("two ends without what lies between them are an error, not a clean range")
    func gap() async throws {
        let (scenario, base, head) = try await history()
        let copy = try await scenario.clone("--depth=1", "--branch=main")
        try await copy.git("fetch", "-q", "--depth=1", "origin", "base:base")
        let program = Program(in: copy.path)
        let outcome = try await program.run("verify", "\(base.hex)..\(head.hex)")
        #expect(outcome.status == 2, "\(outcome.output)")
        #expect(outcome.hint == "git fetch --unshallow", "\(outcome.errors)")
        try await copy.git("fetch", "-q", "--unshallow", "origin", "main", "base")
        #expect(try await program.run("verify", "\(base.hex)..\(head.hex)").status == 1)
    }

    @Test("a trust root beyond the boundary is an error that says how to complete the clone")
    func rootOutside() async throws {
        let (scenario, base, head) = try await history()
        let copy = try await scenario.clone("--depth=3", "--branch=main")
        let program = Program(in: copy.path)
        let cut = try await program.verify(scenario, head, from: base)
        #expect(cut.status == 2)
        #expect(cut.hint == "git fetch --unshallow", "\(cut.errors)")
        try await copy.git("fetch", "-q", "--depth=1", "origin", "\(scenario.root.hex):root")
        let apart = try await program.verify(scenario, head, from: base)
        #expect(apart.status == 2)
        #expect(apart.hint == "git fetch --unshallow", "\(apart.errors)")
        try await copy.git("fetch", "-q", "--unshallow", "origin", "main")
        #expect(try await program.verify(scenario, head, from: base).status == 1)
    }
}
