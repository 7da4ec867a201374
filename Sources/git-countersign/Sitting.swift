import CountersignApprovals
import CountersignGit
import CountersignObjects
import FoundationEssentials

/// What one person decided in a review and has not signed yet.
struct Sitting: Equatable {
    /// What was decided on one commit.
    struct Choice: Equatable {
        let decision: Decision
        let words: String?
    }

    /// Whose decisions they are, by primary e-mail.
    let reviewer: String
    private(set) var choices: [ObjectID: Choice] = [:]

    /// Begins with nothing decided.
    init(reviewer: String) {
        self.reviewer = reviewer
    }

    subscript(commit: ObjectID) -> Choice? {
        get { choices[commit] }
        set { choices[commit] = newValue }
    }

    /// Drops what was decided on other commits than these, which wait no longer; gives how many that were.
    mutating func keep(only commits: some Sequence<ObjectID>) -> Int {
        let wanted = Set(commits)
        let before = choices.count
        choices = choices.filter { wanted.contains($0.key) }
        return before - choices.count
    }
}

/// Where a sitting is kept until it is signed: `countersign/review` in the directory that work trees share.
struct SittingFile {
    let path: String
    private let directory: String

    private struct Record: Codable {
        struct Entry: Codable {
            let commit: String
            let decision: String
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
            let decision = Decision(word: entry.decision)
            guard let id = ObjectID(hex: entry.commit), [.approve, .reject].contains(decision) else {
                throw unreadable
            }
            sitting[id] = Sitting.Choice(decision: decision, words: entry.words)
        }
        return sitting
    }

    private var unreadable: Failure {
        Failure("\(path) is not what review keeps", advice: "--restart begins anew")
    }

    /// Puts a sitting in place of what was there: the whole, or nothing.
    func write(_ sitting: Sitting) throws(Failure) {
        guard !sitting.choices.isEmpty else { return try remove() }
        let entries = sitting.choices.sorted { $0.key < $1.key }.map {
            Record.Entry(commit: $0.key.hex, decision: $0.value.decision.word, words: $0.value.words)
        }
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let data = try JSONEncoder().encode(Record(reviewer: sitting.reviewer, entries: entries))
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failure("can't write \(path): \(error)")
        }
    }

    /// Forgets everything.
    func remove() throws(Failure) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw Failure("can't remove \(path): \(error)")
        }
    }
}
