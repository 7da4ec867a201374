internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignVerifier

extension Report {
    /// The same report with a pseudonym in place of each person, and without what people wrote.
    ///
    /// Nothing gets through but what is listed here: ids of commits, dates, numbers, codes, and names that the policy
    /// gives (of the repository, levels, rules and tools). Sentences are put together anew. Whoever has the repository
    /// can still look up who wrote a commit by its id.
    public func pseudonymized(with key: PseudonymKey) -> Report {
        let names = Pseudonyms(of: addresses, key: key)
        let commits = commits.map { $0.pseudonymized(names) }
        let changes = policyChanges.map { $0.pseudonymized(names) }
        let findings = findings.map(\.withoutText)
        let audited = Timestamp(rfc3339: asOf).flatMap { now in
            figures.value.map { _ in
                Figures(commits: commits, policyChanges: changes, findings: findings, asOf: now)
            }
        }
        return Report(
            schema: schema, command: command, tool: tool, repository: repository, base: base, head: head, tips: tips,
            asOf: asOf, policy: policy.withoutDirectory, result: result, summary: summary, commits: commits,
            policyChanges: changes, ledger: ledger.withoutText, remarks: remarks.map(withoutDirectory) + [Self.remark],
            findings: findings, figures: Nullable(audited))
    }

    private static let remark =
        "people are under pseudonyms, and what they wrote is left out; the ids of commits still tell who wrote them to "
        + "whoever has the repository"

    private var addresses: [String] {
        let approvals = commits.flatMap(\.approvals) + policyChanges.flatMap(\.approvals)
        return commits.flatMap { [$0.author.email] + ($0.author.person.value.map { [$0] } ?? []) }
            + approvals.compactMap(\.reviewer.value)
    }

    /// A path may hold the name of whoever ran the audit.
    private func withoutDirectory(_ remark: String) -> String {
        policy.directory.value.map { remark.replacing($0, with: PolicyReference.somewhere) } ?? remark
    }
}

extension Report.PolicyReference {
    fileprivate static let somewhere = "DIR"

    fileprivate var withoutDirectory: Report.PolicyReference {
        Report.PolicyReference(
            tree: tree, serial: serial, trustRoot: trustRoot,
            directory: Nullable(directory.value.map { _ in Self.somewhere }))
    }
}

extension Report.LedgerReport {
    fileprivate var withoutText: Report.LedgerReport {
        let places = unreadable.map {
            Report.UnreadableReport(
                place: ObjectID(hex: $0.place) == nil ? "a path in the ledger" : $0.place, reason: "it can't be read")
        }
        return Report.LedgerReport(ref: ref, tip: tip, statements: statements, unreadable: places)
    }
}

extension Report.FindingReport {
    fileprivate var withoutText: Report.FindingReport {
        let sentence =
            switch Finding.Kind(rawValue: kind) {
            case .lateApproval: "approved after it had landed"
            case .waiver: "let through for a time"
            case .refusedPolicyChange: "a change of policy without effect"
            case .policyDiffers: "not the policy in force"
            case .unreadableLine: "a line that can't be read"
            case .invalidStatement: "a statement that nobody known signed"
            case .removedLines: "it took lines out of the ledger"
            case nil: ""
            }
        return Report.FindingReport(kind: kind, commit: commit, time: time, text: sentence)
    }
}

extension CommitReport {
    fileprivate func pseudonymized(_ names: Pseudonyms) -> CommitReport {
        let short = String(id.prefix(ReportFigures.abbreviation))
        let approvals = approvals.map { $0.pseudonymized(names) }
        // A command that approves names the commit alone; others may name statements.
        let repair = fix.value.flatMap {
            $0.hasPrefix("git countersign approve ") ? "git countersign approve \(short)" : nil
        }
        return CommitReport(
            id: id, verdict: verdict, passes: passes, reason: Self.reason(verdict, approvals), fix: Nullable(repair),
            subject: "(left out)", committedAt: committedAt, landedAt: landedAt, author: author.pseudonymized(names),
            state: state, flagged: flagged, flaggedBy: flaggedBy,
            merge: Nullable(merge.value.map(Self.mergeWithoutWhy)),
            markers: markers.map { MarkerReport(tool: $0.tool, kind: $0.kind, evidence: "(left out)", rule: $0.rule) },
            warnings: warnings.map { _ in "(left out)" }, needs: needs, changedLines: changedLines,
            approvals: approvals)
    }

    private static func reason(_ verdict: String, _ approvals: [ApprovalReport]) -> String {
        let meaning = Verdict(rawValue: verdict)?.meaning ?? ""
        let approvers = Set(
            approvals.filter { $0.status == "counted" && $0.decision.value == "approve" }.compactMap(\.reviewer.value))
        return approvers.isEmpty ? meaning : "\(meaning) By \(approvers.sorted().joined(separator: ", "))."
    }

    private static func mergeWithoutWhy(_ merge: String) -> String {
        String(merge.prefix { $0 != ":" })
    }
}

extension CommitReport.Author {
    fileprivate func pseudonymized(_ names: Pseudonyms) -> CommitReport.Author {
        let name = names.person(person.value ?? email)
        return CommitReport.Author(
            name: name, email: name, person: Nullable(person.value.map { _ in name }), level: level, proven: proven,
            proof: proven ? "proven" : "not proven")
    }
}

extension CommitReport.ApprovalReport {
    fileprivate func pseudonymized(_ names: Pseudonyms) -> CommitReport.ApprovalReport {
        CommitReport.ApprovalReport(
            reviewer: Nullable(reviewer.value.map(names.person)),
            decision: Nullable(decision.value.map { Self.isKnown($0) ? $0 : "other" }), status: status, reason: reason,
            detail: Nullable(detail.value.map { _ in "(left out)" }), signedAt: signedAt, enteredAt: enteredAt,
            key: Nullable(nil), carriedFrom: carriedFrom, expires: expires, comment: Nullable(nil),
            statement: Nullable(statement.value.map(names.statement)))
    }

    private static func isKnown(_ word: String) -> Bool {
        if case .other = Decision(word: word) { false } else { true }
    }
}

extension PolicyChangeReport {
    fileprivate func pseudonymized(_ names: Pseudonyms) -> PolicyChangeReport {
        PolicyChangeReport(
            commit: commit, committedAt: committedAt, from: from, to: to, effective: effective,
            reason: effective ? "it took effect" : "it has no effect",
            differences: differences.map { _ in "(left out)" }, approvals: approvals.map { $0.pseudonymized(names) })
    }
}
