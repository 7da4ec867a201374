internal import CountersignApprovals
internal import CountersignMarkers
public import CountersignObjects
public import CountersignPolicy
public import CountersignVerifier

extension Report {
    /// The report of what the gate or the audit found.
    ///
    /// - Parameters:
    ///   - verification: the verdicts.
    ///   - command: `verify` or `audit`.
    ///   - version: the program's version.
    ///   - ledger: what was read of the ledger.
    ///   - tips: the commits from which on everything was looked at, where the head does not tell.
    ///   - changedLines: how many lines commits change, so far as that is to be told.
    ///   - now: the time that it was judged as of.
    public init(
        _ verification: Verification, command: String, version: String, ledger: LedgerReport, tips: [ObjectID] = [],
        changedLines: [ObjectID: Int] = [:], asOf now: Timestamp
    ) {
        let policy = verification.policy.policy
        schema = Self.schemaName
        self.command = command
        tool = Tool(version: version, markers: policy.markerVersion ?? MarkerTable.version)
        repository = policy.repository
        base = Nullable(verification.base?.hex)
        head = Nullable(verification.head?.hex)
        self.tips = (verification.head.map { [$0] } ?? tips).map(\.hex)
        asOf = now.rfc3339
        self.policy = PolicyReference(
            tree: Nullable(verification.policy.tree?.hex), serial: policy.serial,
            trustRoot: Nullable(verification.origin.trustRoot?.hex),
            directory: Nullable(verification.origin.directory))
        result = verification.passes ? "pass" : "fail"
        let verdicts = verification.tally.verdicts.map { ($0.key.rawValue, $0.value) }
        summary = Summary(
            commits: verification.tally.commits, flagged: verification.tally.flagged,
            verdicts: Dictionary(verdicts, uniquingKeysWith: +))
        let commits = verification.judgements.map {
            CommitReport(
                $0, policy: policy, chronicle: verification.chronicle, changedLines: changedLines[$0.id])
        }
        let policyChanges = verification.policyChanges.map {
            PolicyChangeReport($0, chronicle: verification.chronicle)
        }
        let findings = verification.findings.map(FindingReport.init)
        (self.commits, self.policyChanges, self.findings) = (commits, policyChanges, findings)
        figures = Nullable(
            command == "audit"
                ? Figures(commits: commits, policyChanges: policyChanges, findings: findings, asOf: now) : nil)
        self.ledger = ledger
        remarks =
            verification.remarks + (ledger.isAbsent && !verification.passes ? [Self.absentLedger(ledger.ref)] : [])
    }
}

extension PolicyOrigin {
    fileprivate var directory: String? {
        if case .directory(let path) = self { path } else { nil }
    }
}

extension Report {
    /// Approvals that were not fetched look just like approvals that were never given.
    private static func absentLedger(_ ref: String) -> String {
        "no ledger here (\(ref)); where the remote has one: git countersign sync"
    }
}

extension Report.FindingReport {
    fileprivate init(_ finding: Finding) {
        kind = finding.kind.rawValue
        commit = Nullable(finding.commit?.hex)
        time = Nullable(finding.time?.rfc3339)
        text = finding.text
    }
}

extension Report.LedgerReport {
    fileprivate var isAbsent: Bool { tip.value == nil }

    /// What was read of a ledger.
    ///
    /// - Parameters:
    ///   - ref: the notes ref.
    ///   - tip: the commit it stood at; nil when there is no ledger.
    ///   - index: its statements and unreadable lines.
    ///   - defects: the places besides notes that can't be read, each with the reason.
    public init(ref: String, tip: ObjectID?, index: any StatementSource, defects: [(place: String, reason: String)])
        throws
    {
        self.ref = ref
        self.tip = Nullable(tip?.hex)
        statements = index.count
        unreadable =
            try index.unreadable.map { Report.UnreadableReport(place: $0.place.hex, reason: $0.reason) }
            + defects.map { Report.UnreadableReport(place: $0.place, reason: $0.reason) }
    }
}

