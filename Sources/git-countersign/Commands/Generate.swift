import ArgumentParser
import FoundationEssentials

/// `generate`: the files that an installation adds to the program itself; for `scripts/install` and for packagers.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write manual pages and completions below a directory, laid out as below PREFIX/share.",
        shouldDisplay: false)

    @Argument(help: "The directory.")
    var directory: String

    func run() async throws {
        let tree = try CommandTree.read()
        let completions = Completions(tree)
        for command in tree.commands {
            let page = ManualPage(command)
            try write(page.text, to: "man/man1", page.name)
        }
        try write(completions.bash, to: "bash-completion/completions", "git-countersign")
        try write(completions.zsh, to: "zsh/site-functions", "_git-countersign")
        try write(completions.fish, to: "fish/vendor_completions.d", "git-countersign.fish")
        try write(Completions.fishStart, to: "fish/vendor_conf.d", "git-countersign.fish")
    }

    private func write(_ text: String, to place: String, _ name: String) throws(Failure) {
        let path = "\(directory)/\(place)"
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure("can't make \(path): \(FileContent.reason(of: error))")
        }
        try Terminal.write(text, toFile: "\(path)/\(name)")
    }
}
