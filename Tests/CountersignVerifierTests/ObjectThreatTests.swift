import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

@Suite("THREATS, objects: commits that git would not write")
struct ObjectThreatTests {
    /// One thing done to the bytes of a sound commit.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let old: String
        let new: String

        init(_ name: String, _ old: String, _ new: String) { (testDescription, self.old, self.new) = (name, old, new) }
    }

    static let damages = [
        Damage("tree twice", "\nauthor ", "\ntree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor "),
        Damage("author twice", "\ncommitter ", "\nauthor Alice <alice@example.com> 1790000000 +0000\ncommitter "),
        Damage("committer twice", "\n\nChange", "\ncommitter Alice <alice@example.com> 1790000000 +0000\n\nChange"),
        Damage("encoding twice", "\n\nChange", "\nencoding UTF-8\nencoding ISO-8859-1\n\nChange"),
        Damage("gpgsig twice", "\n\nChange", "\ngpgsig a\n b\ngpgsig a\n b\n\nChange"),
        Damage(
            "parent behind author", "\ncommitter ", "\nparent 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ncommitter "),
        Damage("no author", "\nauthor June", "\nauthors June"),
        Damage("CR in the author", "author June", "author Ju\rne"),
        Damage("CR behind the author", "+0000\ncommitter", "+0000\r\ncommitter"),
        Damage("NUL in the author", "author June", "author Ju\0ne"),
        Damage("no e-mail", "<june@example.com> 1790000000 +0000\nc", "june@example.com 1790000000 +0000\nc"),
        Damage("two e-mails", "<june@example.com> 1790000000 +0000\nc", "<june@example.com> <a@b> 1790000000 +0000\nc"),
        Damage("continued author", "\ncommitter ", "\n alice\ncommitter "),
        Damage("a header without end", "\n\nChange\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n", "\nx y"),
    ]

    @Test("what two readers could read differently is malformed, and no approval helps", arguments: damages)
    func malformed(_ damage: Damage) async throws {
        let scenario = try await Scenario()
        let sound = try await scenario.rawCommit()
        try await scenario.expect(try await scenario.approved(sound), .approved)
        let text = String(decoding: sound.bytes, as: UTF8.self)
        let broken = text.replacing(damage.old, with: damage.new, maxReplacements: 1)
        #expect(broken != text)
        let id = try await scenario.store(broken)
        try await scenario.decide(by: scenario.cast.alice, on: id)
        try await scenario.expect(id, .malformed)
    }

    /// A message with a marker in a place where it could be overlooked.
    struct Oddity: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let message: [UInt8]

        init(_ name: String, _ message: [UInt8]) { (testDescription, self.message) = (name, message) }
        init(_ name: String, _ message: String) { self.init(name, Array(message.utf8)) }
    }

    static let oddities = [
        Oddity("nothing but the marker", Scenario.marker),
        Oddity("no final newline", "Change\n\n" + Scenario.marker),
        Oddity("CR line ends", "Change\r\n\r\n\(Scenario.marker)\r\n"),
        Oddity("behind a NUL", "Change\0\n\n\(Scenario.marker)\n"),
        Oddity(
            "invalid UTF-8 around it", Array("Ch\n\n".utf8) + [0xff, 0xfe, 0x0a] + Array(Scenario.marker.utf8) + [0xc3]),
        Oddity("folded trailer", "Change\n\nCo-Authored-By: Claude\n  <noreply@anthropic.com>\n"),
        Oddity("folded thrice", "Change\n\nCo-Authored-By:\n\tClaude\n \n  <noreply@anthropic.com>\n"),
        Oddity("last of 10,000 trailers", "Change\n\n" + trailers + Scenario.marker),
        Oddity("first of 10,000 trailers", "Change\n\n\(Scenario.marker)\n" + trailers),
        Oddity("behind 10 MB", "Change\n\n" + megabytes + "\n\n" + Scenario.marker),
        Oddity(
            "behind 10 MB in one line",
            "Change\n\n" + String(repeating: "x", count: 10 << 20) + "\n\n" + Scenario.marker),
    ]

    static let trailers = (0..<10_000).map { "Co-authored-by: P\($0) <p\($0)@example.com>\n" }.joined()
    static let megabytes = String(repeating: "A line of the text, neither short nor long.\n", count: 240_000)

    @Test("a marker is found wherever in the message it stands, and the commit can be approved", arguments: oddities)
    func oddMessages(_ oddity: Oddity) async throws {
        let scenario = try await Scenario()
        var commit = try await scenario.rawCommit()
        commit.message = oddity.message
        let flagged = try await scenario.store(commit.bytes)
        let judgement = try await scenario.judge(flagged)
        #expect(judgement.verdict == .missing)
        #expect(judgement.facts.flagging.markers.map(\.tool) == ["claude"])
        try await scenario.decide(by: scenario.cast.alice, on: flagged)
        try await scenario.expect(flagged, .approved)
        let text = String(decoding: oddity.message, as: UTF8.self)
        commit.message = Array(text.replacing("anthropic", with: "example").replacing("Claude", with: "Clara").utf8)
        try await scenario.expect(try await scenario.store(commit.bytes), .clean)
    }

    @Test("names in invalid UTF-8 are people too")
    func invalidNames() async throws {
        let scenario = try await Scenario()
        let sound = try await scenario.rawCommit()
        let parts = String(decoding: sound.bytes, as: UTF8.self).split(separator: "June", maxSplits: 1)
        let bytes = Array(try #require(parts.first).utf8) + [0xff, 0xc3, 0x28] + Array(try #require(parts.last).utf8)
        let id = try await scenario.store(bytes)
        #expect(try await scenario.judge(id).authorship?.person?.email == scenario.cast.june.email)
        try await scenario.decide(by: scenario.cast.alice, on: id)
        try await scenario.expect(id, .approved)
    }

    @Test("an object that is no commit at all is an error, never a pass")
    func noCommit() async throws {
        let scenario = try await Scenario()
        let sound = try await scenario.rawCommit("Change\n")
        for broken in ["", "parent x\n", sound.headers.replacing("tree ", with: " tree "), "tree 1234\n\nx"] {
            let id = try await scenario.store(broken.isEmpty ? "x" : broken)
            await #expect(throws: (any Error).self, "\(broken)") { try await scenario.judge(id) }
        }
        try await scenario.expect(try await scenario.store(sound.bytes), .clean)
    }
}
