import ArgumentParser
internal import CountersignGit

/// `hook pre-receive`: the gate on a server.
struct HookPreReceive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pre-receive",
        abstract: "Judge a push; called by git on the server.",
        discussion: """
            Reads `old new ref` lines from standard input and judges all refs of the push together, by the policy and \
            the ledger that the server had before it. Refuses on everything but a pass.
            """)

    func run() async throws {
        var text = PushText()
        do {
            let updates = try RefUpdate.readPreReceive(try StandardInput.read())
            let workspace = try await Workspace.open()
            text.prefix = workspace.settings["countersign.hookprefix"] ?? ""
            let gate = try await workspace.serverGate(for: updates)
            let outdated = try gate.outdated(updates)
            let complaints = outdated.isEmpty ? try await gate.complaints(about: updates) : outdated
            guard !complaints.isEmpty else { return }
            text.say(complaints, then: "When it is mended: git countersign sync, and push again.")
        } catch {
            text.say(Failure(explaining: error))
            throw ExitCode(ExitStatus.undecided)
        }
        throw ExitCode(ExitStatus.fail)
    }
}
