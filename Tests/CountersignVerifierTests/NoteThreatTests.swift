import CountersignApprovals
import CountersignLedger
import CountersignObjects
import CountersignVerifier
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("THREATS, objects: notes trees that git would not write")
struct NoteThreatTests {
    /// A flagged commit that takes two approvals, and the lines of two seniors' approvals of it.
    private func two() async throws -> (scenario: Scenario, commit: ObjectID, lines: [[UInt8]]) {
        let scenario = try await Scenario(policy: Scenario.policy("[approval]\n\tcount = 2\n"))
        let commit = try await scenario.flaggedCommit()
        var lines: [[UInt8]] = []
        for reviewer in [scenario.cast.alice, scenario.cast.bob] {
            lines.append(try await reviewer.key.line(try await scenario.statement(by: reviewer, about: [commit])))
        }
        return (scenario, commit, lines)
    }

    static let fanOuts: [(String, String)] = [
        ("40", "2/38"), ("2/38", "2/2/36"), ("2/2/2/34", "40"), ("40 in capitals", "40"),
    ]

    @Test("the notes of a commit under two paths are united", arguments: fanOuts)
    func mixedFanOut(_ one: String, _ other: String) async throws {
        let (scenario, commit, lines) = try await two()
        let blobs = try await [scenario.blob(lines[0]), scenario.blob(lines[1])]
        try await scenario.writeNotes([NotesEntry(path(commit, one), blobs[0])])
        try await scenario.expect(commit, .insufficient)
        try await scenario.writeNotes([
            NotesEntry(path(commit, one), blobs[0]), NotesEntry(path(commit, other), blobs[1]),
        ])
        try await scenario.expect(commit, .approved)
    }

    @Test("the same line many times, in one note and in several, is one approval")
    func duplicates() async throws {
        let (scenario, commit, lines) = try await two()
        let twice = try await scenario.blob(lines[0] + [0x0a, 0x0a] + lines[0] + [0x0d, 0x0a])
        let once = try await scenario.blob(lines[0])
        try await scenario.writeNotes([
            NotesEntry(path(commit, "40"), twice), NotesEntry(path(commit, "2/38"), once),
            NotesEntry(path(scenario.root, "40"), once),
        ])
        try await scenario.expect(commit, .insufficient)
        let both = try await scenario.blob(lines[0] + [0x0a] + lines[0] + [0x0a] + lines[1] + [0x0a])
        try await scenario.writeNotes([NotesEntry(path(commit, "40"), both)])
        try await scenario.expect(commit, .approved)
    }

    static let foreign: [(mode: String, kind: String)] = [
        ("040000", "tree"), ("160000", "commit"), ("120000", "blob"), ("100644", "nowhere"),
    ]

    @Test("an entry that is no note hides no note beside it, and counts for nothing", arguments: foreign)
    func foreignEntries(mode: String, kind: String) async throws {
        let (scenario, commit, lines) = try await two()
        let target =
            switch kind {
            case "tree": try await scenario.repository.git("rev-parse", "main^{tree}")
            case "commit": scenario.root.hex
            default: try await scenario.blob(lines[1])
            }
        let place = kind == "nowhere" ? "not-a-note" : path(commit, "40")
        let beside = NotesEntry(path(commit, "2/38"), try await scenario.blob(lines[0]))
        try await scenario.writeNotes([NotesEntry(place, target, mode: mode), beside])
        try await scenario.expect(commit, .insufficient)
        let snapshot = try await Ledger.snapshot(try scenario.open())
        #expect(snapshot.defects.map(\.path) == [place])
        let second = NotesEntry(path(scenario.root, "40"), try await scenario.blob(lines[1]))
        try await scenario.writeNotes([NotesEntry(place, target, mode: mode), beside, second])
        try await scenario.expect(commit, .approved)
    }

