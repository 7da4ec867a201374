import CountersignGit
import CountersignObjects
import CountersignReports
import FoundationEssentials

/// What git's log prints, line by line as it comes, with the statements in it, and with nothing in it that acts on a
/// terminal or hides but git's own colours.
struct LogOutput {
    private let arguments: [String]
    private let input: [UInt8]
    private let isColored: Bool
    /// How the statements are to look in each of the runs of git: without colours, and where they are wanted with them.
    let styles: [Style]

    /// Takes git's arguments, how text looks here, and what git reads from standard input.
    init(_ arguments: [String], style: Style, input: [UInt8]) {
        (self.arguments, self.input) = (arguments, input)
        isColored = Self.wantsColor(arguments, usually: style.isColored)
        styles = (isColored ? [false, true] : [false]).map { Style(isColored: $0, width: style.width) }
    }

    /// The last of git's own options on colour decides; what it writes into a file has none.
    private static func wantsColor(_ arguments: [String], usually: Bool) -> Bool {
        let options = options(arguments).arguments
        guard !options.contains(where: { $0 == "--output" || $0.hasPrefix("--output=") }) else { return false }
        switch options.last(where: { $0 == "--no-color" || $0 == "--color" || $0.hasPrefix("--color=") }) {
        case nil, "--color=auto": return usually
        case "--no-color", "--color=never", "--color=false": return false
        default: return true
        }
    }

    /// The arguments that can be options, and the rest.
    private static func options(_ all: [String]) -> (arguments: ArraySlice<String>, rest: ArraySlice<String>) {
        let end = all.firstIndex { $0 == "--" || $0 == "--end-of-options" } ?? all.endIndex
        return (all[..<end], all[end...])
    }

    /// Hands on what git prints for as long as `write` says that somebody reads; gives git's exit status.
    func write(
        _ notes: ApprovalNotes?, in repository: Repository, _ write: (String) throws -> Bool
    ) async throws -> Int32 {
        defer { withExtendedLifetime(notes) {} }
        let pipes = try styles.map { _ in try ProgramPipe() }
        let runs = zip(pipes, styles.indices).map { pipe, number in
            (pipe.forWriting, command(styles[number], notes), environment(notes, number, repository), input)
        }
        async let statuses = Self.run(runs)
        defer { pipes.forEach { $0.closeReading() } }
        try copy(pipes, headings: notes.map { $0.commits.map { Array("Notes (\($0.hex)):".utf8) } } ?? [], write)
        pipes.forEach { $0.closeReading() }
        return try await statuses
    }

    private typealias Run = (pipe: ProgramPipe.End, arguments: [String], environment: [String: String?], input: [UInt8])

    /// All at once; the first one tells its errors and its status.
    private static func run(_ runs: [Run]) async throws -> Int32 {
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for (number, run) in runs.enumerated() {
                group.addTask {
                    do throws(GitCommandError) {
                        let status = try await GitCommand.run(
                            "git", run.arguments, input: run.input, into: run.pipe, tellsErrors: number == 0,
                            environment: run.environment)
                        return number == 0 ? status : 0
                    } catch .killed {
                        // Somebody left the pager before the end.
                        return 0
                    }
                }
            }
            return try await group.reduce(0) { $0 == 0 ? $1 : $0 }
        }
    }

    private func command(_ style: Style, _ notes: ApprovalNotes?) -> [String] {
        let (options, rest) = Self.options(arguments)
        return ["log"] + (notes == nil ? [] : ["--notes"]) + options
            + ["--color=\(style.isColored ? "always" : "never")"] + rest
    }

    private func environment(
        _ notes: ApprovalNotes?, _ number: Int, _ repository: Repository
    ) -> [String: String?] {
        var environment: [String: String?] = [:]
        if Terminal.standardOutputIsTerminal {
            // Git itself sees a pipe: what it would do for a terminal, it does for a pager too.
            environment["GIT_PAGER_IN_USE"] = "true"
            if ProcessInfo.processInfo.environment["COLUMNS"] == nil, let columns = Terminal.columns {
                environment["COLUMNS"] = "\(columns)"
            }
        }
        guard let notes else { return environment }
        // Whatever refs there are, git takes 40 digits for the object of that id (gitrevisions(7)).
        environment["GIT_NOTES_DISPLAY_REF"] = notes.commits[number].hex
        environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = repository.alternates(adding: notes.objectDirectory)
        return environment
    }

    /// Reads both outputs side by side: a line with colours has to be the one without them, and colours.
    private func copy(_ pipes: [ProgramPipe], headings: [[UInt8]], _ write: (String) throws -> Bool) throws {
        var text = ""
        var isRead = true
        let ends = Self.ends
        func flush() throws {
            if isRead, !text.isEmpty { isRead = try write(text) }
            text.removeAll(keepingCapacity: true)
        }
        while isRead, let line = try line(of: 0, pipes, headings, ends, beforeWaiting: flush) {
            let colored = pipes.count > 1 ? try self.line(of: 1, pipes, headings, ends, beforeWaiting: flush) : nil
            text += Self.visible(line, colored)
            if text.utf8.count > 1 << 16 { try flush() }
        }
        try flush()
    }

    /// A NUL at the end is what `-z` asks for.
    private static func visible(_ plain: [UInt8], _ colored: [UInt8]?) -> String {
        if plain.last == 0 { return visible(plain.dropLast(), colored?.dropLast()) + "\0" }
        return colored.flatMap { ColoredText.visible(plain: plain, colored: $0) } ?? ColoredText.visible(plain: plain)
    }

    /// What ends a line: on a terminal a NUL would be out of sight.
    private static var ends: [UInt8] {
        let lineFeed = UInt8(ascii: "\n")
        return Terminal.standardOutputIsTerminal ? [lineFeed] : [lineFeed, 0]
    }

    private func line(
        of number: Int, _ pipes: [ProgramPipe], _ headings: [[UInt8]], _ ends: [UInt8],
        beforeWaiting flush: () throws -> Void
    ) throws -> [UInt8]? {
        guard let line = try pipes[number].nextLine(endingIn: ends, beforeWaiting: flush).map(Array.init) else {
            return nil
        }
        guard headings.indices.contains(number), let place = line.firstRange(of: headings[number]) else { return line }
        return Array(line[..<place.lowerBound] + Array("Statements:".utf8) + line[place.upperBound...])
    }
}
