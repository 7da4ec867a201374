import CountersignApprovals
import CountersignGit
import CountersignLedger
import CountersignObjects
import CountersignStore
import CountersignVerifier
import FoundationEssentials
import TestRepositories
import Testing

@testable import CountersignHistory

@Suite("The index of the ledger answers as the whole ledger does")
struct LedgerIndexTests {
    private static let identity = Identity(
        name: "Alice", email: "alice@example.com", time: Timestamp(seconds: 1_700_000_000))

    /// A bare repository whose ledger changes at random.
    private struct Changing {
        let disk: TestRepository
        let repository: Repository
        var dice: SeededGenerator
        var envelopes: [[UInt8]] = []

        init(seed: UInt64) async throws {
            disk = try await TestRepository("--bare")
            repository = try Repository.open(at: disk.path)
            dice = SeededGenerator(seed: seed)
        }

        var indexFile: String { disk.path + "/countersign/ledger-index" }

        mutating func id() -> ObjectID { ObjectID.of(Int.random(in: 0..<60, using: &dice)) }
        mutating func digest() -> Digest256 { Digest256(hashing: [UInt8.random(in: 0..<60, using: &dice)]) }

        mutating func statement() throws -> Statement {
            let kind = Int.random(in: 0..<10, using: &dice)
            let subjects = (0..<Int.random(in: 1...3, using: &dice)).map { _ in id() }
            return Statement(
                subjects: kind == 0 ? [] : Array(Set(subjects)).sorted(), decision: kind == 0 ? .revoke : .approve,
                reviewer: "alice@example.com",
                signedAt: Timestamp(seconds: Int64.random(in: 0..<1_000_000, using: &dice)),
                repository: "example/shop", changes: kind == 0 ? [:] : [subjects[0]: digest()],
                range: kind == 1 ? Statement.CommitRange(base: id(), head: id(), change: digest()) : nil,
                policyChange: kind == 2 ? Statement.PolicyChange(from: id(), to: id()) : nil,
                revokes: kind == 0 ? digest() : nil)
        }

        /// A line: of a new statement, the same again with another signature, one known already, or none that can be read.
        mutating func line() throws -> [UInt8] {
            switch Int.random(in: 0..<10, using: &dice) {
            case 0: return Array("junk \(Int.random(in: 0..<9, using: &dice))".utf8)
            case 1...2 where !envelopes.isEmpty:
                return envelopes[Int.random(in: envelopes.indices, using: &dice)]
            case 3 where !envelopes.isEmpty:
                let old = try Envelope.parse(line: envelopes[Int.random(in: envelopes.indices, using: &dice)])
                return try keep(old.payload)
            default: return try keep(try statement().payload())
            }
        }

        mutating func keep(_ payload: [UInt8]) throws -> [UInt8] {
            let signature = Array("SSHSIG".utf8) + (0..<8).map { _ in UInt8.random(in: 0...255, using: &dice) }
            let line = try Envelope(payload: payload, keyid: "", signature: signature).line()
            envelopes.append(line)
            return line
        }

        /// The ledger's tree.
        func tree() throws -> ObjectID {
            try Ledger.tree(of: #require(try repository.reference(Ledger.reference)), in: repository)
        }

        mutating func add(_ count: Int) throws {
            var entries: [LedgerEntry] = []
            for _ in 0..<count { entries.append(LedgerEntry(annotated: id(), line: try line())) }
            _ = try LedgerWriter(repository).add(entries, message: "Add\n", identity: LedgerIndexTests.identity)
        }

        /// Whatever the program itself never does: notes taken out, edited or copied by git, or the ledger rewound.
        mutating func meddle() async throws {
            let annotated = try NotePlaces.read(repository, reference: Ledger.reference).keys.sorted()
            guard !annotated.isEmpty else { return }
            let one = annotated[Int.random(in: annotated.indices, using: &dice)]
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: try await disk.git("notes", "--ref=countersign", "remove", one.hex)
            case 1:
                try await disk.git(
                    ["notes", "--ref=countersign", "add", "-f", "-F", "-", one.hex], input: "edited\r\n\nlines\n")
            case 2: try await disk.git("update-ref", Ledger.reference, "\(Ledger.reference)~1")
            default:
                try await disk.git("update-ref", "-d", Ledger.reference)
                try add(20)
            }
        }

