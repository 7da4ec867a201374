import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("What scripts/install puts in place: the program, its manual pages and completions")
struct InstallTests {
    /// An installation below a directory of its own, made once.
    private static let installing = Task { () async throws -> String in
        let prefix = try TestRepository.temporaryDirectory()
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let program = Program(in: prefix, ["COUNTERSIGN_BINARY": "\(products)/git-countersign"])
        let outcome = try await program.run([script("install"), prefix], program: "bash")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return prefix
    }

    private static func script(_ name: String) -> String {
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/scripts/\(name)"
    }

    /// A scenario with a branch `topic`, where the installed program is the one on the path.
    private func installed(
        _ more: [String: String] = [:]
    ) async throws -> (prefix: String, scenario: Scenario, program: Program) {
        let prefix = try await Self.installing.value
        let scenario = try await Scenario.onTopic()
        for (key, value) in more { try await scenario.repository.git("config", key, value) }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let program = Program(
            in: scenario.repository.path, ["PATH": "\(prefix)/bin:\(path)", "HOME": "\(prefix)", "LC_ALL": "C.UTF-8"])
        return (prefix, scenario, program)
    }

    private static let commands = [
        "init", "approve", "reject", "revoke", "waive", "authored", "queue", "review", "sync", "verify", "audit",
        "show",
        "log", "explain", "people", "hook", "doctor",
    ]

    @Test("a manual page for each command, in sound mdoc, with all that belongs into one")
    func manualPages() async throws {
        let (prefix, _, program) = try await installed()
        let directory = prefix + "/share/man/man1"
        for command in Self.commands {
            let page = try text(of: "\(directory)/git-countersign-\(command).1")
            for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "CONFIGURATION", "FILES", "EXIT STATUS", "EXAMPLES"] {
                #expect(page.contains(".Sh \(heading)\n"), "\(command)")
            }
            let lint = try await program.run(
                ["-T", "lint", "-W", "warning", "\(directory)/git-countersign-\(command).1"], program: "mandoc")
            #expect(lint.status == 0, "\(lint.output)")
        }
        #expect(FileManager.default.fileExists(atPath: directory + "/git-countersign.1"))
    }

    @Test("--help opens the manual page as git does, wherever it stands; -h prints short usage")
    func help() async throws {
        let (_, _, program) = try await installed(["man.viewer": "probe", "man.probe.cmd": "echo page"])
        for (arguments, page) in [
            (["countersign", "--help"], "git-countersign"),
            (["countersign", "review", "--help"], "git-countersign-review"),
            (["countersign", "log", "--help"], "git-countersign-log"),
            (["countersign", "hook", "install", "--help"], "git-countersign-hook"),
            (["countersign", "verify", "-q", "--help"], "git-countersign-verify"),
        ] {
            let outcome = try await program.run(arguments, program: "git")
            #expect(outcome.status == 0 && outcome.output == "page \(page)\n", "\(outcome.output)\(outcome.errors)")
        }
        let short = try await program.run(["countersign", "review", "-h"], program: "git")
        #expect(short.status == 0 && short.output.contains("USAGE: git countersign review"), "\(short.output)")
    }

    @Test("without the page, or anything to show it with, --help prints what it can")
    func noPage() async throws {
        let (_, _, program) = try await installed(["man.viewer": "probe", "man.probe.cmd": "false"])
        for command in ["queue", "log"] {
            let outcome = try await program.run(["countersign", command, "--help"], program: "git")
            #expect(outcome.status == 0 && outcome.output.contains("USAGE: git countersign \(command)"))
            #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        }
    }

    /// Lines to complete, and what has to come of the last word.
    static let lines = [
        ("git countersign que", "queue"), ("git countersign verify --ledger", "--ledger-at-least"),
        ("git countersign verify --format sa", "sarif"), ("git countersign approve topi", "topic"),
        ("git countersign hook ins", "install"), ("git countersign sync ups", "upstream"),
        ("git-countersign doc", "doctor"),
    ]

    @Test("bash completes them by git's own completion", arguments: lines)
    func bash(_ line: String, _ wanted: String) async throws {
        let (prefix, scenario, program) = try await installed()
        try await scenario.repository.git("remote", "add", "upstream", "nowhere")
        let script = """
            source /usr/share/bash-completion/completions/git
            source \(prefix)/share/bash-completion/completions/git-countersign
            COMP_WORDS=(\(line)) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            eval "$(complete -p "${COMP_WORDS[0]}" | sed 's/.* -F \\([^ ]*\\) .*/\\1/')"
            echo $COMPREPLY
            """
        let outcome = try await program.run(["-c", script], program: "bash")
        let found = outcome.output.split(whereSeparator: \.isWhitespace).first.map(String.init)
        #expect(found == wanted, "\(outcome.output)\(outcome.errors)")
    }

    @Test("fish completes them", arguments: lines)
    func fish(_ line: String, _ wanted: String) async throws {
        let (prefix, scenario, program) = try await installed()
        try await scenario.repository.git("remote", "add", "upstream", "nowhere")
        let script = """
            set -p fish_complete_path \(prefix)/share/fish/vendor_completions.d
            source \(prefix)/share/fish/vendor_conf.d/git-countersign.fish
            complete -C '\(line)'
            """
        let outcome = try await program.run(["-c", script], program: "fish")
        let words = outcome.output.split(separator: "\n").compactMap {
            $0.split(separator: "\t").first.map(String.init)
        }
        #expect(words.contains(wanted), "\(outcome.output)\(outcome.errors)")
    }

    @Test("zsh completes them by its own completion of git", arguments: lines)
    func zsh(_ line: String, _ wanted: String) async throws {
        let (prefix, scenario, program) = try await installed()
        try await scenario.repository.git("remote", "add", "upstream", "nowhere")
        let terminal = try await TerminalSession("zsh -f", in: program)
        let start = "fpath=(\(prefix)/share/zsh/site-functions $fpath); PS1='ready> '; autoload -U compinit; "
        try await terminal.press(start + "compinit -u -D; clear", "Enter")
        try await terminal.wait(for: "ready>")
        try await terminal.press(line, "Tab")
        let words = line.split(separator: " ").dropLast().joined(separator: " ")
        try await terminal.wait(for: "ready> \(words.isEmpty ? "" : words + " ")\(wanted)")
    }

    @Test("scripts/uninstall leaves nothing behind")
    func uninstall() async throws {
        let prefix = try TestRepository.temporaryDirectory()
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let program = Program(
            in: prefix, ["COUNTERSIGN_BINARY": "\(products)/git-countersign", "DESTDIR": "\(prefix)/staged"])
        #expect(try await program.run([Self.script("install"), "/usr"], program: "bash").status == 0)
        let staged = prefix + "/staged/usr"
        #expect(FileManager.default.isExecutableFile(atPath: staged + "/bin/git-countersign"))
        #expect(try await program.run([Self.script("uninstall"), "/usr"], program: "bash").status == 0)
        let left = try FileManager.default.subpathsOfDirectory(atPath: staged).filter { path in
            (try? FileManager.default.contentsOfDirectory(atPath: "\(staged)/\(path)")) == nil
        }
        #expect(left.isEmpty, "\(left)")
    }
}
