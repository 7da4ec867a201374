internal import CountersignVerifier

/// The table of commits: those that fail first, then the newest, each with the way to its verdict.
///
/// An explanation that several commits share is written once and linked to. Commits that fail are always listed and
/// explained; where the page would grow past its budget, commits that pass give their reason only, and the page says so.
struct HTMLCommits {
    private let listed: [CommitReport]
    private let unlisted: Int
    private let explanations: SharedExplanations
    private static let firstRows = 200

    init(_ commits: [CommitReport], room: Int) {
        listed = commits.filter { $0.verdict != Verdict.clean.rawValue }.reversed().sorted {
            ($0.passes ? 1 : 0, $1.committedAt) < ($1.passes ? 1 : 0, $0.committedAt)
        }
        unlisted = commits.count - listed.count
        explanations = SharedExplanations(listed, room: room)
    }

    var section: HTML {
        guard !listed.isEmpty else {
            return "<section id=\"commits\"><h2>Commits</h2><p>There is nothing to say about any of them.</p></section>"
        }
        let first = listed.prefix(Self.firstRows).map(row).joined()
        let rest = listed.dropFirst(Self.firstRows).map(row).joined()
        return """
            <section id="commits"><h2>Commits</h2><p class="lead">\(lead)</p>
            \(tools)
            <table id="t"><caption id="status" aria-live="polite">\(count: listed.count) commits</caption>
            <thead><tr><th>Verdict<th>Committed<th>Commit<th>Change, and why<th>Author</thead>
            <tbody>\(first)<tbody class="rest">\(rest)</table>
            <div class="more" id="more" hidden><button type="button" id="next">Show 200 more</button>\
            <button type="button" id="everything">Show all</button></div></section>
            \(shared)
            """
    }

    private var lead: HTML {
        let cut: HTML =
            explanations.leftOut == 0
            ? ""
            : """
             To keep this page small, \(count: explanations.leftOut) commits that pass give their reason only; \
            <code>git countersign explain COMMIT</code> gives all of it.
            """
        return """
            Open a commit to read each step from the facts to its verdict; where several share a text, \
            <code>COMMIT</code> stands for the id. Commits that are \
            <code>clean</code> or <code>before-adoption</code> are counted above and not listed.\(cut) Printing prints \
            what matches the filter.
            """
    }

    private var tools: HTML {
        let verdicts = Verdict.allCases.map(\.rawValue).filter { name in listed.contains { $0.verdict == name } }
        let options: [HTML] = verdicts.map { "<option>\($0)</option>" }
        return """
            <div class="tools" id="tools" hidden><label>Words <input id="query" type="search" autocomplete="off"></label>\
            <label>Verdict <select id="verdict"><option value="">every verdict</option>\
            <option value="!">all that fail</option>\(options.joined())</select></label></div>
            """
    }

    /// End tags that HTML lets go are let go: ten thousand rows have many.
    private func row(_ commit: CommitReport) -> HTML {
        let why: HTML =
            switch explanations.place(of: commit) {
            case .shared(let number): "<a href=\"#e\(number)\">Why</a>"
            case .own(let text): "<pre>\(paragraph: text)</pre>"
            case .reasonOnly: "<p>\(commit.reason)</p>"
            }
        let name = commit.author.name.isEmpty ? commit.author.email : commit.author.name
        return """
            <tr><td class=\(commit.passes ? "p" : "f")>\(commit.verdict)<td>\(String(commit.committedAt.prefix(10)))<th>\
            \(String(commit.id.prefix(ReportFigures.abbreviation)))<td><details><summary>\
            \(commit.subject.isEmpty ? "(no message)" : commit.subject)</summary>\(why)</details><td>\(name)

            """
    }

    private var shared: HTML {
        guard !explanations.texts.isEmpty else { return "" }
        let blocks: [HTML] = explanations.texts.enumerated().map { number, text in
            "<pre id=\"e\(number)\">\(paragraph: text)</pre>\n"
        }
        return """
            <section><details id="why"><summary>Explanations that several commits share \
            (\(count: explanations.texts.count))</summary>
            \(blocks.joined())</details></section>
            """
    }
}
