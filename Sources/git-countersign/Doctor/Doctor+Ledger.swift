import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// The approvals here, and those on the remote as it was last seen.
extension Doctor {
    func ledger(_ review: Review?) async throws -> [Finding] {
        let ledger = try await workspace.ledger(for: .manyCommits)
        var findings = [try content(of: ledger)]
        findings += try remembered(ledger)
        let remote = try await workspace.remoteName()
        if workspace.settings.remotes.contains(remote) {
            findings += try await exchange(with: remote)
            findings += refspecs(of: remote)
        }
        if !workspace.settings.all("notes.displayref").contains(where: Self.shows) {
            findings.append(
                Finding(
                    "notes", .note, "git log does not show approvals",
                    fix: "git config --add notes.displayRef '\(Ledger.reference)*'"))
        }
        return findings
    }

    private func content(of ledger: CurrentLedger) throws -> Finding {
        guard let tip = ledger.tip else {
            return Finding(
                "ledger", .note, "there is none here: nobody approved anything yet, or it was not fetched",
                fix: workspace.settings.remotes.isEmpty ? nil : "git countersign sync")
        }
        let count = try ledger.statements.statements.count
        let statements = count == 1 ? "1 statement" : "\(count) statements"
        let bad = try ledger.statements.unreadable.count + ledger.defects.count
        guard bad == 0 else {
            return Finding(
                "ledger", .note, "\(statements) at \(tip.abbreviated), and \(bad) places that can't be read",
                fix: "git countersign audit   (lists them)")
        }
        return Finding("ledger", .well, "\(statements) at \(tip.abbreviated)")
    }

    /// What `verify` would refuse to go back from.
    private func remembered(_ ledger: CurrentLedger) throws -> [Finding] {
        do {
            _ = try Remembrance.begin(.none, ledger: ledger, in: workspace)
            return []
        } catch {
            let failure = Failure(explaining: error)
            return [Finding("memory", .mend, failure.message, fix: failure.advice)]
        }
    }

    private func exchange(with remote: String) async throws -> [Finding] {
        let repository = workspace.repository
        let here = try repository.reference(Ledger.reference)
        guard let there = try repository.reference(RemoteLedger(remote).tracking) else {
            return here == nil
                ? []
                : [
                    Finding(
                        "exchange", .mend, "\(remote)'s ledger was never fetched, nor this one pushed",
                        fix: "git countersign sync \(remote)")
                ]
        }
        let fix = "git countersign sync \(remote)"
        guard let here else {
            return [Finding("exchange", .mend, "\(remote) has a ledger, and it is not here", fix: fix)]
        }
        let (isAhead, isBehind) = (
            try !repository.descends(there, from: here), try !repository.descends(here, from: there)
        )
        guard isAhead || isBehind else {
            return [Finding("exchange", .well, "in step with \(remote) when last fetched")]
        }
        let parts = [isAhead ? "\(remote) lacks some of it" : nil, isBehind ? "it lacks some of \(remote)'s" : nil]
        return [Finding("exchange", .mend, parts.compactMap { $0 }.joined(separator: ", and "), fix: fix)]
    }

    /// Whether the remote's notes are fetched beside the ledger, and not over it.
    private func refspecs(of remote: String) -> [Finding] {
        let specs = workspace.settings.all("remote.\(remote).fetch")
        if let over = specs.first(where: { Self.overwrites($0) }) {
            return [
                Finding(
                    "fetching", .mend, "\(over) overwrites approvals that were not pushed yet",
                    fix: "git config --fixed-value --unset remote.\(remote).fetch '\(over)'")
            ]
        }
        guard specs.contains(where: { $0.contains(":\(RemoteLedger(remote).tracking)") || Self.fetchesNotes($0) })
        else {
            return [
                Finding(
                    "fetching", .note, "git fetch leaves approvals out; git countersign sync brings them",
                    fix: "git config --add remote.\(remote).fetch "
                        + "'+\(Ledger.reference)*:refs/notes/remotes/\(remote)/countersign*'")
            ]
        }
        return [Finding("fetching", .well, "git fetch \(remote) brings approvals")]
    }

    private static func overwrites(_ refspec: String) -> Bool {
        guard refspec.hasPrefix("+"), let target = refspec.split(separator: ":").last else { return false }
        return matches(String(target), Ledger.reference)
    }

    private static func fetchesNotes(_ refspec: String) -> Bool {
        refspec.split(separator: ":").first.map { matches($0.drop { $0 == "+" }, Ledger.reference) } ?? false
    }

    private static func shows(_ pattern: String) -> Bool { matches(pattern, Ledger.reference) }

    /// Whether a pattern with at most one `*` fits a name, as refspecs and `notes.displayRef` have it.
    private static func matches(_ pattern: some StringProtocol, _ name: String) -> Bool {
        let parts = pattern.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return pattern == name }
        return name.hasPrefix(String(parts[0])) && name.hasSuffix(String(parts[1]))
            && name.count >= parts[0].count + parts[1].count
    }
}
