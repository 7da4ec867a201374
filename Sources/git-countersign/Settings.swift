import CountersignGit
import FoundationEssentials

/// Git's own configuration as git itself reads it, `-c` and `GIT_CONFIG_*` included, which libgit2 does not see.
struct Settings {
    private let values: [String: [String]]

    /// Reads all of it with one `git config --list`.
    static func read() async throws -> Settings {
        let output = try await GitCommand.run("git", ["config", "--list", "-z"])
        guard output.status == 0 else {
            throw Failure("git can't read its configuration: \(output.standardError)")
        }
        var values: [String: [String]] = [:]
        for entry in output.standardOutput.split(separator: 0) {
            let parts = entry.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = parts.first else { continue }
            let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "true"
            values[String(decoding: key, as: UTF8.self), default: []].append(value)
        }
        return Settings(values: values)
    }

    /// The value that counts: the last one.
    ///
    /// The key's section and name in lower case.
    subscript(key: String) -> String? { values[key]?.last }

    /// Every key that is set.
    var keys: some Sequence<String> { values.keys }

    /// Every value of a key, in the order of the files.
    func all(_ key: String) -> [String] { values[key] ?? [] }

    /// A path, with `~` and `~user` read as git reads them.
    func path(_ key: String) async throws -> String? {
        guard let value = self[key] else { return nil }
        // Nothing in it is for git to read, and a process is worth sparing.
        if value.hasPrefix("/") { return value }
        let output = try await GitCommand.run("git", ["config", "--type=path", "--get", key])
        guard output.status == 0 else { throw Failure("git can't read \(key): \(output.standardError)") }
        return output.firstLine
    }

    /// Whether to colour what goes to standard output.
    func wantsColor() async throws -> Bool {
        // https://no-color.org: any value but the empty one.
        if let noColor = ProcessInfo.processInfo.environment["NO_COLOR"], !noColor.isEmpty { return false }
        let key = self["color.countersign"] != nil ? "color.countersign" : "color.ui"
        // Where git itself started a pager, colours are for that.
        let isTerminal =
            Terminal.standardOutputIsTerminal || ProcessInfo.processInfo.environment["GIT_PAGER_IN_USE"] == "true"
        // Git's answer is known where nothing is set, and a process is worth sparing a command of a tenth of a second.
        if self[key] == nil, !isTerminal { return false }
        let output = try await GitCommand.run(
            "git", ["config", "--get-colorbool", key, isTerminal ? "true" : "false"])
        return output.firstLine == "true"
    }
}

extension GitCommand.Output {
    /// The first line of standard output, without its end.
    var firstLine: String {
        String(decoding: standardOutput.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
