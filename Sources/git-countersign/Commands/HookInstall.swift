import ArgumentParser
internal import CountersignGit
import FoundationEssentials

/// `hook install`: the gate put where git calls it.
struct HookInstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install hooks; a hook that is there is kept and called after.",
        discussion: "Without names: pre-receive in a bare repository; pre-push and commit-msg in a clone.")

    @Argument(help: "pre-receive, pre-push or commit-msg.")
    var hooks: [HookKind] = []

    func run() async throws {
        let workspace = try await Workspace.open()
        let directory = try await HookDirectory.find()
        let program = try OwnProgram.path()
        for kind in hooks.isEmpty ? HookKind.usual(isBare: workspace.repository.isBare) : hooks {
            let chains = try directory.install(kind, program: program)
            let note = chains ? ", then \(HookScript.keptName(of: kind))" : ""
            try Terminal.print("Installed \(directory.file(kind)), which calls \(program)\(note).\n")
            guard kind == .preReceive else { continue }
            // Where something can't be read, the first push says what, and is refused.
            try? await workspace.readAhead()
            if workspace.settings["countersign.trustroot"] == nil {
                try Terminal.print(
                    "It refuses every push until a trust root is pinned:\n"
                        + "  git config countersign.trustRoot FULL-ID\n")
            }
        }
    }
}

/// `hook uninstall`: what was there before put back.
struct HookUninstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall", abstract: "Take the hooks out again, and put back what was there before.")

    @Argument(help: "pre-receive, pre-push or commit-msg; all when left out.")
    var hooks: [HookKind] = []

    func run() async throws {
        _ = try await Workspace.open()
        let directory = try await HookDirectory.find()
        var removed = 0
        for kind in hooks.isEmpty ? HookKind.allCases : hooks where try directory.uninstall(kind) {
            removed += 1
            try Terminal.print("Removed \(directory.file(kind)).\n")
        }
        if removed == 0 { try Terminal.print("No hook of this program is installed.\n") }
    }
}

/// Where this program itself is.
enum OwnProgram {
    static func path() throws(Failure) -> String {
        if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") { return path }
        guard let path = CommandLine.arguments.first, path.hasPrefix("/") else {
            throw Failure("can't tell where this program is", advice: "call it by its full path")
        }
        return path
    }
}
