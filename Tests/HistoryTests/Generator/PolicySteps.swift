import CountersignApprovals
import CountersignObjects

/// Steps that change the policy, rightly or not.
extension RandomHistory {
    private enum Kind: String {
        case right = "policy change, approved"
        case unapproved = "policy change, unapproved"
        case serial = "policy change, wrong serial"
        case beneficiary = "policy change, by the one it promotes"
        case older = "policy change, an older one"
        case unreadable = "policy change, unreadable"
        case gone = "policy change, deleted"
    }

    mutating func policyStep() {
        let branch = chance(75) ? "main" : branch()
        guard let tip = branches[branch], firstParents(of: tip).contains(root),
            let inForce = reading(now: clock).inForce(at: tip, root: root)
        else { return }
        let kind: Kind = weighted([
            (58, .right), (12, .unapproved), (8, .serial), (8, .beneficiary), (6, .older), (4, .unreadable), (2, .gone),
        ])
        var draft = Draft(parents: [tip], files: self[tip].files, author: chance(70) ? .alice : author())
        dress(&draft)
        draft.declaration = chance(75) ? .unmarked : draft.declaration
        if chance(15) { draft.files = edited(draft.files) }
        var approvers = [Member.bob, .carol, .alice].filter { $0.email != draft.author }
        approvers = chance(60) ? approvers : [pick(approvers)]
        change(&draft, inForce.policy, kind, &approvers)
        let id = commit(draft)
        branches[branch] = id
        note(kind.rawValue)
        guard kind != .unapproved, let tree = self[id].policyTree else { return }
        let step = Statement.PolicyChange(from: inForce.tree, to: tree)
        for approver in approvers {
            var form = StatementForm(decision: .approve, reviewer: approver, subjects: [id])
            form.policyChange = step
            add(form, isSound: chance(92))
        }
    }

    private mutating func change(
        _ draft: inout Draft, _ policy: PlainPolicy, _ kind: Kind, _ approvers: inout [Member]
    ) {
        var next = mutated(policy, isSmall: false)
        next.serial = policy.serial + 1
        switch kind {
        case .serial: next.serial = policy.serial + pick([-1, 0, 2, 5])
        case .beneficiary:
            let member = pick([Member.bob, .dave, .june])
            next.people[member.email]?.level = 3
            approvers = [member]
        case .older: next = policies.isEmpty ? next : pick(policies.sorted { $0.key < $1.key }.map(\.value))
        case .unreadable: next.isUnreadable = true
        case .gone:
            draft.files = draft.files.filter { !$0.key.hasPrefix(".countersign/") }
            return
        case .right, .unapproved: break
        }
        next.serial = max(1, next.serial)
        put(next, into: &draft.files)
    }

    /// The facts so far as the plain reading takes them.
    func reading(now: Int64) -> PlainReading {
        let graph = PlainGraph(commits: commits, policies: policies, cleanMerges: [])
        return PlainReading(
            graph: graph, statements: statements(lines.count), now: now, target: "refs/heads/main")
    }

    /// The ledger's first lines as statements: two lines with the same payload are one.
    func statements(_ count: Int) -> [PlainStatement] {
        var statements: [Digest256: PlainStatement] = [:]
        for statement in lines.prefix(count).compactMap(\.statement) {
            if statements[statement.digest] == nil {
                statements[statement.digest] = statement
            } else {
                statements[statement.digest]?.signatures += statement.signatures
                statements[statement.digest]?.places.formUnion(statement.places)
            }
        }
        return statements.values.sorted { $0.digest < $1.digest }
    }
}

/// What changes in a policy.
extension RandomHistory {
    /// A policy with one thing changed; a small change leaves people and keys alone.
    mutating func mutated(_ policy: PlainPolicy, isSmall: Bool) -> PlainPolicy {
        var next = policy
        switch Int.random(in: 0..<(isSmall ? 12 : 20), using: &dice) {
        case 0, 1: next.count = 3 - min(2, policy.count)
        case 2: next.carries.toggle()
        case 3: next.isScopeBranch.toggle()
        case 4: next.graceHours = policy.graceHours == nil ? 5 : nil
        case 5, 6: next.waiver = policy.waiver == nil ? .init(level: pick([2, 3]), hours: pick([2, 24, 72])) : nil
        case 7, 8, 9: changeRules(&next)
        case 10: next.unmarked = pick(PlainPolicy.Unmarked.allCases)
        case 11: next.isProofByClaim.toggle()
        default: changePeople(&next)
        }
        return next
    }

    private mutating func changeRules(_ policy: inout PlainPolicy) {
        if policy.rules.count > 1 || chance(25) {
            policy.rules = []
            return
        }
        let paths = pick([["infra/**"], ["a", "src/**"], [".countersign/**"], ["b"]])
        let name = "rule \(policy.rules.count)"
        policy.rules.append(
            .init(
                name: name, paths: paths, appliesToAll: chance(50), count: chance(50) ? 2 : nil,
                level: chance(40) ? 3 : nil))
    }

    private mutating func changePeople(_ policy: inout PlainPolicy) {
        let member = pick([Member.bob, .carol, .dave, .june, .mike])
        switch Int.random(in: 0..<9, using: &dice) {
        case 0: policy.people[Member.june.email]?.level = 2
        case 1: policy.people[Member.dave.email]?.level = pick([0, 2, 3])
        case 2: policy.people[Member.bob.email] = nil
        case 3: policy.people[member.email]?.level = pick([0, 2])
        case 4: policy.revokedKeys.insert(member.key)
        case 5: if let line = lines.last(where: { $0.statement != nil }) { revoke(line, &policy) }
        case 6:
            let end = clock + Int64.random(in: -20_000...20_000, using: &dice)
            policy.people[member.email]?.keys = [.init(number: member.key, validBefore: end)]
        case 7: policy.trusted = policy.trusted == 2 ? pick([1, 3]) : 2
        default: policy.wantsTouch = !policy.wantsTouch && chance(15)
        }
        // Nobody trusted would end all that can happen.
        if !policy.people.keys.contains(where: policy.isTrusted) { policy.trusted = 2 }
    }

    private func revoke(_ line: Line, _ policy: inout PlainPolicy) {
        if let digest = line.statement?.digest { policy.revokedStatements.insert(digest) }
    }
}
