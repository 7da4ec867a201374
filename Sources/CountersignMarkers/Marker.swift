/// One sign that AI took part in a commit.
public struct Marker: Hashable, Sendable {
    /// The tool or family of models, in the table's spelling: `claude`, `copilot`, … or a custom marker's tool.
    public let tool: String
    /// Where it stands: `author`, `committer`, `trailer`, `body` or `note`.
    public let kind: String
    /// The text that matched, invalid UTF-8 replaced, cut at 200 characters.
    ///
    /// Written by others: escape it for a screen.
    public let evidence: String
    /// The rule that it matched, for instance `co-author-email`; `indented-` before it where the body was indented.
    public let rule: String

    /// States a marker.
    public init(tool: String, kind: String, evidence: String, rule: String) {
        self.tool = tool
        self.kind = kind
        self.evidence = evidence
        self.rule = rule
    }
}

/// What a commit says of itself.
public enum FlagState: String, Hashable, Sendable {
    /// There is at least one marker.
    case ai
    /// There is no marker, and the message declares `AI-Assisted: no`.
    case human
    /// There is no marker and no declaration, which proves nothing.
    case unmarked
}

/// All that the markers of one commit tell.
public struct Flagging: Hashable, Sendable {
    /// How many markers, and how many warnings, are kept at most.
    public static let limit = 50

    /// The markers in the order of the rules, at most `limit`.
    public internal(set) var markers: [Marker] = []
    /// Whether the message holds the trailer `AI-Assisted: no`.
    ///
    /// A marker beats it.
    public internal(set) var declaredHuman = false
    /// What looks like a marker and isn't one, a sentence each, at most `limit`.
    public internal(set) var warnings: [String] = []
    /// The automation whose identity the author has, for instance `dependabot`; shown, never flagged.
    public internal(set) var automation: String?

    /// States that nothing was found.
    public init() {}

    /// A marker beats a declaration.
    public var state: FlagState {
        if !markers.isEmpty { return .ai }
        return declaredHuman ? .human : .unmarked
    }

    /// The same with another table's markers beside these.
    public func adding(_ markers: [Marker]) -> Flagging {
        var flagging = self
        for marker in markers where !flagging.markers.contains(marker) { flagging.add(marker) }
        return flagging
    }

    mutating func add(_ marker: Marker) {
        if markers.count < Self.limit { markers.append(marker) }
    }

    mutating func warn(_ sentence: @autoclosure () -> String) {
        guard warnings.count < Self.limit else { return }
        let sentence = sentence()
        if !warnings.contains(sentence) { warnings.append(sentence) }
    }
}

/// A team's own markers, from the `[marker "NAME"]` sections of its policy.
public struct CustomMarker: Hashable, Sendable {
    /// What reports call the tool.
    public let tool: String
    /// Trailers as `Key: value`; in the value `*` stands for anything and `?` for one byte, ASCII case ignored.
    public let trailers: [String]
    /// Exact e-mails of authors, committers and co-authors, ASCII case ignored.
    public let authors: [String]

    /// States a custom marker.
    public init(tool: String, trailers: [String], authors: [String]) {
        self.tool = tool
        self.trailers = trailers
        self.authors = authors
    }
}
