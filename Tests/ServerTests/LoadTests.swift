import FoundationEssentials
import Scenarios
import Testing

@Suite("many clones and one server")
struct LoadTests {
    /// The full run, of 500 clones, is `scripts/load-sync`.
    @Test("every approval that a clone syncs, with others at once, arrives in every clone")
    func arrives() async throws {
        let clones = ProcessInfo.processInfo.environment["COUNTERSIGN_LOAD_CLONES"].flatMap(Int.init) ?? 12
        let script = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/scripts/load-sync"
        let outcome = try await Program(in: "/").run([script, "\(clones)", "1", "4"], program: "bash")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\(clones) clones, \(clones) approvals"), "\(outcome.output)")
        #expect(outcome.output.contains("all in all clones"), "\(outcome.output)")
    }
}
