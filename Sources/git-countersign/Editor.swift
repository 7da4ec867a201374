import CountersignGit

/// The user's editor, as git calls it.
enum Editor {
    /// Has a text edited; what is left of it without comment lines, nil where that is nothing.
    ///
    /// - Parameters:
    ///   - text: what stands there at first.
    ///   - help: lines that explain what to write; they become comments.
    ///   - directory: where the file is put: the repository's own, so that editors know it for git's.
    static func edit(_ text: String, help: String, in directory: String) async throws -> String? {
        let editor = try await GitCommand.run("git", ["var", "GIT_EDITOR"])
        guard editor.status == 0, !editor.firstLine.isEmpty else {
            throw Failure("git knows no editor", advice: "git config core.editor NAME")
        }
        let comments = try await strip(help, ["--comment-lines"])
        let path = directory + "/COUNTERSIGN_EDITMSG"
        try FileContent.write(Array("\(text)\n\n\(comments)".utf8), to: path)
        // As git does: the shell reads the editor's words, and the file is its last argument.
        let status = try await GitCommand.attached("sh", ["-c", "\(editor.firstLine) \"$@\"", editor.firstLine, path])
        guard status == 0 else { throw Failure("the editor ended with status \(status): \(editor.firstLine)") }
        let edited = try await strip(try FileContent.read(path), ["--strip-comments"])
        return edited.isEmpty ? nil : String(edited.dropLast())
    }

    /// Comments are what `core.commentChar` says.
    private static func strip(_ text: String, _ arguments: [String]) async throws -> String {
        let output = try await GitCommand.run("git", ["stripspace"] + arguments, input: Array(text.utf8))
        guard output.status == 0 else { throw Failure("git stripspace failed: \(output.standardError)") }
        return String(decoding: output.standardOutput, as: UTF8.self)
    }
}
