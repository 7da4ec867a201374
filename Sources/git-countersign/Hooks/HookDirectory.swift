import CountersignGit
import FoundationEssentials

/// Where git looks for hooks, `core.hooksPath` included, and what is there.
struct HookDirectory {
    /// What stands where git looks for a hook.
    enum State {
        case none
        case ours
        case foreign
    }

    let path: String

    /// Asks git itself.
    static func find() async throws -> HookDirectory {
        let output = try await GitCommand.run("git", ["rev-parse", "--git-path", "hooks"])
        guard output.status == 0, !output.firstLine.isEmpty else {
            throw Failure("git does not say where its hooks are: \(output.standardError)")
        }
        let path = output.firstLine
        return HookDirectory(
            path: path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
    }

    func file(_ kind: HookKind) -> String { "\(path)/\(kind.rawValue)" }
    func kept(_ kind: HookKind) -> String { "\(path)/\(HookScript.keptName(of: kind))" }

    func state(_ kind: HookKind) throws(Failure) -> State {
        guard Self.exists(file(kind)) else { return .none }
        // A link to nowhere, or what can't be read, is somebody else's.
        guard let text = try? FileContent.read(file(kind)) else { return .foreign }
        return text.split(separator: "\n").contains { $0 == HookScript.mark } ? .ours : .foreign
    }

    /// Puts our script in place, and what was there beside it; gives whether something was there.
    func install(_ kind: HookKind, program: String) throws(Failure) -> Bool {
        let state = try state(kind)
        if state == .foreign {
            guard !Self.exists(kept(kind)) else {
                throw Failure(
                    "both \(file(kind)) and \(kept(kind)) are there", advice: "make one hook of the two, and try again")
            }
            try Self.attempt("move \(file(kind)) aside") {
                try FileManager.default.moveItem(atPath: file(kind), toPath: kept(kind))
            }
        }
        try Self.attempt("make \(path)") {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        // Written beside and then moved: git never meets half a script.
        let fresh = file(kind) + ".new"
        try FileContent.write(Array(HookScript(kind: kind, program: program).text.utf8), to: fresh)
        try Self.attempt("install \(file(kind))") {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fresh)
            if state == .ours { try FileManager.default.removeItem(atPath: file(kind)) }
            try FileManager.default.moveItem(atPath: fresh, toPath: file(kind))
        }
        return Self.exists(kept(kind))
    }

    /// Takes our script out, and puts back what was there before; gives whether ours was there.
    func uninstall(_ kind: HookKind) throws(Failure) -> Bool {
        guard try state(kind) == .ours else { return false }
        try Self.attempt("remove \(file(kind))") {
            try FileManager.default.removeItem(atPath: file(kind))
            if Self.exists(kept(kind)) { try FileManager.default.moveItem(atPath: kept(kind), toPath: file(kind)) }
        }
        return true
    }

    /// Whether there is anything of that name, a link to nowhere included.
    static func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }

    private static func attempt(_ doing: String, _ body: () throws -> Void) throws(Failure) {
        do { try body() } catch {
            throw Failure(
                "can't \(doing): \(FileContent.reason(of: error))", advice: "run as a user who may write there")
        }
    }
}