        /// The ledger through its index, and read whole.
        func opened(worthwhile: Int = 0) async throws -> (indexed: CurrentLedger, whole: CurrentLedger) {
            (
                try await CurrentLedger.open(repository, worthwhile: worthwhile),
                try await CurrentLedger.open(repository, worthwhile: nil)
            )
        }

        /// A number that the index keeps of the whole.
        func kept(_ column: String) throws -> Int {
            var found: Int64 = -1
            try Store(path: indexFile).run("SELECT \(column) FROM state") { found = $0.integer(0) }
            return Int(found)
        }

        func add(_ lines: [[UInt8]], on annotated: ObjectID) throws {
            let entries = lines.map { LedgerEntry(annotated: annotated, line: $0) }
            _ = try LedgerWriter(repository).add(entries, message: "Add\n", identity: LedgerIndexTests.identity)
        }

        /// Puts four entries in that are no notes, or can't be read whole.
        func addDefects() async throws {
            let tree = try await disk.git("rev-parse", "\(Ledger.reference)^{tree}")
            let odd = try await disk.git(["hash-object", "-w", "--stdin"], input: "a\0b\n")
            let listing = try await disk.git("ls-tree", tree)
            let entries = [
                "100644 blob \(odd)\tREADME", "120000 blob \(odd)\t\(ObjectID.of(61).hex)",
                "040000 tree \(tree)\tdir", "100644 blob \(odd)\t\(ObjectID.of(62).hex)",
            ]
            let withDefects = try await disk.git(
                ["mktree"], input: ([listing] + entries).joined(separator: "\n") + "\n")
            let commit = try await disk.git("commit-tree", "-p", Ledger.reference, "-m", "Odd", withDefects)
            try await disk.git("update-ref", Ledger.reference, commit)
        }

        func compare(worthwhile: Int = 0, _ name: String) async throws {
            let (indexed, whole) = try await opened(worthwhile: worthwhile)
            #expect(indexed.tip == whole.tip && indexed.defects == whole.defects, "\(name)")
            try LedgerIndexTests.expectSame(indexed.statements, whole.statements, name)
        }
    }

    /// Asks one question of each of both ledgers, opened anew: one that found its index damaged reads the whole ledger
    /// for all that come after.
    private static func expectSameOneByOne(
        _ repository: Repository, _ ids: [ObjectID], damage: String? = nil, _ name: String
    ) async throws {
        var questions: [(any StatementSource) throws -> [String]] = [
            { try ["\($0.count) \($0.isEmpty)"] + $0.statements.map(\.digest.text) },
            { try $0.unreadable.map(\.reason) }, { try $0.ranges.map(\.digest.text) },
            { try $0.policyChanges.map(\.digest.text) },
        ]
        for id in ids {
            questions += [
                { try $0.statements(about: id).map(\.digest.text) },
                { try $0.statements(at: id).map { "\($0.digest) \($0.envelopes) \($0.places.sorted())" } },
                { try $0.unreadable(at: id).map(\.reason) },
            ]
        }
        for number in stride(from: 0, to: 60, by: 10) {
            let digest = Digest256(hashing: [UInt8(number)])
            questions += [
                { try $0.statements(signing: digest).map(\.digest.text) },
                { try $0.revocations(of: digest).map(\.digest.text) },
                { try $0.statements(named: String(digest.text.prefix(8))).map(\.digest.text) },
            ]
        }
        let whole = try await CurrentLedger.open(repository, worthwhile: nil).statements
        questions += try whole.statements.prefix(8).map { entry in
            { try $0.statements(named: entry.digest.text).map(\.digest.text) }
        }
        for (number, question) in questions.enumerated() {
            if let damage {
                // Made anew where the question before found it damaged.
                _ = try await CurrentLedger.open(repository, worthwhile: 0)
                try Store(path: repository.commonDirectory + "/countersign/ledger-index").execute(damage)
            }
            let indexed = try await CurrentLedger.open(repository, worthwhile: 0).statements
            #expect(try question(indexed) == question(whole), "\(name), question \(number)")
        }
    }

