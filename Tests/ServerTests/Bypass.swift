import CountersignApprovals
import Scenarios
import Servers
import TestRepositories
import Testing

/// A way round the gate: what the junior does before her push, and what the server answers.
struct Bypass: Sendable {
    let name: String
    /// What the refusal says.
    let words: [String]
    /// Prepares the push in June's clone, on a branch that begins where the server's main stands; gives what she pushes,
    /// nothing for her branch as main.
    let attempt: @Sendable (GatedServer) async throws -> [String]

    init(_ name: String, _ words: String..., attempt: @escaping @Sendable (GatedServer) async throws -> [String]) {
        (self.name, self.words, self.attempt) = (name, words, attempt)
    }

    /// Tries each of them on one server, which none of them changes.
    static func tryAll(_ bypasses: [Bypass], on scene: GatedServer) async throws {
        for bypass in bypasses {
            try await scene.june.must("reset", "-q", "--hard")
            try await scene.june.must("clean", "-q", "-f", "-d", "-x")
            try await scene.june.must("fetch", "-q", "origin")
            try await scene.june.must("switch", "-q", "-C", "attempt", "origin/main")
            let refspecs = try await bypass.attempt(scene)
            try await scene.refused(
                scene.june, refspecs.isEmpty ? ["HEAD:main"] : refspecs, words: bypass.words, bypass.name)
        }
    }
}

extension GatedServer {
    /// A line that a senior signed over what another senior's approval of a commit would say, altered.
    func approval(
        of commit: String, by key: TestKey? = nil, namespace: String = "countersign", _ alter: (String) -> String
    ) async throws -> String {
        try await june.must("push", "-q", "--force", "origin", "\(commit):refs/heads/review")
        try await alice.must("fetch", "-q", "origin")
        let before = try await alice.git("rev-parse", "--quiet", "--verify", Self.ledger).output
        try await alice.countersign("approve", commit).expect(0)
        let own = try await alice.must("notes", "--ref=countersign", "show", commit)
        if before.isEmpty {
            try await alice.must("update-ref", "-d", Self.ledger)
        } else {
            try await alice.must("update-ref", Self.ledger, before.filter { !$0.isNewline })
        }
        let line = own.split(separator: "\n").last.map { Array($0.utf8) } ?? []
        let payload = alter(String(decoding: try Envelope.parse(line: line).payload, as: UTF8.self))
        let signer = key ?? alice.owner.key
        return String(
            decoding: try await signer.line(payload: Array(payload.utf8), namespace: namespace), as: UTF8.self)
    }

    /// Hangs a line on a commit in June's ledger, which then goes on from the server's.
    func hang(_ line: String, on commit: String) async throws {
        try await june.git("update-ref", "-d", Self.ledger)
        if !(try await server.reference(Self.ledger)).isEmpty {
            try await june.must("fetch", "-q", "origin", "\(Self.ledger):\(Self.ledger)")
        }
        try await june.must("notes", "--ref=countersign", "append", "-m", line, commit)
    }

    /// The same, pushed: a line that the ledger takes.
    func publish(_ line: String, on commit: String) async throws {
        try await hang(line, on: commit)
        try await june.must("push", "-q", "origin", Self.ledger)
    }
}
