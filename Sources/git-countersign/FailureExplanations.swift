import CountersignApprovals
import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignOpenPGP
import CountersignPolicy
import CountersignSignatures
import CountersignVerifier

extension Failure {
    /// Any error of the floors below, in words: the only place where they become text.
    init(explaining error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as GitError: self.init(error.description, advice: error.advice)
        case let error as GitCommandError: self.init(error.description, advice: error.advice)
        case let error as LedgerError: self.init(error.description, advice: error.advice)
        case let error as SyncError: self.init(sync: error)
        case let error as VerifierError: self.init(verifier: error)
        case let lapse as MemoryLapse: self.init(lapse: lapse)
        case let failure as MemoryFile.Failure: self.init(memory: failure)
        case let error as PolicyUnreadable:
            self.init(
                "the policy can't be used: \(error.description)", advice: "correct it, and have the change approved")
        case let error as UnreadableReason: self.init("the approval can't be written: \(error.description)")
        case let error as SSHSignatureError:
            self.init("the signature just made is not good: \(error.description)", advice: SSHSigner.expectation)
        case let error as OpenPGPError: self.init("the signature just made is not good: \(error.description)")
        case let error as PolicyError: self.init("the policy can't be written: \(error.description)")
        case let error as CommitParseError: self.init(commit: error)
        default: self.init("unexpected error: \(error)")
        }
    }

    private init(lapse: MemoryLapse) {
        let forget = "if that is right: --forget"
        switch lapse {
        case .trustRoot(let seen, let now):
            self.init(
                "the trust root is \(now.abbreviated), and was \(seen.abbreviated), from which it does not descend",
                advice: "correct countersign.trustRoot; \(forget)")
        case .serial(let seen, let now):
            self.init(
                "the policy in force has serial \(now), and serial \(seen) was in force before: history was rewound",
                advice: "bring the branch back to where it was; \(forget)")
        case .ledger(let seen, nil):
            self.init(
                "the ledger is gone: it stood at \(seen.abbreviated)", advice: "git countersign sync; \(forget)")
        case .ledger(let seen, let now?):
            self.init(
                "the ledger went back: \(now.abbreviated) lacks what it had at \(seen.abbreviated)",
                advice: "git countersign sync; \(forget)")
        case .ledgerLacks(let wanted):
            self.init("the ledger lacks \(wanted.abbreviated)", advice: "git countersign sync")
        }
    }

    private init(memory failure: MemoryFile.Failure) {
        switch failure {
        case .unreadable(let path):
            self.init("\(path) is not what a verifier remembers", advice: "--forget begins anew")
        case .system(let path, let reason): self.init("can't use \(path): \(reason)")
        }
    }

    private init(sync error: SyncError) {
        switch error {
        case .unreachable(let remote):
            self.init(
                "the ledger of \(remote) could not be fetched; nothing changed here",
                advice: "git ls-remote \(remote)   (git's own message is above)")
        case .refused(let remote, let reason):
            self.init(
                "\(remote) did not take the ledger" + (reason.isEmpty ? "" : ": \(reason)"),
                advice: "everything is kept here; with leave to push: git countersign sync \(remote)",
                status: ExitStatus.fail)
        case .contended(let remote, let seconds):
            self.init(
                "others kept pushing the ledger of \(remote) for \(seconds) s",
                advice: "everything is kept here; try again: git countersign sync \(remote)")
        }
    }

    private init(commit error: CommitParseError) {
        switch error {
        case .noTree: self.init("a commit object does not begin with its tree", advice: "git fsck")
        case .badParent: self.init("a commit object names a parent that is no object id", advice: "git fsck")
        }
    }

    private init(verifier error: VerifierError) {
        switch error {
        case .unknownCommit(let id):
            self.init("commit \(id.abbreviated) is not in the history that was read", advice: "git fetch --unshallow")
        case .noPolicy(let id):
            self.init(
                "there is no policy at \(id.abbreviated): no directory .countersign",
                advice: "git countersign init   (or name a policy from outside: --policy DIR)")
        case .rootNotOnFirstParents(let root, let tip):
            self.init(
                "the trust root \(root.abbreviated) is not on the first-parent line of \(tip.abbreviated)",
                advice: "verify a branch that descends from the root, or correct countersign.trustRoot")
        case .headBehindBase(let base, let head):
            self.init(
                "nothing to verify: \(head.abbreviated) is behind \(base.abbreviated)",
                advice: "is the range the wrong way round?")
        case .cutOff(let id):
            self.init(
                "history ends at \(id.abbreviated), a shallow boundary, and what lies behind it is needed",
                advice: "git fetch --unshallow")
        case .neverAdopted(let tip):
            self.init(
                "no commit on the first-parent line of \(tip.abbreviated) holds a policy",
                advice: "git countersign init   (or name a policy from outside: --policy DIR)")
        }
    }
}
