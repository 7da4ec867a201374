import CountersignApprovals
import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignSignatures
import CountersignVerifier
import Subprocess
import TestRepositories

/// A repository with the standard policy adopted on `main`, and what a test does to it with stock git.
///
/// The clock of the tests stands: commits are of ``Scenario/day`` and "now" is a day later, unless a test says so.
public final class Scenario {
    /// When commits are made.
    public static let day = Timestamp(seconds: 1_790_000_000)
    /// When everything is judged.
    public static let now = day.adding(seconds: 86_400)
    /// A trailer that flags a commit.
    public static let marker = "Co-Authored-By: Claude <noreply@anthropic.com>"

    /// The repository.
    public let repository: TestRepository
    /// The people.
    public let cast: Cast
    /// When things happen until it is set anew: the date of commits, of what is signed and of notes.
    public var today = Scenario.day
    /// The commit that adopted the policy: the trust root.
    public private(set) var root: ObjectID = .zero

    /// Makes the repository and adopts a policy; nil leaves out adoption.
    public init(policy: String? = Scenario.standardPolicy) async throws {
        repository = try await TestRepository()
        cast = try await Cast.assembled()
        if let policy {
            try repository.write(".countersign/policy", policy)
            try repository.write(".countersign/allowed_signers", Self.signers(cast.known))
            try await adopt()
        }
    }

    /// Commits what stands in the work tree as the adoption of its policy.
    public func adopt() async throws {
        root = try await commit("Adopt countersign", by: cast.alice, signed: true)
    }

    /// The standard policy: alice and bob senior, carol principal, mike mid, june junior.
    public static let standardPolicy = policy()

    /// A repository that adopted a policy with an `allowed_signers`, and more files, of the test's own.
    public static func adopting(
        policy: String = Scenario.standardPolicy, signers: String, files: [String: String] = [:]
    ) async throws -> Scenario {
        let scenario = try await Scenario(policy: nil)
        try scenario.repository.write(".countersign/policy", policy)
        try scenario.repository.write(".countersign/allowed_signers", signers)
        for (name, text) in files { try scenario.repository.write(".countersign/\(name)", text) }
        try await scenario.adopt()
        return scenario
    }

    /// The standard policy with a serial and more sections.
    public static func policy(serial: Int = 1, _ more: String = "") -> String {
        let people = [
            ("alice", "senior"), ("bob", "senior"), ("carol", "principal"), ("june", "junior"), ("mike", "mid"),
        ]
        let sections = people.map { "[person \"\($0.0)@example.com\"]\n\tname = \($0.0)\n\tlevel = \($0.1)\n" }
        return """
            [countersign]
            \tversion = 1
            \tserial = \(serial)
            \trepository = example/shop
            [levels]
            \torder = junior mid senior principal
            \ttrusted = senior
            \(sections.joined())\(more)

            """
    }

    /// The lines of `allowed_signers` for these people.
    public static func signers(_ members: [Cast.Member]) -> String {
        members.map { "\($0.email) \($0.key.publicText)\n" }.joined()
    }

    /// Commits everything in the work tree after writing files; signed with the author's key when asked for.
    ///
    /// - Parameters:
    ///   - message: the whole message.
    ///   - author: who is named as author, and signs.
    ///   - email: another address to name as the author's.
    ///   - files: files to write first.
    ///   - signed: whether to sign with the author's key.
    ///   - key: another key to sign with.
    @discardableResult
    public func commit(
        _ message: String, by author: Cast.Member, email: String? = nil, files: [String: String] = [:],
        signed: Bool = false, key: TestKey? = nil
    ) async throws -> ObjectID {
        for (name, text) in files { try repository.write(name, text) }
        try await repository.git(["add", "-A"])
        try await git(
            ["commit", "-q", "--allow-empty", "-m", message], by: author, email: email,
            key: key ?? (signed ? author.key : nil))
        return try await id("HEAD")
    }

    /// A junior's flagged commit on the current branch: what most tests are about.
    @discardableResult
    public func flaggedCommit(_ file: String = "retry.conf", _ text: String = "attempts = 3\n") async throws -> ObjectID
    {
        try await commit("Change \(file)\n\n\(Self.marker)", by: cast.june, files: [file: text])
    }

    /// Runs git as a person, with dates of ``day``; signing commits with `key` when there is one.
    @discardableResult
    public func git(
        _ arguments: [String], by person: Cast.Member, email: String? = nil, key: TestKey? = nil
    ) async throws -> String {
        var options = ["-c", "gpg.format=ssh", "-c", "commit.gpgSign=\(key != nil)"]
        if let key { options += ["-c", "user.signingKey=\(key.file)"] }
        let address = email ?? person.email
        let date = "\(today.seconds) +0000"
        return try await repository.git(
            options + arguments,
            environment: [
                "GIT_AUTHOR_NAME": address, "GIT_AUTHOR_EMAIL": address, "GIT_AUTHOR_DATE": date,
                "GIT_COMMITTER_NAME": address, "GIT_COMMITTER_EMAIL": address, "GIT_COMMITTER_DATE": date,
            ])
    }

    /// The `.countersign` tree of a commit.
    public func policyTree(_ commit: ObjectID) async throws -> ObjectID {
        let text = try await repository.git("rev-parse", "--verify", "--quiet", "\(commit):.countersign")
        guard let id = ObjectID(hex: text) else { throw TestRepository.Failure(description: "no id: \(text)") }
        return id
    }

    /// Stores a commit object of these bytes, whatever they are, and gives its id.
    public func store(_ bytes: String) async throws -> ObjectID {
        try await store(Array(bytes.utf8))
    }

