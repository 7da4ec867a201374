internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignPolicy

/// Which statements count for a commit (POLICY.md, "When an approval counts").
extension CommitJudge {
    /// Everything that speaks of the commit or hangs on it, with what can be said whatever the commit needs.
    func consider(_ facts: CommitFacts) throws -> [ConsideredStatement] {
        guard !book.index.isEmpty else { return [] }
        return try book.index.together { try considerAll(facts) }
    }

    private func considerAll(_ facts: CommitFacts) throws -> [ConsideredStatement] {
        let commit = facts.commit.id
        let speaking = try coverage.all(of: commit)
        let seen = Set(speaking.map(\.entry.digest))
        let strangers = try book.index.statements(at: commit).filter { !seen.contains($0.digest) && !$0.isAboutOthers }
        let considered =
            try speaking.map { try consider($0.entry, coverage: $0.coverage, for: facts) }
            + strangers.map { try consider($0, coverage: nil, for: facts) }
        let unreadable = try book.index.unreadable(at: commit).map { line in
            ConsideredStatement(
                entry: nil, key: nil, coverage: nil, refusal: Refusal(.unreadable, line.reason))
        }
        return considered + unreadable
    }

    private func consider(
        _ entry: LedgerStatement, coverage: Coverage?, for facts: CommitFacts
    ) throws -> ConsideredStatement {
        var key: String?
        var refusal: Refusal?
        switch book.verified(entry) {
        case .failure(let reason): refusal = reason
        case .success(let verified):
            key = verified.key
            refusal = try self.refusal(of: verified, coverage: coverage, for: facts)
        }
        return ConsideredStatement(entry: entry, key: key, coverage: coverage, refusal: refusal)
    }

    private func refusal(
        of verified: VerifiedStatement, coverage: Coverage?, for facts: CommitFacts
    ) throws -> Refusal? {
        let statement = verified.statement
        guard let coverage else {
            // Only ranges of trusted people are spread over history; that on its own head says at once why it is not.
            if statement.decision == .approve, statement.range?.head == facts.commit.id,
                let refusal = levelRefusal(of: verified.reviewer, needed: policy.levels.trusted)
            {
                return refusal
            }
            return Refusal(.otherCommit, "it signs \(statement.subjectSummary), not this commit")
        }
        if let refusal = try book.takenBack(verified) { return refusal }
        switch statement.decision {
        case .approve, .waive:
            let needed = statement.decision == .waive ? policy.waiver?.level : policy.levels.trusted
            // Digests come last: what a statement names besides may be anything, and only who is trusted is worth it.
            return try targetRefusal(of: statement)
                ?? levelRefusal(of: verified.reviewer, needed: needed ?? policy.levels.trusted)
                ?? personalRefusal(of: verified, coverage: coverage, for: facts)
                ?? digests.refusal(of: verified.entry)
        case .reject:
            // A rejection is not held to the digests it signs: in doubt it stands.
            return levelRefusal(of: verified.reviewer, needed: policy.levels.trusted)
        case .authored:
            guard policy.person(forEmail: facts.commit.author.email)?.email == verified.reviewer.email else {
                return nil
            }
            return try digests.refusal(of: verified.entry)
        case .revoke: return nil
        case .other(let word): return Refusal(.unreadable, "its decision is not known: \(word)")
        }
    }

    func targetRefusal(of statement: Statement) -> Refusal? {
        guard policy.approval.scope == .branch else { return nil }
        if let given = statement.target, let wanted = context.target, given.hasSameBytes(as: wanted) { return nil }
        let given = statement.target ?? "no branch"
        return Refusal(.otherTarget, "it was given for \(given), not \(context.target ?? "a branch named here")")
    }

    func levelRefusal(of person: Person, needed: Level) -> Refusal? {
        guard person.level < needed else { return nil }
        return Refusal(.belowLevel, "\(person.email) is \(person.level.name), and it takes \(needed.name)")
    }

    private func personalRefusal(
        of verified: VerifiedStatement, coverage: Coverage, for facts: CommitFacts
    ) throws -> Refusal? {
        if let refusal = personalRefusal(of: verified.reviewer, for: facts) { return refusal }
        guard coverage.origin != nil else { return nil }
        for commit in try given(verified.statement, carriedTo: facts.commit.id) where try history.isAtHand(commit) {
            let facts = try history.facts(of: commit)
            if let refusal = personalRefusal(of: verified.reviewer, for: facts) { return refusal }
        }
        return nil
    }

    /// The commits that a carried statement was given for: all with this change, and all of the range that was squashed.
    private func given(_ statement: Statement, carriedTo commit: ObjectID) throws -> [ObjectID] {
        let change = try digests.digest(of: commit)
        let subjects = statement.subjects.filter { statement.change(of: $0) == change }
        guard let range = statement.range, range.change == change else { return subjects }
        return subjects + (try coverage.commits(in: range))
    }

    func personalRefusal(of reviewer: Person, for facts: CommitFacts) -> Refusal? {
        if policy.person(forEmail: facts.commit.author.email)?.email == reviewer.email {
            return Refusal(.selfApproval, "\(reviewer.email) is the author of \(facts.commit.id.abbreviated)")
        }
        let coAuthors = CoAuthors.addresses(in: facts.commit.message)
        if coAuthors.contains(where: { policy.person(forEmail: $0)?.email == reviewer.email }) {
            return Refusal(.coAuthor, "\(reviewer.email) is a co-author of \(facts.commit.id.abbreviated)")
        }
        return nil
    }

    /// Refuses what is not enough for these needs, and what was used up before.
    func count(
        _ statements: [ConsideredStatement], for draft: Draft, needs: Needs
    ) async throws -> [ConsideredStatement] {
        var counted: [ConsideredStatement] = []
        for considered in statements {
            let refusal = try await shortfall(of: considered, for: draft, needs: needs)
            counted.append(refusal.map(considered.refused) ?? considered)
        }
        return counted
    }

    private func shortfall(
        of considered: ConsideredStatement, for draft: Draft, needs: Needs
    ) async throws -> Refusal? {
        guard considered.refusal == nil, considered.statement?.decision == .approve,
            let reviewer = (considered.statement?.reviewer).flatMap({ policy.person(primary: $0) })
        else { return nil }
        if let refusal = levelRefusal(of: reviewer, needed: needs.level) { return refusal }
        return try await usedUp(considered, for: draft)
    }
}

extension ConsideredStatement {
    func refused(_ refusal: Refusal) -> ConsideredStatement {
        ConsideredStatement(entry: entry, key: key, coverage: coverage, refusal: refusal)
    }
}

extension LedgerStatement {
    /// Whether it hangs here without being about commits: a revocation hangs where the statement that it takes back does.
    fileprivate var isAboutOthers: Bool { statement.decision == .revoke }
}

extension Statement {
    fileprivate var subjectSummary: String {
        switch (subjects.first, subjects.count) {
        case (nil, _): range.map { "the range to \($0.head.abbreviated)" } ?? "no commit"
        case (let first?, 1): first.abbreviated
        case (let first?, let count): "\(first.abbreviated) and \(count - 1) more"
        }
    }
}
