import CountersignObjects
import Testing

@Suite("Commits as git reads them")
struct CommitAgainstGitTests {
    private static let tree = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
    private static let committer = "committer Bo <bo@corp.example> 1700000001 +0000\n"

    private static func commit(author: String, extra: String = "", message: String = "m\n") -> [UInt8] {
        Array((tree + "author \(author)\n" + committer + extra + "\n" + message).utf8)
    }

    private static let odd: [[UInt8]] =
        [
            "Ada Moreno <ada@corp.example> 1 +0000", " Ada  <ada> 2 +0000", "<> 3 +0000", " <a> 4 +0000",
            "Ada\t<a> 5 +0000", "Ada < a > 6 -9999", "Ada <a>7 +0", "Ada (x) <a,b> 007 +1",
            "Jörg <jörg@corp.example> 10 +0000", "\"Q\" <q@x> 11 +0000",
        ].map { commit(author: $0) }
        + [
            "", "\n\n  lead\n", "one\ntwo  \n three\n\nrest\n", "one\n \t\nrest", "a\0b\nc", "CR\r\nnext\r\n\r\nrest",
            "vt \u{b}\n\u{c}\nff\n", "bidi \u{202e}x\n", "no end",
        ].map { commit(author: "A <a> 1 +0000", message: $0) }
        + [commit(author: "A <a> 1 +0000", extra: "encoding ISO-8859-1\n").dropLast(2) + [0xE9, 0x0A]]
        + [commit(author: "A <a> 1 +0000", extra: "mergetag x\n  y\nmergetag z\nHG:extra q\n")]
        + [commit(author: "A <a> 1 +0000").dropLast(2) + [0xC3, 0x28, 0xFF, 0x0A]]

    @Test("names, e-mails, times, subject and tree of odd commits are those that git log prints")
    func agreesWithLog() async throws {
        try await GitFixture.withRepository { git in
            for bytes in Self.odd {
                let name = try await git.store(commit: bytes)
                let commit = try CommitObject.parse(id: try #require(ObjectID(hex: name)), bytes: bytes)
                let printed = try await git.git(
                    "-c", "log.mailmap=false", "log", "-1", "--encoding=UTF-8",
                    "--format=%H%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%T%x00%P%x00%s", name)
                let fields = printed.dropLast().split(separator: 0, omittingEmptySubsequences: false)
                #expect(fields.map { String(decoding: $0, as: UTF8.self) } == Self.fields(of: commit))
            }
        }
    }

    /// Git prints a time's digits as they stand; leading zeros are the one spelling that numbers don't keep.
    private static func fields(of commit: CommitObject) -> [String] {
        let seconds = commit.author.nameBytes == Array("Ada (x)".utf8) ? "007" : "\(commit.author.time.seconds)"
        return [
            commit.id.hex, commit.author.name, commit.author.email, seconds,
            commit.committer.name, commit.committer.email, "\(commit.committer.time.seconds)", commit.tree.hex,
            commit.parents.map(\.hex).joined(separator: " "), commit.subject,
        ]
    }

    @Test("a time without a zone is read, though git log shows none", arguments: ["Ada <a> 8", "Ada <a>   8 x"])
    func noZone(_ author: String) async throws {
        let bytes = Self.commit(author: author)
        #expect(try CommitObject.parse(id: .zero, bytes: bytes).author.time.seconds == 8)
        try await GitFixture.withRepository { git in
            let name = try await git.store(commit: bytes)
            #expect(try await git.git("log", "-1", "--format=%at", name) == [UInt8(ascii: "\n")])
        }
    }

    @Test(
        "what was signed is, byte for byte, what git hands to the program that verifies",
        arguments: [
            "gpgsig -----BEGIN PGP SIGNATURE-----\n \n a\n -----END PGP SIGNATURE-----\n",
            "gpgsig -----BEGIN PGP SIGNATURE-----\n a\ngpgsig-sha256 b\n c\n",
            "gpgsig-sha256 b\n c\ngpgsig -----BEGIN PGP SIGNATURE-----\n a\n",
            "gpgsig -----BEGIN PGP SIGNATURE-----\n a\nmergetag x\n  y\n gpgsig z\nencoding UTF-8\n",
            "mergetag x\n y\ngpgsig -----BEGIN PGP SIGNATURE-----\n  two blanks\n\tno continuation\nz q\n r\n",
            "gpgsignature x\n y\ngpgsig -----BEGIN PGP SIGNATURE-----\n a\nz q\n",
            "gpgsig -----BEGIN PGP SIGNATURE-----\n a\ngpgsig -----BEGIN PGP SIGNATURE-----\n b\n",
            "gpgsig -----BEGIN PGP SIGNATURE-----\n a\ngpgsig\n b\nz q\n",
        ])
    func payload(_ extra: String) async throws {
        let bytes = Self.commit(author: "A <a> 1 +0000", extra: extra, message: "m\n\ngpgsig not a header\n b")
        let signature = try #require(try CommitObject.parse(id: .zero, bytes: bytes).signature)
        try await GitFixture.withRepository { git in
            let name = try await git.store(commit: bytes)
            let recorder = "#!/bin/sh\ncat >payload\ncp \"$4\" signature || cp \"$3\" signature\nexit 1\n"
            _ = try await GitFixture.output(
                "sh", ["-c", "cat >recorder && chmod +x recorder"], input: Array(recorder.utf8),
                directory: git.directory)
            _ = try await GitFixture.output(
                "sh", ["-c", "git -c gpg.program=./recorder verify-commit \(name) || :"], input: [],
                directory: git.directory)
            #expect(try await git.read("payload") == signature.payload)
            #expect(try await git.read("signature") == signature.signature)
        }
    }
}

extension GitFixture {
    fileprivate func read(_ file: String) async throws -> [UInt8] {
        try await Self.output("cat", [file], input: [], directory: directory)
    }
}
