import ArgumentParser

/// `hook pre-push`: the gate at home.
struct HookPrePush: AsyncParsableCommand {
    /// What `countersign.prePush` may say.
    private enum Mode: String {
        case warn
        case refuse
        case off
    }

    static let configuration = CommandConfiguration(
        commandName: "pre-push",
        abstract: "Judge a push before it leaves; called by git in a clone.",
        discussion: """
            Judges what is pushed to protected branches by the ledger here. An early warning: whoever wants to can \
            leave it out, so the server has the last word. countersign.prePush is refuse, warn or off.
            """)

    @Argument(help: "The remote's name.")
    var remote = "origin"

    @Argument(help: "The remote's address.")
    var address: String?

    func run() async throws {
        let text = PushText()
        var mode = Mode.refuse
        do {
            let updates = try RefUpdate.readPrePush(try StandardInput.read())
            let workspace = try await Workspace.open()
            mode = try Self.mode(workspace.settings["countersign.prepush"])
            guard mode != .off else { return }
            let complaints = try await workspace.complaintsBeforePush(to: remote, updates)
            if !complaints.isEmpty {
                text.say(complaints, then: "git push --no-verify pushes all the same; the server has the last word.")
            } else if updates.contains(where: { $0.reference.hasPrefix("refs/heads/") }),
                try await workspace.unpushedLines(remote) > 0
            {
                text.say(["countersign: approvals here are not at \(remote) yet: git countersign sync"])
            }
            guard !complaints.isEmpty, mode == .refuse else { return }
        } catch {
            text.say(Failure(explaining: error))
            guard mode == .refuse else { return }
            throw ExitCode(ExitStatus.undecided)
        }
        throw ExitCode(ExitStatus.fail)
    }

    private static func mode(_ setting: String?) throws(Failure) -> Mode {
        guard let setting else { return .refuse }
        guard let mode = Mode(rawValue: setting) else {
            throw Failure(
                "countersign.prePush is '\(setting)'", advice: "git config countersign.prePush refuse   (or warn, off)")
        }
        return mode
    }
}
