import CountersignApprovals
import CountersignMarkers
import CountersignObjects
import FoundationEssentials
import Testing

/// One line of `Vectors/ai-cases.jsonl`: a commit in the shape of real ones, and what people say of it.
struct LabelledCase: Sendable, CustomTestStringConvertible {
    let id: String
    let author: Ident
    let committer: Ident
    let message: [UInt8]
    let note: [UInt8]?
    let isAI: Bool
    let tool: String?
    let isAmbiguous: Bool
    let why: String

    var testDescription: String { "\(id): \(why)" }

    var flagging: Flagging {
        MarkerTable.builtIn.flagging(
            author: author, committer: committer, message: message, gitAINotes: [note].compactMap { $0 })
    }

    static let all: [LabelledCase] = {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        guard let data = try? Data(contentsOf: URL(filePath: "/\(tests)/Vectors/ai-cases.jsonl")) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap { LabelledCase(line: Array($0)) }
    }()

    private init?(line: [UInt8]) {
        guard let json = try? StrictJSON.parse(line, limit: 1 << 20),
            let id = json["id"]?.string, let message = json["message"]?.string, let why = json["why"]?.string
        else { return nil }
        self.id = id
        self.why = why
        self.message = Array(message.utf8)
        author = Self.ident("author", json)
        committer = Self.ident("committer", json)
        note = json["notes_ai"]?.string.map { Array($0.utf8) }
        isAI = json["expected"]?.string == "ai"
        tool = json["tool"]?.string
        isAmbiguous = json["ambiguous"] == .bool(true)
    }

    private static func ident(_ role: String, _ json: JSONValue) -> Ident {
        Ident(
            name: json["\(role)_name"]?.string ?? "", email: json["\(role)_email"]?.string ?? "",
            time: Timestamp(seconds: 0))
    }
}

@Suite("Labelled cases")
struct LabelledCaseTests {
    @Test("all 103 cases are there")
    func complete() {
        #expect(LabelledCase.all.count == 103)
        #expect(LabelledCase.all.count(where: \.isAmbiguous) == 10)
    }

    @Test(
        "a case that nobody doubts is decided as people decide it",
        arguments: LabelledCase.all.filter { !$0.isAmbiguous })
    func unambiguous(_ example: LabelledCase) {
        let flagging = example.flagging
        #expect((flagging.state == .ai) == example.isAI)
        if let tool = example.tool { #expect(flagging.markers.contains { $0.tool == tool }) }
    }

    /// What we decide where a thoughtful person could differ; today it is what the labels say.
    private static let decisions = [
        "014": true, "015": true, "044": true, "074": true, "099": true, "145": false, "167": false, "186": false,
        "187": false, "194": false,
    ]

    @Test("a case that people could decide either way is decided as written down here")
    func ambiguous() {
        let decided = LabelledCase.all.filter(\.isAmbiguous).map { ($0.id, $0.flagging.state == .ai) }
        #expect(Dictionary(uniqueKeysWithValues: decided) == Self.decisions)
    }

    @Test("look-alike e-mails and an agent's sign-off are warned of", arguments: ["015", "186", "187", "194"])
    func warnings(_ id: String) throws {
        let example = try #require(LabelledCase.all.first { $0.id == id })
        #expect(example.flagging.warnings.count == 1)
    }
}
