import CountersignApprovals
import CountersignObjects

/// A statement before it is signed.
struct StatementForm {
    var decision: Decision
    var reviewer: Member
    var subjects: [ObjectID] = []
    var ghosts: [RandomHistory.Ghost] = []
    var range: Statement.CommitRange?
    var policyChange: Statement.PolicyChange?
    var revokes: Digest256?
    var expires: Int64?
}

/// Steps that add to the ledger.
extension RandomHistory {
    mutating func statementStep() {
        let decision: Decision = weighted([
            (62, .approve), (7, .reject), (10, .revoke), (10, .waive), (8, .authored), (3, .other("bless")),
        ])
        note("\(decision.word) statement")
        if decision == .revoke { return revocation() }
        var form = StatementForm(decision: decision, reviewer: reviewer())
        address(&form)
        if decision == .waive { form.expires = clock + 3600 * pick([1, 20, 20, 60, 90]) - 60 }
        if decision == .waive, chance(60) { form.reviewer = .carol }
        if decision == .authored, chance(80), let subject = form.subjects.first {
            form.reviewer = Member.allCases.first { $0.email == self[subject].author } ?? form.reviewer
        }
        add(form, isSound: chance(85))
        while decision == .approve, chance(40) {
            form.reviewer = reviewer()
            add(form, isSound: chance(90))
        }
    }

    /// An approval of all that a branch has, as it is given before a merge or a squash.
    mutating func rangeStatement(base: ObjectID, head: ObjectID) {
        var form = StatementForm(decision: .approve, reviewer: reviewer())
        cover(&form, base, head)
        for _ in 0...(chance(40) ? 1 : 0) {
            add(form, isSound: chance(92))
            form.reviewer = reviewer()
        }
        note("range statement before a squash")
    }

    mutating func unreadableStep() {
        lines.append(Line(place: lateCommit(), bytes: Array("{\"payload\":\"AAAA".utf8), statement: nil))
        note("unreadable line")
    }

    private mutating func reviewer() -> Member {
        weighted([(30, .alice), (28, .bob), (24, .carol), (6, .dave), (5, .june), (4, .mike), (3, .mallory)])
    }

    /// What the statement is about.
    private mutating func address(_ form: inout StatementForm) {
        // What nobody asks about needs no statement, most of the time.
        var id = lateCommit()
        if self[id].declaration != .marked { id = lateCommit() }
        if chance(25), let tip = branches[branch()], let base = commonAncestor(main, tip), base != tip {
            return cover(&form, chance(80) ? base : lateCommit(), tip)
        }
        form.subjects = chance(20) ? [id, lateCommit()] : [id]
        if form.subjects.count == 2, form.subjects[0] == form.subjects[1] { form.subjects.removeLast() }
        if chance(12), let ghost = ghosts.last { (form.subjects, form.ghosts) = ([], [ghost]) }
        let commit = self[id]
        if form.decision == .approve, chance(60), let to = commit.policyTree, firstParents(of: main).contains(root),
            let from = reading(now: clock).inForce(at: main, root: root)?.tree, from != to
        {
            form.policyChange = .init(from: from, to: to)
        }
    }

    private mutating func cover(_ form: inout StatementForm, _ base: ObjectID, _ head: ObjectID) {
        let change = PlainChange(from: self[base].files, to: self[head].files).digest
        form.range = .init(base: base, head: head, change: chance(95) ? change : Digest256(hashing: [1]))
        form.subjects = chance(50) ? [head] : []
    }

    private mutating func revocation() {
        let earlier = lines.suffix(chance(70) ? 6 : lines.count).compactMap(\.statement)
        guard !earlier.isEmpty else { return }
        let entry = pick(earlier)
        let owner = Member.allCases.first { $0.email == entry.statement.reviewer } ?? .alice
        var form = StatementForm(decision: .revoke, reviewer: chance(85) ? owner : reviewer())
        form.revokes = entry.digest
        add(form, isSound: chance(90))
    }

    /// Signs the statement and hangs it up; one that is not sound has something wrong with it.
    mutating func add(_ form: StatementForm, isSound: Bool) {
        clock += Int64.random(in: 1...30, using: &dice)
        let flaw = isSound ? 99 : Int.random(in: 0..<9, using: &dice)
        var changes: [ObjectID: Digest256] = [:]
        for subject in form.subjects { changes[subject] = change(of: self[subject]).digest }
        for ghost in form.ghosts { changes[ghost.id] = ghost.change }
        if flaw == 0 { for id in changes.keys { changes[id] = Digest256(hashing: [0]) } }
        if flaw == 1 { changes = [:] }
        let late: Int64 = flaw == 2 ? pick([200, 299, 400, 4000]) : flaw == 3 ? -40_000 : 0
        let statement = Statement(
            subjects: form.subjects + form.ghosts.map(\.id), decision: form.decision, reviewer: form.reviewer.email,
            signedAt: Timestamp(seconds: clock + late), repository: flaw == 4 ? "example/other" : "example/shop",
            target: weighted([(82, "refs/heads/main"), (10, nil), (8, "refs/heads/release")]), changes: changes,
            range: form.range, policyChange: form.policyChange, revokes: form.revokes,
            expires: form.expires.map { Timestamp(seconds: $0) }, comment: form.expires.map { _ in "for now" })
        let places = form.subjects + [form.range?.head].compactMap { $0 }
        let hanging = places.isEmpty || chance(10) ? [lateCommit()] : places
        let key = flaw == 5 ? pick(Member.allCases).key : flaw == 6 ? 12 : form.reviewer.key
        let signature = PlainStatement.Signature(
            key: key, isGood: flaw != 7, namespace: flaw == 8 ? "git" : "countersign")
        hang(statement, signature, on: hanging)
        if chance(3) {
            hang(statement, .init(key: form.reviewer.key, isGood: false, namespace: "countersign"), on: hanging)
        }
    }

    private mutating func hang(
        _ statement: Statement, _ signature: PlainStatement.Signature, on places: [ObjectID]
    ) {
        let payload = statement.payload()
        let key = Keyring.key(signature.key)
        guard let line = try? key.line(payload, namespace: signature.namespace, isGood: signature.isGood) else {
            preconditionFailure("a statement that can't be signed")
        }
        let digest = Digest256(hashing: payload)
        for place in Set(places).sorted() {
            let entry = PlainStatement(
                statement: statement, digest: digest, signatures: [signature], places: [place])
            lines.append(Line(place: place, bytes: line, statement: entry))
        }
    }
}