    @Test("a note of 100 MB is reported and not read, and hides no other")
    func hugeNote() async throws {
        let (scenario, commit, lines) = try await two()
        let file = scenario.repository.path + "/.git/huge"
        try Data(lines[1] + Array(repeating: 0x0a, count: 100 << 20)).write(to: URL(filePath: file))
        let huge = try await scenario.repository.git("hash-object", "-w", file)
        let beside = NotesEntry(path(commit, "2/38"), try await scenario.blob(lines[0]))
        try await scenario.writeNotes([NotesEntry(path(commit, "40"), huge), beside])
        try await scenario.expect(commit, .insufficient)
        let outcome = try await Program(in: scenario.repository.path).verify(scenario, commit)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("warning: the ledger at"), "\(outcome.output)")
    }

    @Test("a Git AI note of 100 MB can't clear a commit, and is told")
    func hugeAINote() async throws {
        let scenario = try await Scenario()
        let flagged = try await scenario.flaggedCommit()
        let file = scenario.repository.path + "/.git/huge"
        try Data(repeating: 0x0a, count: 100 << 20).write(to: URL(filePath: file))
        let huge = try await scenario.repository.git("hash-object", "-w", file)
        try await scenario.writeNotes([NotesEntry(path(flagged, "40"), huge)], reference: "refs/notes/ai")
        let judgement = try await scenario.judge(flagged)
        #expect(judgement.verdict == .missing)
        #expect(judgement.facts.flagging.warnings.count == 1)
    }

    @Test("notes for objects that do not exist are read and harm nothing")
    func notesOnNothing() async throws {
        let (scenario, commit, lines) = try await two()
        let nowhere = try #require(ObjectID(hex: String(repeating: "7", count: 40)))
        let stray = try await scenario.cast.alice.key.line(
            try await scenario.statement(.revoke, by: scenario.cast.alice, about: [], revokes: Digest256(hashing: [1])))
        try await scenario.writeNotes([
            NotesEntry(path(nowhere, "40"), try await scenario.blob(stray)),
            NotesEntry(path(commit, "40"), try await scenario.blob(lines[0])),
        ])
        try await scenario.expect(commit, .insufficient)
        // The place is for people only: what signs the commit counts wherever it hangs.
        try await scenario.writeNotes([
            NotesEntry(path(nowhere, "40"), try await scenario.blob(stray + [0x0a] + lines[1])),
            NotesEntry(path(commit, "40"), try await scenario.blob(lines[0])),
        ])
        try await scenario.expect(commit, .approved)
    }

    @Test("a notes ref that holds no notes is an error, not an empty ledger")
    func noNotesAtAll() async throws {
        let scenario = try await Scenario()
        let clean = try await scenario.commit("Clean", by: scenario.cast.june, files: ["a": "1"])
        try await scenario.expect(clean, .clean)
        let program = Program(in: scenario.repository.path)
        for name in ["refs/notes/countersign", "refs/notes/ai"] {
            for target in ["main:a", "main^{tree}"] {
                let id = try await scenario.repository.git("rev-parse", target)
                try await scenario.repository.git("update-ref", name, id)
                let outcome = try await program.verify(scenario, clean)
                #expect(outcome.status == 2, "\(name) \(target) \(outcome.output)")
                #expect(!outcome.error.isEmpty && outcome.errors.split(separator: "\n").count <= 2, "\(outcome.errors)")
            }
            try await scenario.repository.git("update-ref", "-d", name)
        }
        #expect(try await program.verify(scenario, clean).status == 0)
    }

    /// The path of a note on a commit, spelled with such a fan-out.
    private func path(_ commit: ObjectID, _ fanOut: String) -> String {
        let digits = Array(fanOut.hasSuffix("capitals") ? commit.hex.uppercased() : commit.hex)
        var parts: [String] = []
        var start = 0
        for width in fanOut.split(separator: " ")[0].split(separator: "/").compactMap({ Int($0) }) {
            parts.append(String(digits[start..<(start + width)]))
            start += width
        }
        return parts.joined(separator: "/")
    }
}

/// An entry of a notes tree, whatever it is.
struct NotesEntry {
    let path: String
    let id: String
    let mode: String

    init(_ path: String, _ id: String, mode: String = "100644") { (self.path, self.id, self.mode) = (path, id, mode) }
}

extension Scenario {
    func blob(_ bytes: [UInt8]) async throws -> String {
        let id = try await repository.gitBytes(["hash-object", "-w", "--stdin"], input: bytes + [0x0a])
        return String(decoding: id.dropLast(), as: UTF8.self)
    }

    /// Lets a notes ref hold exactly these entries.
    func writeNotes(_ entries: [NotesEntry], reference: String = "refs/notes/countersign") async throws {
        let tree = try await writeTree(entries)
        let commit = try await repository.git("commit-tree", "-m", "Notes", tree)
        try await repository.git("update-ref", reference, commit)
    }

    private func writeTree(_ entries: [NotesEntry]) async throws -> String {
        var lines = ""
        for (name, below) in Dictionary(grouping: entries, by: { $0.path.prefix { $0 != "/" } }) {
            let deeper = below.filter { $0.path.contains("/") }.map {
                NotesEntry(String($0.path.dropFirst(name.count + 1)), $0.id, mode: $0.mode)
            }
            if !deeper.isEmpty { lines += "040000 tree \(try await writeTree(deeper))\t\(name)\n" }
            for entry in below where !entry.path.contains("/") {
                let kind = ["040000": "tree", "160000": "commit"][entry.mode] ?? "blob"
                lines += "\(entry.mode) \(kind) \(entry.id)\t\(name)\n"
            }
        }
        return try await repository.git(["mktree", "--missing"], input: lines)
    }
}
