import CountersignApprovals
import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignPolicy
internal import CountersignSignatures
import CountersignVerifier

/// What every decision starts from: the policy in force, the ledger, and who it is that signs.
struct Review {
    let workspace: Workspace
    let inForce: PolicyInForce
    let verifier: Verifier
    let statements: any StatementSource
    let base: ObjectID?
    let now: Timestamp
    let target: String?

    /// Whether a command asks for what the ledger says, or only adds to it: then a large one is not read unless the policy
    /// in force rests on it.
    enum LedgerNeed {
        case certain
        case possible
    }

    /// Reads the policy in force on the protected branch, and the history that the revisions need.
    static func begin(
        about commits: [ObjectID], target requested: String?, _ options: PolicyOptions, in workspace: Workspace,
        _ progress: ProgressOptions = .usual, ledger need: LedgerNeed = .certain
    ) async throws -> Review {
        let protected = try await workspace.policyReference()?.commit
        let base = try protected ?? workspace.repository.reference("HEAD")
        let statements = LedgerWhenNeeded {
            try await workspace.ledger(for: options.noCache ? .all : .aFewCommits).statements
        }
        if need == .certain { try await statements.prepare() }
        let now = workspace.now(options)
        let target = try await workspace.target(requested)
        let history = try await workspace.history(of: commits + (base.map { [$0] } ?? []), options, progress)
        let verifier = Verifier(history: history, statements: statements, now: now, target: target)
        let inForce = try await policy(options, base: base, verifier, workspace)
        return Review(
            workspace: workspace, inForce: inForce, verifier: verifier, statements: statements, base: base, now: now,
            target: requested == nil && inForce.policy.approval.scope != .branch ? nil : target)
    }

    private static func policy(
        _ options: PolicyOptions, base: ObjectID?, _ verifier: Verifier, _ workspace: Workspace
    ) async throws -> PolicyInForce {
        if let (central, _) = try await workspace.central(options) { return central }
        guard let base else { throw Failure("the repository has no commits yet") }
        return try await verifier.policyInForce(at: base, root: try workspace.trustRoot(options))
    }

    /// The signer, and the person whose key the policy says it is.
    ///
    /// A key that would not count is refused before it is asked to sign.
    func signer() async throws -> (signer: any Signer, person: Person) {
        let policy = inForce.policy
        let signer = try await workspace.signer { policy.roster.person(openpgp: $0) != nil }
        do throws(Refusal) {
            return (signer, try policy.signer(signer.key, at: now))
        } catch {
            let me = workspace.settings["user.email"].flatMap { policy.person(forEmail: $0) }
            let listed = me.map { policy.listedKeys(of: $0) } ?? []
            let instead = me.flatMap { listed.isEmpty ? nil : "; \($0.email) has \(listed.joined(separator: ", "))" }
            throw Failure(
                "your signing key can't approve: \(error.code.rawValue), \(error.detail)\(instead ?? "")",
                advice: signer.key.advice(on: error.code, for: me?.email), status: ExitStatus.fail)
        }
    }

    /// Signs each statement, checks that it would count as signed, and writes all of them in one notes commit.
    func sign(_ drafts: [StatementDraft], with signer: any Signer, note: String) async throws {
        // Found out meanwhile: signing may wait for a person.
        async let committer = Identity.committer()
        var entries: [LedgerEntry] = []
        for draft in drafts {
            let envelope = try await signer.sign(payload: draft.statement.payload())
            let line = envelope.line()
            try check(line, draft)
            entries += draft.places.map { LedgerEntry(annotated: $0, line: line) }
        }
        let writer = LedgerWriter(workspace.repository)
        _ = try writer.add(entries, message: note, identity: try await committer)
    }

    /// Nothing is written that the verifier would not read back as the decision it is meant to be.
    private func check(_ line: [UInt8], _ draft: StatementDraft) throws {
        let index = StatementIndex(lines: draft.places.prefix(1).map { ($0, line) })
        guard let entry = index.statements.first else {
            throw Failure("the statement is not in the format: \(index.unreadable.first?.reason ?? "")")
        }
        if case .failure(let refusal) = verifier.verified(entry, by: inForce) {
            throw Failure(
                "what you signed would not count: \(refusal.code.rawValue), \(refusal.detail)",
                advice: "gpg.ssh.program has to sign what it is given, with the key that user.signingKey names",
                status: ExitStatus.fail)
        }
    }
}

/// A statement that is ready to be signed, and the commits it will hang on.
struct StatementDraft {
    let statement: Statement
    let places: [ObjectID]
}

extension Identity {
    /// Who writes the notes commit, as git itself would have it (`git var GIT_COMMITTER_IDENT`).
    static func committer() async throws -> Identity {
        let output = try await GitCommand.run("git", ["var", "GIT_COMMITTER_IDENT"])
        guard output.status == 0, let ident = Identity(gitVariable: output.firstLine) else {
            throw Failure(
                "git does not know who you are", advice: "git config user.name NAME && git config user.email ADDRESS")
        }
        return ident
    }

    /// Reads `name <e-mail> seconds ±hhmm`, as `git var` prints it.
    init?(gitVariable text: String) {
        guard let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close else { return nil }
        let rest = text[text.index(after: close)...].split(separator: " ")
        guard let seconds = rest.first.flatMap({ Int64($0) }), let zone = rest.last.flatMap({ Int($0) }) else {
            return nil
        }
        let name = text[..<open].split(separator: " ").joined(separator: " ")
        self.init(
            name: name, email: String(text[text.index(after: open)..<close]), time: Timestamp(seconds: seconds),
            offsetMinutes: zone / 100 * 60 + zone % 100)
    }
}
