import ArgumentParser
import CountersignReports

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The one place that prints and exits.
///
/// Results go to standard output and nothing else does. Errors begin with `error:`, in lower case and without a full
/// stop, as git's do; what would mend them follows as `hint:`. Text that comes from a repository has passed through
/// `VisibleText` before it gets here.
enum Terminal {
    static func print(_ text: String) throws(Failure) {
        try write(text, to: STDOUT_FILENO, named: "standard output")
    }

    static func note(_ text: String) {
        _ = try? write("\(text)\n", to: STDERR_FILENO, named: "standard error")
    }

    /// A text that goes on in the same line.
    static func noteWithoutEnd(_ text: String) {
        _ = try? write(text, to: STDERR_FILENO, named: "standard error")
    }

    static func exit(reporting failure: Failure) -> Never {
        note("error: \(VisibleText.paragraph(failure.message))")
        if let advice = failure.advice { note("hint: \(VisibleText.paragraph(advice))") }
        exit(failure.status)
    }

    static func exit(_ status: Int32) -> Never {
        #if canImport(Glibc)
            Glibc.exit(status)
        #elseif canImport(Musl)
            Musl.exit(status)
        #else
            Darwin.exit(status)
        #endif
    }

    /// Help and version go to standard output; wrong usage to standard error, with git's own status for it.
    static func exitFromParsing(_ error: any Error, of command: any ParsableCommand.Type) -> Never {
        let text = command.fullMessage(for: error)
        guard command.exitCode(for: error).isSuccess else {
            note(inGitsWords(text))
            exit(ExitStatus.usage)
        }
        _ = try? print(text + "\n")
        exit(ExitStatus.pass)
    }

    /// What the parser says, as git would begin it; the arguments that it repeats do nothing to a terminal.
    private static func inGitsWords(_ text: String) -> String {
        VisibleText.paragraph(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                for (word, own) in [("Error: ", "error: "), ("Usage: ", "usage: ")] where line.hasPrefix(word) {
                    return own + line.dropFirst(word.count)
                }
                return String(line)
            }
            .joined(separator: "\n")
    }

    static var standardOutputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// How wide the terminal is to which standard output goes; nil where that is none, or does not tell.
    static var columns: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes a file whole, in place of what was there.
    static func write(_ text: String, toFile path: String) throws(Failure) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Failure("can't write \(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        try write(text, to: file, named: path)
    }

    /// Adds to the end of a file.
    static func append(_ text: String, toFile path: String) throws(Failure) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Failure("can't write \(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        try write(text, to: file, named: path)
    }

    private static func write(_ text: String, to file: Int32, named name: String) throws(Failure) {
        var remaining = Array(text.utf8)[...]
        while !remaining.isEmpty {
            let written = remaining.withUnsafeBytes { Self.systemWrite(file, $0) }
            if written < 0, errno == EINTR { continue }
            // Whoever read has seen enough: git ends in the same way.
            if written < 0, errno == EPIPE { Interrupts.end(by: SIGPIPE) }
            guard written > 0 else {
                throw Failure("can't write to \(name): \(String(cString: strerror(errno)))")
            }
            remaining = remaining.dropFirst(written)
        }
    }

    private static func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(file, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(file, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(file, bytes.baseAddress, bytes.count)
        #endif
    }
}
