import CountersignApprovals
import CountersignGit
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// One walk over the commits that wait, a key for each.
struct ReviewSession {
    /// How a walk ends.
    enum Ending {
        case sign
        case keep
        case discard
    }

    let display: CommitDisplay
    let commits: [Judgement]
    let pager: Pager
    let file: SittingFile
    let style: Style
    /// Who signs, and with which key.
    let signer: String
    private(set) var sitting: Sitting
    /// The commits that could not be shown whole: nobody can approve them here.
    private var unseen: Set<ObjectID> = []
    private var shown: Set<ObjectID> = []

    init(
        _ commits: [Judgement], _ sitting: Sitting, display: CommitDisplay, pager: Pager, file: SittingFile,
        signer: String
    ) {
        (self.commits, self.sitting, self.display, self.pager) = (commits, sitting, display, pager)
        (self.file, self.signer, style) = (file, signer, display.style)
    }

    /// Asks about each commit, then whether to sign.
    mutating func run() async throws -> Ending {
        var position = next(from: 0)
        while true {
            if let place = position, commits.indices.contains(place) {
                position = try await ask(at: place)
                continue
            }
            guard !sitting.decisions.isEmpty else { return sitting.words.isEmpty ? .discard : .keep }
            if let ending = try await conclude() { return ending }
            position = unshown.first ?? next(from: 0) ?? 0
        }
    }

    /// The first commit from there on that is not decided; nil when there is none.
    private func next(from start: Int) -> Int? {
        commits.indices.first { $0 >= start && sitting.decisions[commits[$0].id] == nil }
    }

    /// What was decided in an earlier review and not looked at in this one.
    private var unshown: [Int] {
        commits.indices.filter { sitting.decisions[commits[$0].id] != nil && !shown.contains(commits[$0].id) }
    }

    /// Shows a commit and takes keys until it is done with; gives where to go on, nil for the end.
    private mutating func ask(at place: Int) async throws -> Int? {
        let judgement = commits[place]
        try await show(judgement, at: place)
        while true {
            let keys = unseen.contains(judgement.id) ? "r,c,s,p,d,q,?" : "a,r,c,s,p,d,q,?"
            switch try Keyboard.ask(style.apply(.strong, "\(prompt(at: place)) [\(keys)]? ")) {
            case .character("a") where !unseen.contains(judgement.id):
                try decide(.approve, on: judgement.id)
                return next(from: place + 1)
            case .character("r"):
                if sitting.words[judgement.id] == nil { try await editWords(on: judgement, toReject: true) }
                guard sitting.words[judgement.id] != nil else {
                    try Terminal.print("Not rejected: a rejection says why.\n")
                    continue
                }
                try decide(.reject, on: judgement.id)
                return next(from: place + 1)
            case .character("c"): try await editWords(on: judgement, toReject: false)
            case .character("s"):
                try decide(nil, on: judgement.id)
                return next(from: place + 1)
            case .character("p"): return max(0, place - 1)
            case .character("d"): try await show(judgement, at: place)
            case .character("q"), .end: return nil
            default: try Terminal.print(Self.help)
            }
        }
    }

    private func prompt(at place: Int) -> String {
        let id = commits[place].id
        let state = sitting.decisions[id].map { ", \($0 == .approve ? "approved" : "rejected")" } ?? ""
        let verb = unseen.contains(id) ? "Decide on" : "Approve"
        return "(\(place + 1)/\(commits.count)\(state)) \(verb) \(id.abbreviated)"
    }

    static let help = """
        a - approve this commit
        r - reject it, and say why in your editor
        c - write words that go with your decision
        s - skip it: leave it undecided
        p - go back to the commit before
        d - show it again
        q - quit: sign what is decided, or keep it for later
        ? - show this help

        """

    private mutating func show(_ judgement: Judgement, at place: Int) async throws {
        let decided = sitting.decisions.isEmpty ? "" : ", \(sitting.decisions.count) decided"
        let heading = "Commit \(place + 1) of \(commits.count)\(decided)"
        do {
            let text = try await display.text(of: judgement)
            guard try await pager.show(style.apply(.strong, heading) + "\n" + text) else {
                throw Failure("the pager failed")
            }
            unseen.remove(judgement.id)
            shown.insert(judgement.id)
        } catch {
            let failure = Failure(explaining: error)
            unseen.insert(judgement.id)
            if sitting.decisions[judgement.id] == .approve { try decide(nil, on: judgement.id) }
            Terminal.note("error: \(VisibleText.paragraph(failure.message))")
            Terminal.note("hint: \(judgement.id.abbreviated) was not shown, so it can't be approved here")
        }
    }

    private mutating func decide(_ decision: Decision?, on commit: ObjectID) throws {
        sitting.decisions[commit] = decision
        try file.write(sitting, about: commits.map(\.id))
    }

    /// An editor that fails changes nothing, and leaves the review where it is.
    private mutating func editWords(on judgement: Judgement, toReject: Bool) async throws {
        let commit = judgement.facts.commit
        let purpose = toReject ? "Say why you reject" : "Write what goes with your decision on"
        let help = """
            \(purpose) \(commit.id.abbreviated):
            \(VisibleText.line(commit.subject))
            It is signed and kept with your decision. Empty text leaves it out.

            """
        do {
            let text = try await Editor.edit(
                sitting.words[commit.id] ?? "", help: help, in: display.review.workspace.repository.gitDirectory)
            sitting.words[commit.id] = text
        } catch let failure as Failure {
            return Terminal.note("error: \(VisibleText.paragraph(failure.message))")
        }
        try file.write(sitting, about: commits.map(\.id))
    }

    /// Shows what was decided and asks whether to sign it; nil to go on with the review.
    private mutating func conclude() async throws -> Ending? {
        try Terminal.print("\n" + summary)
        while true {
            switch try Keyboard.ask(style.apply(.strong, "Sign this and write it into the ledger [y,k,b,x,?]? ")) {
            case .character("y"): return .sign
            case .character("k"), .character("q"), .end: return .keep
            case .character("b"): return nil
            case .character("x"): return .discard
            default:
                try Terminal.print(
                    """
                    y - sign it, and write it into the ledger
                    k - keep it for the next review, and sign nothing now
                    b - go back to the commits, first to those kept by an earlier review
                    x - drop it: nothing was decided
                    ? - show this help

                    """)
            }
        }
    }

    private var summary: String {
        let rows = commits.flatMap { judgement -> [String] in
            let commit = judgement.facts.commit
            guard let decision = sitting.decisions[commit.id] else { return [] }
            let isApproval = decision == .approve
            let word = style.apply(isApproval ? .pass : .fail, isApproval ? "approve" : "reject ")
            let kept = shown.contains(commit.id) ? "" : style.apply(.strong, " (kept)")
            let subject = VisibleText.line(commit.subject)
            let words =
                sitting.words[commit.id].map {
                    VisibleText.paragraph($0).split(separator: "\n").map { "        \($0)" }
                } ?? []
            return ["\(word) \(style.apply(.id, commit.id.abbreviated))\(kept) \(subject)"] + words
        }
        let open = commits.count - sitting.decisions.count
        let rest = open == 0 ? "" : "\(open) left undecided.\n"
        let kept = unshown.isEmpty ? "" : "\(unshown.count) kept by an earlier review, not shown now: b shows them.\n"
        return rows.map { "\($0)\n" }.joined() + rest + kept + "As \(signer).\n"
    }
}
