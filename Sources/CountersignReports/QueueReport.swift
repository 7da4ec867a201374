internal import CountersignMarkers
public import CountersignObjects
internal import CountersignPolicy
public import CountersignVerifier

/// The commits that wait for somebody.
public struct QueueReport: Sendable {
    /// One of them.
    public struct Entry: Sendable {
        /// The commit.
        public let id: ObjectID
        /// Its verdict as it stands.
        public let verdict: Verdict
        /// The first paragraph of its message, on one line.
        public let subject: String
        /// The author's address.
        public let author: String
        /// The author's level; nil when the policy does not know him.
        public let level: String?
        /// Since when it waits: its committer date, or when it landed.
        public let since: Timestamp
        /// Why it is flagged, in a few words.
        public let cause: String
        /// What the verdict rests on.
        public let reason: String
        /// Lines added and removed.
        public let lines: (added: Int, removed: Int)
        /// Files touched, and how many of these are binary.
        public let files: (all: Int, binary: Int)
        /// The branch that it was found on, by its short name; nil where that goes without saying.
        public let branch: String?

        /// One judgement as the queue tells it.
        public init(
            _ judgement: Judgement, lines: (added: Int, removed: Int), files: (all: Int, binary: Int), branch: String?
        ) {
            let commit = judgement.facts.commit
            id = commit.id
            verdict = judgement.verdict
            subject = commit.subject
            author = commit.author.email
            level = judgement.authorship?.person?.level.name
            since = judgement.landed ?? commit.committer.time
            cause = judgement.cause
            reason = judgement.reason
            self.lines = lines
            self.files = files
            self.branch = branch
        }
    }

    /// The commits, oldest first.
    public let entries: [Entry]
    /// For whom, by primary e-mail; nil for anybody.
    public let reviewer: String?
    /// When "now" is.
    public let now: Timestamp

    /// Puts the commits in order: who waits longest comes first, and of two who wait as long, the one given first.
    public init(_ entries: [Entry], reviewer: String?, now: Timestamp) {
        let order = entries.enumerated().sorted { ($0.element.since, $0.offset) < ($1.element.since, $1.offset) }
        self.entries = order.map(\.element)
        self.reviewer = reviewer
        self.now = now
    }
}

extension Judgement {
    /// Why it needs an approval, in a few words: the tools that are named, or what else it is.
    fileprivate var cause: String {
        if verdict == .unapprovedPolicyChange { return "changes the policy" }
        var tools: [String] = []
        for marker in facts.flagging.markers where !tools.contains(marker.tool) { tools.append(marker.tool) }
        if !tools.isEmpty { return tools.joined(separator: ", ") }
        if !flaggedByMerging.isEmpty { return "merge of \(flaggedByMerging.count) flagged" }
        return isFlagged ? "unmarked" : "by rule"
    }
}
