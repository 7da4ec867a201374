/// The explanations of many commits, each text once, within a number of bytes.
struct SharedExplanations {
    /// Where a commit's explanation stands.
    enum Place: Equatable {
        /// Among the shared texts, by number.
        case shared(Int)
        /// Beside the commit, for nothing else has it.
        case own(String)
        /// Nowhere: there was no room.
        case reasonOnly
    }

    /// The texts that more than one commit has.
    private(set) var texts: [String] = []
    /// How many commits give their reason only.
    private(set) var leftOut = 0
    private var places: [String: Place] = [:]

    /// A row without its explanation, roughly: the markup around a subject and a name.
    private static let rowSize = 120
    /// What stands around an explanation.
    private static let frameSize = 24

    /// Takes commits in the order in which room is given; those that fail get theirs whatever room there is.
    init(_ commits: [CommitReport], room: Int) {
        let explained = commits.map { (commit: $0, text: Self.text(of: $0)) }
        let uses = Dictionary(explained.map { ($0.text, 1) }, uniquingKeysWith: +)
        var numbers: [String: Int] = [:]
        var left = room - commits.reduce(0) { $0 + Self.rowSize + Self.size($1.subject) + Self.size($1.author.name) }
        for (commit, text) in explained {
            let isShared = uses[text, default: 0] > 1
            let size = Self.size(text) + Self.frameSize
            let isThere = numbers[text] != nil
            guard !commit.passes || isThere || size <= left else {
                places[commit.id] = .reasonOnly
                leftOut += 1
                left -= Self.size(commit.reason)
                continue
            }
            if !isThere { left -= size }
            if isShared {
                if !isThere { texts.append(text) }
                let number = numbers[text] ?? texts.count - 1
                numbers[text] = number
                places[commit.id] = .shared(number)
            } else {
                places[commit.id] = .own(ExplanationSteps(commit).plainText)
            }
        }
    }

    /// How many bytes a text takes on the page.
    private static func size(_ text: String) -> Int {
        let html: HTML = "\(paragraph: text)"
        return html.text.utf8.count
    }

    /// Where the explanation of one of the commits stands.
    func place(of commit: CommitReport) -> Place { places[commit.id] ?? .reasonOnly }

    /// The steps to the verdict, with the commit's own id left out: so that commits can share them.
    private static func text(of commit: CommitReport) -> String {
        let id = String(commit.id.prefix(ReportFigures.abbreviation))
        return ExplanationSteps(commit).plainText.replacing(commit.id, with: "COMMIT").replacing(id, with: "COMMIT")
    }
}
