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
            guard outdated.isEmpty else {
                // The everyday case of two who push at once: no more words than git makes of it.
                text.say(outdated.flatMap(\.lines).map { "countersign: \($0)" })
                throw ExitCode(ExitStatus.fail)
            }
            let complaints = try await gate.complaints(about: updates)
            guard !complaints.isEmpty else { return }
            text.say(complaints, then: "When it is mended: git countersign sync, and push again.")
        } catch let exit as ExitCode {
            throw exit
        } catch {
            text.say(Failure(explaining: error))
            throw ExitCode(ExitStatus.undecided)
        }
        throw ExitCode(ExitStatus.fail)
    }
}
