import FoundationEssentials
import Synchronization

/// Where programs are on `PATH`, looked up once each.
///
/// The library that runs them tries directory after directory with a process each, which takes longer than most of what
/// git is asked here. Directories that are not absolute are passed over: `git` in a checked-out tree is not meant.
enum ProgramSearch {
    private static let found = Mutex<[String: String]>([:])

    /// The path of a program; nil where there is none by this name.
    static func path(of program: String) -> String? {
        if let known = found.withLock({ $0[program] }) { return known }
        let directories = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let path = directories.split(separator: ":").lazy.filter { $0.hasPrefix("/") }.map { "\($0)/\(program)" }
            .first(where: isProgram)
        if let path { found.withLock { $0[program] = path } }
        return path
    }

    private static func isProgram(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