    /// Asks both everything that they can be asked.
    private static func expectSame(_ one: any StatementSource, _ other: any StatementSource, _ name: String) throws {
        #expect(one.count == other.count && one.isEmpty == other.isEmpty, "\(name)")
        #expect(try one.statements.map(Known.init) == other.statements.map(Known.init), "\(name)")
        #expect(try one.unreadable.map(\.reason) == other.unreadable.map(\.reason), "\(name)")
        #expect(try one.ranges.map(\.digest) == other.ranges.map(\.digest), "\(name)")
        #expect(try one.policyChanges.map(\.digest) == other.policyChanges.map(\.digest), "\(name)")
        for number in 0..<60 {
            let id = ObjectID.of(number)
            #expect(try one.statements(about: id).map(\.digest) == other.statements(about: id).map(\.digest), "\(name)")
            #expect(try one.statements(at: id).map(Known.init) == other.statements(at: id).map(Known.init), "\(name)")
            #expect(try one.unreadable(at: id).map(\.reason) == other.unreadable(at: id).map(\.reason), "\(name)")
            let digest = Digest256(hashing: [UInt8(number)])
            let prefix = String(digest.text.prefix(8))
            #expect(try one.statements(named: prefix).map(\.digest) == other.statements(named: prefix).map(\.digest))
            #expect(
                try one.statements(signing: digest).map(\.digest) == other.statements(signing: digest).map(\.digest),
                "\(name)")
            #expect(
                try one.revocations(of: digest).map(\.digest) == other.revocations(of: digest).map(\.digest), "\(name)")
        }
    }

    private struct Known: Hashable {
        let digest: Digest256
        let envelopes: [Envelope]
        let places: Set<ObjectID>

        init(_ entry: LedgerStatement) {
            (digest, envelopes, places) = (entry.digest, entry.envelopes, entry.places)
        }
    }

    @Test(
        "after every change of a random ledger, brought up to date or made anew",
        arguments: 1...6 as ClosedRange<UInt64>)
    func agreement(_ seed: UInt64) async throws {
        var ledger = try await Changing(seed: seed)
        try await ledger.compare("seed \(seed), no ledger")
        for step in 0..<12 {
            if step > 0, Int.random(in: 0..<3, using: &ledger.dice) == 0 {
                try await ledger.meddle()
            } else {
                try ledger.add(Int.random(in: 1...40, using: &ledger.dice))
            }
            if Int.random(in: 0..<6, using: &ledger.dice) == 0 {
                try FileManager.default.removeItem(atPath: ledger.indexFile)
            }
            try await ledger.compare("seed \(seed), step \(step)")
        }
        #expect(FileManager.default.fileExists(atPath: ledger.indexFile))
    }

    @Test("entries that are no notes, and notes that can't be read whole, are told as the whole reading tells them")
    func defects() async throws {
        var ledger = try await Changing(seed: 7)
        try ledger.add(30)
        try await ledger.compare("before")
        try await ledger.addDefects()
        #expect(try await CurrentLedger.open(ledger.repository, worthwhile: nil).defects.count == 4)
        try await ledger.compare("with defects")
        try ledger.add(3)
        try await ledger.compare("more beside defects")
    }

    @Test(
        "what the index keeps of defects is what was kept",
        arguments: [
            "UPDATE note SET path = x'41' WHERE defect <> 0", "UPDATE note SET defect = 2 WHERE defect = 3",
            "UPDATE defect SET path = x'42'", "UPDATE defect SET kind = 2", "DELETE FROM defect",
        ])
    func damagedDefects(_ damage: String) async throws {
        var ledger = try await Changing(seed: 19)
        try ledger.add(30)
        try await ledger.addDefects()
        try await ledger.compare("made")
        try Store(path: ledger.indexFile).execute(damage)
        try await ledger.compare("damaged")
    }

    @Test("a ledger of nothing but an empty note says nothing")
    func empty() async throws {
        let ledger = try await Changing(seed: 20)
        let object = try await ledger.disk.git(["hash-object", "-w", "--stdin"], input: "annotated")
        try await ledger.disk.git("notes", "--ref=countersign", "add", "--allow-empty", "-m", "", object)
        try await ledger.compare("empty")
        #expect(FileManager.default.fileExists(atPath: ledger.indexFile))
    }

    @Test("a small ledger gets no index")
    func small() async throws {
        var ledger = try await Changing(seed: 8)
        try ledger.add(20)
        try await ledger.compare(worthwhile: CurrentLedger.worthwhile, "small")
        #expect(!FileManager.default.fileExists(atPath: ledger.indexFile))
    }

    @Test("a damaged index, or one in a directory that can't be written to, changes no answer")
    func damage() async throws {
        var ledger = try await Changing(seed: 9)
        try ledger.add(60)
        try await ledger.compare("made")
        for range in [0..<200, 4096..<8192, 100..<20_000] {
            var bytes = Array(try Data(contentsOf: URL(filePath: ledger.indexFile)))
            for place in range where bytes.indices.contains(place) { bytes[place] = 0xa5 }
            try Data(bytes).write(to: URL(filePath: ledger.indexFile))
            try await ledger.compare("damaged \(range)")
            // What is damaged was removed, or answered rightly; a new one is made beside the next change.
            try FileManager.default.removeItemIfThere(atPath: ledger.indexFile)
            try await ledger.compare("again")
        }
        try FileManager.default.removeItemIfThere(atPath: ledger.disk.path + "/countersign")
        try Data("in the way".utf8).write(to: URL(filePath: ledger.disk.path + "/countersign"))
        try await ledger.compare("no directory")
    }

    /// A note whose first line has a statement that stands first nowhere else.
    private static let single = """
        SELECT id FROM note WHERE substr(lines, 1, 1) = x'01' GROUP BY substr(lines, 1, 33) HAVING count(*) = 1 LIMIT 1
        """

    @Test(
        "a key that was lost or changed without a trace hides no statement",
        arguments: [
            "DELETE FROM key", "DELETE FROM sum", "DELETE FROM key WHERE bucket % 3 = 0",
            "UPDATE key SET rows = substr(rows, 17) WHERE length(rows) > 16",
            "UPDATE key SET rows = rows || zeroblob(16)",
            "UPDATE key SET rows = zeroblob(length(rows)) WHERE bucket > 0",
            "UPDATE key SET bucket = bucket + 100000", "UPDATE sum SET sum = sum + 1",
            "UPDATE note SET blob = zeroblob(20)", "UPDATE note SET blob = (SELECT blob FROM note AS other LIMIT 1)",
            "DELETE FROM note WHERE id % 2", "UPDATE note SET lines = x''",
            "UPDATE note SET lines = x'00' WHERE id % 3 = 0", "UPDATE note SET lines = lines || x'00'",
            "UPDATE note SET lines = substr(lines, 34) WHERE length(lines) > 33",
            "UPDATE note SET lines = (SELECT lines FROM note AS other LIMIT 1)",
            "UPDATE note SET lines = x'01' || randomblob(32) || substr(lines, 34) WHERE id = (\(Self.single))",
            "UPDATE note SET lines = substr(lines, 1, 9) || zeroblob(24) || substr(lines, 34) WHERE lines > x'01'",
            "UPDATE note SET id = id + 1 WHERE id = (SELECT max(id) FROM note)",
            "UPDATE note SET annotated = (SELECT annotated FROM note AS other LIMIT 1)", "UPDATE state SET next = 3",
            "DELETE FROM note", "DELETE FROM key; DELETE FROM sum", "UPDATE state SET statements = 0",
            "UPDATE state SET statements = -5, unreadable = 0, next = 9223372036854775807",
        ])
    func lostKeys(_ damage: String) async throws {
        var ledger = try await Changing(seed: 11)
        try ledger.add(80)
        try await ledger.compare("made")
        let ids = stride(from: 0, to: 60, by: 8).map { ObjectID.of($0) }
        try await Self.expectSameOneByOne(ledger.repository, ids, damage: damage, "damaged")
        try ledger.add(5)
        try await ledger.compare("and brought up to date")
    }

    @Test("an index by a program that read notes otherwise is not believed")
    func otherReading() async throws {
        var ledger = try await Changing(seed: 17)
        try ledger.add(80)
        try await ledger.compare("made")
        let places = try LedgerListing.read(ledger.repository, tree: ledger.tree()).places
        let contents = try places.map { IndexedNote(try NoteContent.read($0.blob, of: ledger.repository)) }
        let store = try Store(path: ledger.indexFile)
        for (place, other) in zip(places, contents.dropFirst() + contents.prefix(1)) {
            var number: Int64?
            try store.run("SELECT id FROM note WHERE annotated = ?", .blob(place.annotated.bytes)) {
                number = $0.integer(0)
            }
            let row = NoteRow(other, at: place, number: try #require(number))
            try store.run("DELETE FROM note WHERE id = ?", .integer(row.number))
            try row.insert(into: store)
        }
        let ids = stride(from: 0, to: 60, by: 4).map { ObjectID.of($0) }
        try await Self.expectSameOneByOne(ledger.repository, ids, "read otherwise")
    }

    @Test("keys that share a number, as whoever writes statements may want, hide and add nothing")
    func collisions() async throws {
        var ledger = try await Changing(seed: 12)
        try ledger.add(40)
        let annotated = try #require(try NotePlaces.read(ledger.repository, reference: Ledger.reference).keys.min())
        let known = try await CurrentLedger.open(ledger.repository, worthwhile: nil).statements.statements[0].digest
        let wanted: [LedgerIndexKey] = [
            .statement(known),
            .subject(annotated), .annotated(annotated), .unreadable, .range, .policyChange,
            .revoked(Digest256(hashing: [1])), .change(Digest256(hashing: [2])),
        ]
        // Two ids for each, which as subjects have its number.
        let ids = wanted.flatMap { key in
            [UInt8(1), 2].map { last in
                let start = UInt64(bitPattern: key.number &- LedgerIndexKey.subject(.zero).number)
                return ObjectID.starting(with: start, last)
            }
        }
        for (number, id) in ids.enumerated() {
            let statement = Statement(
                subjects: [id, ids[0]], decision: .approve, reviewer: "alice@example.com",
                signedAt: Timestamp(seconds: Int64(number)), repository: "example/shop")
            let line = try Envelope(payload: statement.payload(), keyid: "", signature: [1, 2, 3]).line()
            let entries = [annotated, id].flatMap { place in
                [line, Array("junk".utf8)].map { LedgerEntry(annotated: place, line: $0) }
            }
            _ = try LedgerWriter(ledger.repository).add(entries, message: "Add\n", identity: Self.identity)
            if number.isMultiple(of: 4) { try await ledger.compare("brought up to date") }
        }
        try await Self.expectSameOneByOne(ledger.repository, ids + [annotated], "brought up to date")
        try await ledger.disk.git("notes", "--ref=countersign", "remove", annotated.hex)
        try await Self.expectSameOneByOne(ledger.repository, ids + [annotated], "one note less")
        try FileManager.default.removeItem(atPath: ledger.indexFile)
        try await Self.expectSameOneByOne(ledger.repository, ids + [annotated], "made anew")
    }

    @Test("an index that could not be read while another process wrote is not taken for the one that was asked")
    func busy() async throws {
        var ledger = try await Changing(seed: 13)
        try ledger.add(60)
        let (indexed, whole) = try await ledger.opened()
        let other = try Store(path: ledger.indexFile)
        try other.execute(
            "BEGIN EXCLUSIVE; UPDATE state SET tree = zeroblob(20); DELETE FROM key; DELETE FROM sum")
        try indexed.statements.together {
            try other.execute("COMMIT")
            // First what is found by a key alone: all statements are counted besides.
            for id in (0..<60).map(ObjectID.of) {
                let found = try indexed.statements.statements(about: id)
                #expect(try found.map(\.digest) == whole.statements.statements(about: id).map(\.digest))
            }
            try Self.expectSame(indexed.statements, whole.statements, "moved on meanwhile")
        }
    }

    @Test("an index of what can't be read any more, a note or the tree, is made anew", arguments: [false, true])
    func unreadable(_ isTree: Bool) async throws {
        var ledger = try await Changing(seed: 14)
        try ledger.add(30)
        try await ledger.compare("made")
        let tree = try ledger.tree()
        let place = try #require(try LedgerListing.read(ledger.repository, tree: tree).places.first)
        try await ledger.disk.git("notes", "--ref=countersign", "remove", place.annotated.hex)
        func file(_ id: ObjectID) -> String {
            "\(ledger.disk.path)/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))"
        }
        let (gone, other) = try isTree ? (tree, ledger.tree()) : (place.blob, ledger.repository.writeBlob([1]))
        try FileManager.default.removeItem(atPath: file(gone))
        try FileManager.default.copyItem(atPath: file(other), toPath: file(gone))
        try await ledger.compare("after the note was taken out")
    }

    @Test("a ledger of more keys than there may be gets no index")
    func limit() async throws {
        var ledger = try await Changing(seed: 15)
        try ledger.add(30)
        let repository = ledger.repository
        func make(_ tree: ObjectID, rowLimit: Int) async throws -> Bool {
            try await LedgerIndex.open(repository, tree: tree, worthwhile: 0, rowLimit: rowLimit) != nil
        }
        let tree = try ledger.tree()
        await #expect(throws: LedgerIndex.Lost.self) { try await make(tree, rowLimit: 20) }
        #expect(try await make(tree, rowLimit: 2000))
        // Nor does one that was small grow beyond that.
        try ledger.add([try ledger.keep(ledger.statement().payload())], on: .of(1))
        let (later, keys) = (try ledger.tree(), try ledger.kept("keys"))
        await #expect(throws: LedgerIndex.Lost.self) { try await make(later, rowLimit: keys) }
        #expect(try ledger.kept("keys") == keys)
    }

    @Test("many signatures under one statement, in several notes, take no longer than to read them")
    func manyLines() async throws {
        var ledger = try await Changing(seed: 16)
        try ledger.add(5)
        let (about, payload) = (ObjectID.of(3), try ledger.statement().payload())
        let entries = try (0..<4000).map { number in
            let signature = withUnsafeBytes(of: number) { Array($0) }
            let line = try Envelope(payload: payload, keyid: "", signature: signature).line()
            return LedgerEntry(annotated: number.isMultiple(of: 2) ? about : .of(4), line: line)
        }
        _ = try LedgerWriter(ledger.repository).add(entries, message: "Add\n", identity: Self.identity)
        try await ledger.compare("many lines")
    }

    @Test("where bringing it up to date means to look at very many lines, the index is made anew")
    func effort() async throws {
        var ledger = try await Changing(seed: 18)
        let lines = try (0..<3).map { _ in try ledger.keep(ledger.statement().payload()) }
        let junk = (100_000..<210_000).map(String.init) + [String(decoding: lines[0], as: UTF8.self)]
        let large = try await ledger.disk.git(["hash-object", "-w", "--stdin"], input: "large")
        try await ledger.disk.git(
            ["notes", "--ref=countersign", "add", "-F", "-", large], input: junk.joined(separator: "\n") + "\n")
        _ = try await ledger.opened()
        // A note that is replaced gets a new number, unless all get theirs anew.
        for (line, next) in [(lines[1], 2), (lines[2], 3), (lines[0], 2)] {
            try ledger.add([line], on: .of(1))
            _ = try await ledger.opened()
            #expect(try ledger.kept("next") == next)
        }
    }

    @Test("where a change puts in very many keys, the index is made anew")
    func manyKeys() async throws {
        var ledger = try await Changing(seed: 21)
        for _ in 0..<3 {
            try ledger.add([try ledger.keep(ledger.statement().payload())], on: .of(1))
            _ = try await ledger.opened()
        }
        #expect(try ledger.kept("next") == 3)
        let line = try Envelope(payload: Self.crowd(5000).payload(), keyid: "", signature: [1]).line()
        let entries = (2..<50).map { LedgerEntry(annotated: .of($0), line: line) }
        _ = try LedgerWriter(ledger.repository).add(entries, message: "Add\n", identity: Self.identity)
        let index = try await LedgerIndex.open(ledger.repository, tree: ledger.tree(), worthwhile: 0)
        #expect(try ledger.kept("next") == 49)
        let key = LedgerIndexKey.subject(try Self.crowd(1).subjects[0]).number
        _ = try index?.read { try index?.places(ofKey: key) }
        // Nearly all of 48 times 5,000 rows are in its bucket.
        #expect((index?.effort ?? 0) > 2000)
    }

    /// A statement about many commits whose keys are all in one bucket.
    private static func crowd(_ count: Int) throws -> Statement {
        let subjects = try (0..<count).map { number in
            let bytes = Digest256(hashing: Array("\(number)".utf8)).bytes.prefix(ObjectID.byteCount - 2)
            return try #require(ObjectID(bytes: [0xab, 0xcd] + bytes))
        }
        return Statement(
            subjects: subjects, decision: .approve, reviewer: "alice@example.com", signedAt: Timestamp(seconds: 1),
            repository: "example/shop")
    }

    @Test("an index that was made anew meanwhile, with other numbers for the notes, is asked anew")
    func renumbered() async throws {
        var ledger = try await Changing(seed: 31)
        for _ in 0..<6 {
            try ledger.add(12)
            _ = try await ledger.opened()
        }
        let (indexed, whole) = try await ledger.opened()
        for id in (0..<60).map(ObjectID.of) { _ = try indexed.statements.statements(about: id) }
        try Store(path: ledger.indexFile).execute("DELETE FROM state")
        _ = try await ledger.opened()
        for number in 0..<60 {
            let (id, digest) = (ObjectID.of(number), Digest256(hashing: [UInt8(number)]))
            let found = try indexed.statements.statements(about: id) + indexed.statements.revocations(of: digest)
            let wanted = try whole.statements.statements(about: id) + whole.statements.revocations(of: digest)
            #expect(found.map(\.digest) == wanted.map(\.digest))
        }
    }

    @Test("an index that another process moved on meanwhile is not asked any more")
    func moved() async throws {
        var ledger = try await Changing(seed: 10)
        try ledger.add(60)
        let (before, whole) = try await ledger.opened()
        let annotated = try #require(
            try NotePlaces.read(ledger.repository, reference: Ledger.reference).keys.min())
        #expect(try before.statements.statements(at: annotated).count > 0)
        try await ledger.disk.git("notes", "--ref=countersign", "remove", annotated.hex)
        try ledger.add(40)
        try await ledger.compare("moved")
        try Self.expectSame(before.statements, whole.statements, "of the earlier state")
    }
}

extension FileManager {
    fileprivate func removeItemIfThere(atPath path: String) throws {
        if fileExists(atPath: path) { try removeItem(atPath: path) }
    }
}

extension ObjectID {
    /// An id that is made up.
    fileprivate static func starting(with start: UInt64, _ last: UInt8) -> ObjectID {
        let bytes = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: start >> UInt64($0)) }
        return ObjectID(bytes: bytes + [UInt8](repeating: last, count: ObjectID.byteCount - 8)) ?? .zero
    }

    fileprivate static func of(_ number: Int) -> ObjectID {
        ObjectID(bytes: Array(Digest256(hashing: [UInt8(number)]).bytes.prefix(ObjectID.byteCount))) ?? .zero
    }
}
