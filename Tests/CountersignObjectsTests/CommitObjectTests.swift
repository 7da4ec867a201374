import CountersignObjects
import Testing

@Suite("Commits")
struct CommitObjectTests {
    static let tree = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
    static let parent = "parent 1111111111111111111111111111111111111111\n"
    static let author = "author Ada Moreno <ada@corp.example> 1700000000 +0100\n"
    static let committer = "committer Bo Lind <bo@corp.example> 1700000001 -0000\n"
    static let headers = tree + parent + author + committer

    static func commit(_ text: String) throws(CommitParseError) -> CommitObject {
        try CommitObject.parse(id: .zero, bytes: Array(text.utf8))
    }

    @Test("every part of an ordinary commit is read")
    func ordinary() throws {
        let other = Self.parent.replacing("1", with: "2")
        let commit = try Self.commit(
            Self.tree + Self.parent + other + Self.author + Self.committer + "encoding X\n\nsubject\n\nbody\n")
        #expect(commit.defect == nil)
        #expect(commit.tree == .emptyTree)
        #expect(commit.parents.map { $0.hex.first } == ["1", "2"])
        #expect(
            commit.author
                == Ident(
                    name: "Ada Moreno", email: "ada@corp.example", time: Timestamp(seconds: 1_700_000_000)))
        #expect(commit.committer.name == "Bo Lind")
        #expect(commit.committer.email == "bo@corp.example")
        #expect(commit.committer.time.seconds == 1_700_000_001)
        #expect(commit.encoding == Array("X".utf8))
        #expect(commit.message == Array("subject\n\nbody\n".utf8))
        #expect(commit.subject == "subject")
        #expect(commit.signature == nil)
    }

    @Test("bytes in foreign memory are read as an array is")
    func foreignMemory() throws {
        let bytes = Array((Self.headers + "\nm").utf8)
        let commit = try bytes.withUnsafeBytes { buffer throws(CommitParseError) in
            try CommitObject.parse(id: .zero, bytes: buffer)
        }
        #expect(commit.message == Array("m".utf8))
        #expect(throws: CommitParseError.noTree) {
            try CommitObject.parse(id: .zero, bytes: UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    @Test(
        "what is odd but has one meaning is sound",
        arguments: [
            headers, headers + "\n", headers + "\nno newline at the end", headers + "\nNUL \0 in the message\n",
            headers + "\nCR\r\n", headers + "HG:extra rebase_source\n\n", headers + "encoding \n\nm",
            headers + "mergetag object 1\n type commit\n \n CR\nmergetag object 2\n type commit\n\nm",
            headers + "gpgsig a\n b\ngpgsig-sha256 c\n d\n\nm",
            tree + "author  <> 0 +0000\n" + committer + "\n", tree + "author <> 0 +0000\n" + committer + "\n",
            tree + "author A < a b > 0 +0000\n" + committer + "\n",
            tree + "author A <a> 99999999999 +9999\n" + committer + "\n",
            tree + "author A <a> 1 nonsense\n" + committer + "\n", tree + "author A <a>1\n" + committer + "\n",
        ])
    func sound(_ text: String) throws {
        #expect(try Self.commit(text).defect == nil)
    }

    @Test("what two readers could understand differently is a defect", arguments: CommitDefectCase.all)
    func defects(_ example: CommitDefectCase) throws {
        #expect(try Self.commit(example.text).defect == example.defect)
        #expect(!example.defect.description.isEmpty)
    }

    @Test("an identity that can't be read is empty rather than guessed")
    func unreadableIdentity() throws {
        let commit = try Self.commit(Self.tree + "author Ada ada@corp.example 1 +0000\n" + Self.committer + "\n")
        #expect(commit.author.emailBytes.isEmpty)
        #expect(commit.author.time.seconds == 0)
    }

    @Test(
        "without a tree or with a bad parent there is no commit",
        arguments: [
            ("", .noTree), ("\n\n", .noTree), (" " + tree, .noTree), ("tree\n", .noTree), ("tree 12\n", .noTree),
            (tree.uppercased(), .noTree), (author + tree, .noTree),
            (tree.replacing("b", with: "B") + author + committer + "\n", .noTree),
            (tree + "parent 12\n" + author + committer + "\n", .badParent),
            (tree + "parent \n", .badParent),
        ] as [(String, CommitParseError)])
    func unreadable(_ text: String, _ error: CommitParseError) {
        #expect(throws: error) { try Self.commit(text) }
    }

    @Test("a commit cut off anywhere never crashes the reader")
    func cutOff() {
        let bytes = Array((Self.headers + "encoding X\ngpgsig a\n b\n\nm\n").utf8)
        for count in bytes.indices {
            _ = try? CommitObject.parse(id: .zero, bytes: Array(bytes.prefix(count)))
        }
    }

    @Test("a message of ten megabytes is held whole")
    func largeMessage() throws {
        let text = Self.headers + "\n" + String(repeating: "line\n", count: 2_000_000)
        #expect(try Self.commit(text).message.count == 10_000_000)
    }
}

struct CommitDefectCase: Sendable, CustomTestStringConvertible {
    let text: String
    let defect: CommitDefect

    var testDescription: String { "\(defect)" }

    private typealias Base = CommitObjectTests

    static let all: [CommitDefectCase] = order + bytes + idents

    private static let order = [
        CommitDefectCase(text: Base.tree + Base.headers + "\n", defect: .repeatedHeader("tree")),
        CommitDefectCase(text: Base.headers + Base.tree + "\n", defect: .repeatedHeader("tree")),
        CommitDefectCase(
            text: Base.tree + Base.author + Base.author + Base.committer + "\n", defect: .repeatedHeader("author")),
        CommitDefectCase(text: Base.headers + Base.author + "\n", defect: .repeatedHeader("author")),
        CommitDefectCase(text: Base.headers + Base.committer + "\n", defect: .repeatedHeader("committer")),
        CommitDefectCase(
            text: Base.headers + "encoding a\nencoding b\n\n", defect: .repeatedHeader("encoding")),
        CommitDefectCase(
            text: Base.headers + "gpgsig a\n b\ngpgsig c\n\n", defect: .repeatedHeader("gpgsig")),
        CommitDefectCase(text: Base.headers + Base.parent + "\n", defect: .misplacedHeader("parent")),
        CommitDefectCase(
            text: Base.tree + Base.author + Base.parent + Base.committer + "\n", defect: .misplacedHeader("parent")),
        CommitDefectCase(
            text: Base.tree + Base.committer + Base.author + "\n", defect: .misplacedHeader("committer")),
        CommitDefectCase(
            text: Base.tree + "gpgsig a\n" + Base.author + Base.committer + "\n", defect: .misplacedHeader("gpgsig")),
        CommitDefectCase(
            text: Base.tree + "encoding a\n" + Base.author + Base.committer + "\n",
            defect: .misplacedHeader("encoding")),
        CommitDefectCase(
            text: Base.tree + "x y\n" + Base.author + Base.committer + "\n", defect: .misplacedHeader("x")),
        CommitDefectCase(
            text: Base.tree + " " + Base.author + Base.committer + "\n", defect: .strayContinuation),
        CommitDefectCase(text: Base.headers + " folded\n\n", defect: .strayContinuation),
        CommitDefectCase(text: Base.tree + Base.committer + "\n", defect: .misplacedHeader("committer")),
        CommitDefectCase(text: Base.tree + Base.author + "\n", defect: .missingHeader("committer")),
        CommitDefectCase(text: Base.tree + "\nm", defect: .missingHeader("author")),
    ]

    private static let bytes = [
        CommitDefectCase(
            text: Base.tree + "author A\r <a> 1 +0\n" + Base.committer + "\n", defect: .controlByte("author")),
        CommitDefectCase(
            text: Base.tree + "author A <a> 1 +0\r\n" + Base.committer + "\n", defect: .controlByte("author")),
        CommitDefectCase(
            text: Base.tree + "author A\0 <a> 1 +0\n" + Base.committer + "\n", defect: .controlByte("author")),
        CommitDefectCase(text: Base.headers + "gpgsig a\n b\r\n\n", defect: .controlByte("gpgsig")),
        CommitDefectCase(text: Base.headers + "x a\0b\n\n", defect: .controlByte("x")),
        CommitDefectCase(text: Base.headers + "\r\n\nm", defect: .controlByte("\r")),
        CommitDefectCase(text: Base.headers + "gpgsig a", defect: .unterminatedHeader),
    ]

    private static let idents = [
        "Ada ada@corp.example 1 +0", "Ada <ada@corp.example 1 +0", "Ada ada> 1 +0", "Ada >< 1 +0",
        "Ada <<ada>> 1 +0", "Ada <a<b> 1 +0", "Ada <a>b> 1 +0", "Ada <a> <b> 1 +0", "A > <a> 1 +0", "Ada <a>",
        "Ada <a> ", "Ada <a> x", "Ada <a> -1 +0", "Ada <a> 99999999999999999999 +0", "",
    ].map {
        CommitDefectCase(
            text: Base.tree + "author \($0)\n" + Base.committer + "\n", defect: .unreadableIdent("author"))
    }
}
