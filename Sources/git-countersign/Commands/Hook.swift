import ArgumentParser

/// `hook`: the gate as git calls it.
struct Hook: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run or install the gate as a git hook.",
        subcommands: [
            HookPreReceive.self, HookPrePush.self, HookCommitMessage.self, HookInstall.self, HookUninstall.self,
        ])
}