    /// Stores a commit object of these bytes, whatever they are, and gives its id.
    public func store(_ bytes: [UInt8]) async throws -> ObjectID {
        let id = String(
            decoding: try await repository.gitBytes(
                ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], input: bytes
            ).prefix(40), as: UTF8.self)
        guard let id = ObjectID(hex: id) else { throw TestRepository.Failure(description: "no id: \(id)") }
        return id
    }

    /// A flagged commit on top of `main` whose author line git itself would not write, signed over its raw bytes.
    public func rawCommit(authorEmail: String, signer: TestKey?) async throws -> ObjectID {
        let tree = try await repository.git("rev-parse", "main^{tree}")
        let parent = try await repository.git("rev-parse", "main")
        let date = "\(Self.day.seconds) +0000"
        let headers =
            "tree \(tree)\nparent \(parent)\nauthor A <\(authorEmail)> \(date)\ncommitter C <c@example.net> \(date)\n"
        let message = "\nChange\n\n\(Self.marker)\n"
        guard let signer else { return try await store(headers + message) }
        let armored = String(
            decoding: try await signer.armored(Array((headers + message).utf8), namespace: "git"), as: UTF8.self)
        let lines = armored.split(separator: "\n").joined(separator: "\n ")
        return try await store(headers + "gpgsig \(lines)\n" + message)
    }

    /// What a revision names.
    public func id(_ revision: String) async throws -> ObjectID {
        let text = try await repository.git("rev-parse", "--verify", revision + "^{commit}")
        guard let id = ObjectID(hex: text) else { throw TestRepository.Failure(description: "no id: \(text)") }
        return id
    }

    /// A statement about commits, with the change digests that belong to them.
    public func statement(
        _ decision: Decision = .approve, by reviewer: Cast.Member, about subjects: [ObjectID],
        signedAt: Timestamp? = nil, repository name: String = "example/shop", target: String? = nil,
        range: (base: ObjectID, head: ObjectID)? = nil, policyChange: Statement.PolicyChange? = nil,
        revokes: Digest256? = nil, expires: Timestamp? = nil, comment: String? = nil
    ) async throws -> Statement {
        let history = try await RepositoryHistory(
            repository: try open(), tips: subjects + [range?.base, range?.head].compactMap { $0 })
        var changes: [ObjectID: Digest256] = [:]
        for subject in subjects { changes[subject] = ChangeDigest.compute(try history.changes(of: subject)) }
        let span = try range.map {
            Statement.CommitRange(
                base: $0.base, head: $0.head,
                change: ChangeDigest.compute(try history.changes(from: $0.base, to: $0.head)))
        }
        return Statement(
            subjects: subjects, decision: decision, reviewer: reviewer.email, signedAt: signedAt ?? today,
            repository: name,
            target: target, changes: changes, range: span, policyChange: policyChange, revokes: revokes,
            expires: expires, comment: comment)
    }

    /// Hangs a line on a commit with `git notes append`.
    public func record(_ line: [UInt8], on commit: ObjectID) async throws {
        let blob = try await repository.git(
            ["hash-object", "-w", "--stdin"], input: String(decoding: line, as: UTF8.self) + "\n")
        let date = "\(today.seconds) +0000"
        try await repository.git(
            ["notes", "--ref=countersign", "append", "-C", blob, commit.hex],
            environment: ["GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date])
    }

    /// Signs a statement about the commits as a person and hangs it on them; gives its digest.
    @discardableResult
    public func decide(
        _ decision: Decision = .approve, by reviewer: Cast.Member, on commits: ObjectID...
    ) async throws -> Digest256 {
        try await record(try await statement(decision, by: reviewer, about: commits), key: reviewer.key)
    }

    /// Signs a statement with a key and hangs it on its subjects; gives its digest.
    @discardableResult
    public func record(_ statement: Statement, key: TestKey) async throws -> Digest256 {
        let line = try await key.line(statement)
        for subject in statement.subjects { try await record(line, on: subject) }
        return Digest256(hashing: statement.payload())
    }

    /// The repository as the program opens it.
    public func open() throws -> Repository {
        try Repository.open(at: repository.path)
    }

    /// The verifier over what these commits reach and the ledger as it stands.
    public func verifier(
        _ tips: [ObjectID], now: Timestamp = Scenario.now, target: String? = "refs/heads/main"
    ) async throws -> Verifier {
        let repository = try open()
        return Verifier(
            history: try await RepositoryHistory(repository: repository, tips: tips),
            statements: try await CurrentLedger.open(repository, worthwhile: nil).statements, now: now, target: target)
    }

    /// The gate's answer for a range, from the trust root.
    public func verify(
        _ base: ObjectID, _ head: ObjectID, now: Timestamp = Scenario.now, target: String? = "refs/heads/main",
        holder: ObjectID? = nil, isUpdate: Bool = false
    ) async throws -> Verification {
        try await self.verifier([base, head] + (holder.map { [$0] } ?? []), now: now, target: target).verify(
            base: base, head: head, root: root, holder: holder, isUpdate: isUpdate)
    }

    /// The judgement of the last commit of root..head.
    public func judge(_ head: ObjectID, now: Timestamp = Scenario.now) async throws -> Judgement {
        let verification = try await verify(root, head, now: now)
        guard let judgement = verification.judgements.last(where: { $0.id == head }) else {
            throw TestRepository.Failure(description: "\(head) was not judged")
        }
        return judgement
    }
}

extension Judgement {
    /// The codes of the refused statements, in order.
    public var refusals: [RefusalCode] { statements.compactMap(\.refusal?.code) }
}
