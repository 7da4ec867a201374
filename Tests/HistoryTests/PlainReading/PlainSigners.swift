import CountersignApprovals
import CountersignObjects
import CountersignVerifier

/// Who signed what, under one policy ("When an approval counts", 1 and 5).
struct PlainSigners {
    let reading: PlainReading
    let policy: PlainPolicy

    /// All that is wrong with a statement itself, whatever commit it is about: 1, 3 and the digests of FORMAT.
    func faults(of entry: PlainStatement) -> Set<RefusalCode> {
        var faults = signatureFaults(of: entry)
        let statement = entry.statement
        // "`signedAt` is not in the future (five minutes' tolerance …)"
        if statement.signedAt.seconds > reading.now + 300 { faults.insert(.fromTheFuture) }
        // "Its repository is the policy's"
        if statement.repository != policy.repository { faults.insert(.otherRepository) }
        // "under `scope = branch` its target is the branch that is verified": said of approvals, and so of waivers.
        let isBound = statement.decision == .approve || statement.decision == .waive
        if isBound, policy.isScopeBranch, statement.target != reading.target { faults.insert(.otherTarget) }
        return faults
    }

    /// What is wrong with every signature; nothing when one is right: "a bad signature hides no good one".
    private func signatureFaults(of entry: PlainStatement) -> Set<RefusalCode> {
        var all: Set<RefusalCode> = []
        for signature in entry.signatures {
            let faults = faults(of: signature, on: entry.statement)
            if faults.isEmpty { return [] }
            all.formUnion(faults)
        }
        return all
    }

    private func faults(
        of signature: PlainStatement.Signature, on statement: Statement
    ) -> Set<RefusalCode> {
        var faults: Set<RefusalCode> = []
        // "its signature is valid in namespace `countersign`"
        if !signature.isGood { faults.insert(.badSignature) }
        if signature.namespace != "countersign" { faults.insert(.wrongNamespace) }
        // "by a key that the policy in force lists for `reviewer`"
        let owner = policy.people.first { $0.value.keys.contains { $0.number == signature.key } }
        if owner == nil { faults.insert(.unknownKey) }
        if let owner, owner.key != statement.reviewer { faults.insert(.keyNotThisPerson) }
        // "valid at `signedAt` (`valid-after`/`valid-before`, expiry)"
        if let owner, !Self.isValid(signature.key, of: owner.value, at: statement.signedAt.seconds) {
            faults.insert(.keyExpired)
        }
        // "not in `[revoked]`"
        if policy.revokedKeys.contains(signature.key) { faults.insert(.keyRevoked) }
        // "true: SSH approvals only by a FIDO key that was touched": no key of these tests is one.
        if policy.wantsTouch, statement.decision == .approve { faults.insert(.untouchedKey) }
        return faults
    }

    private static func isValid(_ key: KeyNumber, of person: PlainPolicy.Person, at time: Int64) -> Bool {
        person.keys.contains { $0.number == key && time <= $0.validBefore ?? .max }
    }

    // "a valid `revoke` by the same person, or `[revoked]`" (5).
    func isTakenBack(_ entry: PlainStatement) -> Bool {
        if policy.revokedStatements.contains(entry.digest) { return true }
        return reading.statements.contains { other in
            other.statement.decision == .revoke && other.statement.revokes == entry.digest
                && other.statement.reviewer == entry.statement.reviewer && isValidRevoke(other)
        }
    }

    /// POLICY.md does not say what makes a revoke valid besides its signature, nor that a revoke can be revoked.
    private func isValidRevoke(_ entry: PlainStatement) -> Bool {
        faults(of: entry).isEmpty && !policy.revokedStatements.contains(entry.digest)
    }

    // "Where the subject is at hand it must equal the recomputed one, else the statement is refused (`bad-change`).
    // Once the subject is gone, the signed one stands." (FORMAT)
    func liesAboutAChange(_ statement: Statement) -> Bool {
        let graph = reading.graph
        for subject in statement.subjects where graph.commits[subject] != nil {
            if graph.digest(of: subject) != statement.changes[subject] { return true }
        }
        guard let range = statement.range, graph.commits[range.base] != nil, graph.commits[range.head] != nil else {
            return false
        }
        return graph.change(from: range.base, to: range.head).digest != range.change
    }

    // "The author is *proven* when the commit's own signature is valid at its committer date by a key that the policy
    // in force lists for that same person, or when that person's `authored` statement covers the commit"
    func provenAuthor(of commit: PlainCommit) -> String? {
        guard let person = policy.person(commit.author), let entry = policy.people[person] else { return nil }
        if let key = commit.signer, !policy.revokedKeys.contains(key),
            Self.isValid(key, of: entry, at: commit.committed)
        {
            return person
        }
        let coverage = PlainCoverage(graph: reading.graph, carries: policy.carries)
        let says = reading.statements.contains { entry in
            entry.statement.decision == .authored && entry.statement.reviewer == person
                && coverage.covers(entry.statement, commit.id) && faults(of: entry).isEmpty
                && !liesAboutAChange(entry.statement) && !isTakenBack(entry)
        }
        return says ? person : nil
    }

    // "`proof = signature` (the default): an author who is not proven counts as below every level": under `claim` the
    // address is enough for that, and POLICY.md does not say that it is enough for a change of policy.
    func isTrusted(authorOf commit: PlainCommit) -> Bool {
        let author = policy.isProofByClaim ? policy.person(commit.author) : provenAuthor(of: commit)
        return author.map(policy.isTrusted) ?? false
    }
}

// "It covers the commit: subject, range, or carried." ("When an approval counts", 2)
struct PlainCoverage {
    let graph: PlainGraph
    let carries: Bool

    func covers(_ statement: Statement, _ id: ObjectID) -> Bool {
        coversDirectly(statement, id) || !origins(of: statement, for: id).isEmpty
    }

    // "A statement covers its subjects, and with `range` also every commit in `base..head`" (FORMAT)
    func coversDirectly(_ statement: Statement, _ id: ObjectID) -> Bool {
        if statement.subjects.contains(id) { return true }
        return statement.range.map { graph.range($0.base, $0.head).contains(id) } ?? false
    }

    /// What an approval carried to the commit was given for: the commit with the same, non-empty change digest, or
    /// all commits of the range whose digest it is.
    func origins(of statement: Statement, for id: ObjectID) -> [Set<ObjectID>] {
        // "Policy changes are not carried: they are bound to trees."
        guard carries, statement.policyChange == nil, let digest = graph.digest(of: id) else { return [] }
        var origins = statement.subjects.filter { statement.changes[$0] == digest }.map { Set([$0]) }
        if let range = statement.range, range.change == digest {
            origins.append(graph.range(range.base, range.head))
        }
        return origins
    }
}