extension CommitReport {
    /// One judgement as a report tells it; `chronicle` tells when its statements came into the ledger.
    public init(
        _ judgement: Judgement, policy: Policy, chronicle: LedgerChronicle = LedgerChronicle(),
        changedLines: Int? = nil
    ) {
        let commit = judgement.facts.commit
        id = commit.id.hex
        verdict = judgement.verdict.rawValue
        passes = judgement.verdict.passes
        reason = judgement.reason
        fix = Nullable(judgement.fix)
        subject = commit.subject
        committedAt = commit.committer.time.rfc3339
        landedAt = Nullable(judgement.landed?.rfc3339)
        author = Author(judgement, policy: policy)
        state = judgement.facts.flagging.state.rawValue
        flagged = judgement.isFlagged
        flaggedBy = judgement.flaggedByMerging.map(\.hex)
        merge = Nullable(judgement.recomputed.map(Self.words))
        markers = judgement.facts.flagging.markers.map {
            MarkerReport(tool: $0.tool, kind: $0.kind, evidence: $0.evidence, rule: $0.rule)
        }
        warnings = judgement.facts.flagging.warnings
        needs = Nullable(
            judgement.needs.map { NeedsReport(count: $0.count, level: $0.level.name, rules: $0.rules) })
        self.changedLines = Nullable(changedLines)
        approvals = judgement.statements.map { ApprovalReport($0, chronicle: chronicle) }
    }

    private static func words(_ recomputed: MergeRecomputation) -> String {
        switch recomputed {
        case .clean(let engine): "clean by \(engine)"
        case .different(let engine): "not clean by \(engine)"
        case .undecided(let why): "could not be recomputed: \(why)"
        }
    }
}

extension CommitReport.Author {
    fileprivate init(_ judgement: Judgement, policy: Policy) {
        let author = judgement.facts.commit.author
        // The level is the one of the policy that judged, which the report's own need not be.
        let person = judgement.authorship.map(\.person) ?? policy.person(forEmail: author.email)
        name = author.name
        email = author.email
        self.person = Nullable(person?.email)
        level = Nullable(person?.level.name)
        proven = judgement.authorship?.isProven ?? false
        proof =
            switch judgement.authorship?.proof {
            case nil: "not looked at"
            case .signature(let key)?: "signed by \(key)"
            case .statement(let digest)?: "stated in \(digest)"
            case .none(let why)?: why
            }
    }
}

extension CommitReport.ApprovalReport {
    /// One statement as a report tells it.
    public init(_ considered: ConsideredStatement, chronicle: LedgerChronicle = LedgerChronicle()) {
        let statement = considered.statement
        reviewer = Nullable(statement?.reviewer)
        decision = Nullable(statement?.decision.word)
        status = considered.refusal == nil ? "counted" : "refused"
        reason = Nullable(considered.refusal?.code.rawValue)
        detail = Nullable(considered.refusal?.detail)
        signedAt = Nullable(statement?.signedAt.rfc3339)
        enteredAt = Nullable(considered.digest.flatMap { chronicle.entries[$0]?.time.rfc3339 })
        key = Nullable(considered.key)
        carriedFrom = Nullable(considered.coverage?.origin?.hex)
        expires = Nullable(statement?.expires?.rfc3339)
        comment = Nullable(statement?.comment)
        self.statement = Nullable(considered.digest?.description)
    }
}

extension PolicyChangeReport {
    fileprivate init(_ change: PolicyChange, chronicle: LedgerChronicle) {
        commit = change.commit.hex
        committedAt = change.time.rfc3339
        from = Nullable(change.from?.hex)
        to = Nullable(change.to.tree?.hex)
        effective = change.refusal == nil
        reason = change.refusal ?? change.summary
        differences = change.differences
        approvals = change.statements.map { CommitReport.ApprovalReport($0, chronicle: chronicle) }
    }
}
