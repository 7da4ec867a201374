internal import CountersignObjects

/// What one person approved, and how fast: signs to look into, no proof of anything.
///
/// Only approvals that count and were given for the very commit are looked at.
public struct ApproverFigures: Encodable, Sendable, Equatable {
    /// The reviewer's primary address.
    public let person: String
    /// How many of the commits listed she approved.
    public let commits: Int
    /// With how many signatures.
    public let statements: Int
    /// How many different people wrote them.
    public let authors: Int
    /// Whose she approved most.
    public let mostlyFor: String
    /// How many of that person's.
    public let commitsOfThat: Int
    /// The most commits under one signature.
    public let largestStatement: Int
    /// The most commits signed within ten minutes.
    public let busiestTenMinutes: Int
    /// Commits approved less than two minutes after they were committed.
    public let withinTwoMinutes: Int
    /// At most so many seconds went into the median commit of a sitting, its first signature left out: the time since
    /// the signature before, no more than an hour, shared among the commits signed.
    ///
    /// Null where nothing was signed within an hour of something else.
    public let secondsPerCommit: Nullable<Int64>
    /// The same for each changed line, in tenths of a second rounded down; signatures over no line are left out.
    ///
    /// Null also where the report does not tell changed lines.
    public let secondsPerChangedLine: Nullable<Double>

    /// Who signs nothing for longer than this, in seconds, may have done other things.
    private static let sitting: Int64 = 3600

    static func all(_ commits: some Collection<CommitReport>) -> [ApproverFigures] {
        var given: [String: [Given]] = [:]
        for commit in commits {
            var seen: Set<String> = []
            for approval in commit.directApprovals {
                guard let person = approval.reviewer.value, let signed = approval.signed,
                    seen.insert(person).inserted
                else { continue }
                given[person, default: []].append(Given(commit, approval, signed: signed))
            }
        }
        return given.map { ApproverFigures($0.key, $0.value) }.sorted {
            ($1.commits, $0.person) < ($0.commits, $1.person)
        }
    }

    private init(_ person: String, _ given: [Given]) {
        let sittings = Sittings(given)
        let byAuthor = Dictionary(grouping: given, by: \.author).mapValues(\.count)
        let most = byAuthor.min { ($1.value, $0.key) < ($0.value, $1.key) }
        self.person = person
        commits = given.count
        statements = sittings.signatures.count
        authors = byAuthor.count
        mostlyFor = most?.key ?? ""
        commitsOfThat = most?.value ?? 0
        largestStatement = sittings.signatures.map(\.commits).max() ?? 0
        busiestTenMinutes = sittings.most(within: 600)
        withinTwoMinutes = given.count { $0.secondsAfterCommit < 120 }
        secondsPerCommit = Spread(sittings.paces(gap: Self.sitting, sharedAmong: \.commits)).median
        let tenths = Spread(sittings.paces(gap: Self.sitting, of: 10, sharedAmong: \.lines)).median.value
        secondsPerChangedLine = Nullable(tenths.map { Double($0) / 10 })
    }
}

/// One commit that a person approved.
private struct Given {
    let author: String
    let statement: String
    let signed: Int64
    let secondsAfterCommit: Int64
    let lines: Int

    init(_ commit: CommitReport, _ approval: CommitReport.ApprovalReport, signed: Timestamp) {
        author = commit.author.person.value ?? commit.author.email
        statement = approval.statement.value ?? ""
        self.signed = signed.seconds
        lines = commit.changedLines.value ?? 0
        secondsAfterCommit = Timestamp(rfc3339: commit.committedAt).map { signed.seconds - $0.seconds } ?? .max
    }
}

/// One person's signatures in the order of time.
private struct Sittings {
    /// One signature: when, for how many of the commits listed, and how many lines those change.
    struct Signature {
        let time: Int64
        let commits: Int
        let lines: Int
    }

    let signatures: [Signature]

    init(_ given: [Given]) {
        signatures = Dictionary(grouping: given, by: \.statement).values
            .map {
                Signature(
                    time: $0.map(\.signed).min() ?? 0, commits: $0.count, lines: $0.map(\.lines).reduce(0, +))
            }
            .sorted { ($0.time, $0.commits, $0.lines) < ($1.time, $1.commits, $1.lines) }
    }

    /// The most commits signed within a span of so many seconds.
    func most(within span: Int64) -> Int {
        var (most, sum, start) = (0, 0, 0)
        for signature in signatures {
            sum += signature.commits
            while signature.time - signatures[start].time > span {
                sum -= signatures[start].commits
                start += 1
            }
            most = max(most, sum)
        }
        return most
    }

    /// For each commit of a signature that follows another within `gap` seconds: the time at most for each of what the
    /// time is shared among, in parts of a second.
    func paces(gap: Int64, of parts: Int64 = 1, sharedAmong share: (Signature) -> Int) -> [Int64] {
        zip(signatures, signatures.dropFirst()).flatMap { before, this -> [Int64] in
            let (span, count) = (this.time - before.time, Int64(share(this)))
            return span > gap || count == 0 ? [] : Array(repeating: parts * span / count, count: this.commits)
        }
    }
}
