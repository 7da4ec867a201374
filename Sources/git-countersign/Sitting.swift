import CountersignApprovals
import CountersignGit
import CountersignObjects
import FoundationEssentials

/// What one person decided in a review and has not signed yet.
struct Sitting: Equatable {
    /// Whose decisions they are, by primary e-mail.
    let reviewer: String
    /// The decision on each commit that is not left open.
    var decisions: [ObjectID: Decision] = [:]
    /// What was written about commits, decided or not.
    var words: [ObjectID: String] = [:]

    /// Begins with nothing decided.
    init(reviewer: String) {
        self.reviewer = reviewer
    }

    /// The commits that something was decided or written about, in a fixed order.
    var commits: [ObjectID] { Set(decisions.keys).union(words.keys).sorted() }

    /// What there is about these commits only.
    func part(about commits: some Sequence<ObjectID>) -> Sitting {
        var part = Sitting(reviewer: reviewer)
        for commit in commits { (part.decisions[commit], part.words[commit]) = (decisions[commit], words[commit]) }
        return part
    }
}

/// Where a sitting is kept until it is signed: `countersign/review` in the directory that work trees share.
///
/// A review of one branch leaves alone what was decided on another.
struct SittingFile {
    let path: String
    private let directory: String

    private struct Record: Codable {
        struct Entry: Codable {
            let commit: String
            let decision: String?
            let words: String?
        }
        let reviewer: String
        let entries: [Entry]
    }

    init(_ repository: Repository) {
        directory = repository.commonDirectory + "/countersign"
        path = directory + "/review"
    }

    /// What the person decided and did not sign; nothing where there is no file.
    func read(reviewer: String) throws(Failure) -> Sitting {
        let bytes = try FileContent.bytes(ifAt: path)
        var sitting = Sitting(reviewer: reviewer)
        guard !bytes.isEmpty else { return sitting }
        guard let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)) else { throw unreadable }
        guard record.reviewer == reviewer else {
            throw Failure(
                "\(path) holds what \(record.reviewer) decided", advice: "--restart drops that and begins anew")
        }
        for entry in record.entries {
            let decision = entry.decision.map(Decision.init(word:))
            guard let id = ObjectID(hex: entry.commit), [nil, .approve, .reject].contains(decision) else {
                throw unreadable
            }
            (sitting.decisions[id], sitting.words[id]) = (decision, entry.words)
        }
        return sitting
    }

    private var unreadable: Failure {
        Failure("\(path) is not what review keeps", advice: "--restart begins anew")
    }

    /// Puts what was decided about these commits in place of what was there about them: the whole, or nothing.
    func write(_ sitting: Sitting, about commits: [ObjectID]) throws(Failure) {
        let kept = try read(reviewer: sitting.reviewer)
        let others = Set(kept.commits).subtracting(commits).sorted()
        let parts = [kept.part(about: others), sitting.part(about: commits)]
        let entries = parts.flatMap { part in
            part.commits.map { Record.Entry(commit: $0.hex, decision: part.decisions[$0]?.word, words: part.words[$0]) }
        }
        guard !entries.isEmpty else { return try remove() }
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let data = try JSONEncoder().encode(Record(reviewer: sitting.reviewer, entries: entries))
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failure("can't write \(path): \(FileContent.reason(of: error))")
        }
    }

    /// Forgets what was decided about these commits.
    func forget(_ commits: [ObjectID], of reviewer: String) throws(Failure) {
        try write(Sitting(reviewer: reviewer), about: commits)
    }

    /// Forgets everything.
    func remove() throws(Failure) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw Failure("can't remove \(path): \(FileContent.reason(of: error))")
        }
    }
}
