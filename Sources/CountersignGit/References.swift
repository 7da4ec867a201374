internal import Clibgit2
public import CountersignObjects

extension Repository {
    /// The object that a reference of this full name holds, symbolic ones followed; nil when there is none.
    ///
    /// Throws `GitError.invalidReferenceName` and `.corruptReference`.
    public func reference(_ name: String) throws(GitError) -> ObjectID? {
        guard !name.utf8.contains(0) else { throw .invalidReferenceName(name) }
        var oid = git_oid()
        let code = git_reference_name_to_id(&oid, handle.pointer, name)
        switch git_error_code(code) {
        case GIT_OK: return ObjectID(oid)
        case GIT_ENOTFOUND: return nil
        case GIT_EINVALIDSPEC: throw .invalidReferenceName(name)
        default: throw .corruptReference(name, reason: LibGit2.lastError.message)
        }
    }

    /// The name that a symbolic reference holds, whether or not there is such a reference; nil for any other.
    ///
    /// Throws `GitError.corruptReference`.
    public func symbolicTarget(of name: String) throws(GitError) -> String? {
        guard !name.utf8.contains(0) else { throw .invalidReferenceName(name) }
        var reference: OpaquePointer?
        let code = git_reference_lookup(&reference, handle.pointer, name)
        defer { git_reference_free(reference) }
        switch git_error_code(code) {
        case GIT_OK: return git_reference_symbolic_target(reference).map { String(cString: $0) }
        case GIT_ENOTFOUND, GIT_EINVALIDSPEC: return nil
        default: throw .corruptReference(name, reason: LibGit2.lastError.message)
        }
    }

    /// Every reference that is, or whose tag ends at, a commit, in bytewise order of the names.
    ///
    /// References to trees and blobs are left out, and so are dangling symbolic ones and names that git itself refuses.
    /// Throws `GitError.corruptReference`, and `.missingObject` for a reference to an object that is not there: history
    /// behind a broken reference must not go unseen.
    public func references() throws(GitError) -> [(name: String, commit: ObjectID)] {
        var found: [(name: String, commit: ObjectID)] = []
        for (name, target) in try referenceTargets() {
            let held = if let target { target } else { try DirectReference.target(of: name, in: self) }
            guard let id = held else { continue }
            if case .commit(let commit) = try peel(id) {
                found.append((String(decoding: name, as: UTF8.self), commit))
            }
        }
        return found
    }

    /// The names as libgit2 lists them with what they hold, nil where that is to be asked for.
    ///
    /// libgit2 passes over files it can't read, as if there were only what was packed under their names: what files hold is
    /// always asked for.
    private func referenceTargets() throws(GitError) -> [(name: [UInt8], target: ObjectID?)] {
        var targets = try listed()
        for file in try DirectoryListing.files(below: commonDirectory + "/refs")
        where !file.suffix(5).elementsEqual(".lock".utf8) {
            targets.updateValue(nil, forKey: Array("refs/".utf8) + file)
        }
        return targets.map { ($0.key, $0.value) }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    private func listed() throws(GitError) -> [[UInt8]: ObjectID?] {
        let repository = handle.pointer
        let iterator = try Handle(
            doing: "listing references", release: { git_reference_iterator_free($0) },
            create: { git_reference_iterator_new(&$0, repository) })
        var targets: [[UInt8]: ObjectID?] = [:]
        while true {
            var reference: OpaquePointer?
            let code = git_reference_next(&reference, iterator.pointer)
            if code == GIT_ITEROVER.rawValue { return targets }
            try LibGit2.check(code, doing: "listing references")
            defer { git_reference_free(reference) }
            guard let name = git_reference_name(reference) else { continue }
            let bytes = UnsafeBufferPointer(start: name, count: length(name)).map(UInt8.init(bitPattern:))
            var isValid: Int32 = 0
            try LibGit2.check(git_reference_name_is_valid(&isValid, name), doing: "listing references")
            let target = isValid == 1 ? git_reference_target(reference) : nil
            targets.updateValue(target.map { ObjectID($0.pointee) }, forKey: bytes)
        }
    }

    private func length(_ text: UnsafePointer<CChar>) -> Int {
        var end = text
        while end.pointee != 0 { end += 1 }
        return end - text
    }
}

/// A reference by the bytes of its name, which need not be UTF-8.
private enum DirectReference {
    /// The object it holds, symbolic ones followed; nil where it is gone, dangling, or of a name that git refuses.
    static func target(of name: [UInt8], in repository: Repository) throws(GitError) -> ObjectID? {
        var oid = git_oid()
        let code = DirectoryListing.withCString(name) { git_reference_name_to_id(&oid, repository.handle.pointer, $0) }
        switch git_error_code(code) {
        case GIT_OK: return ObjectID(oid)
        case GIT_ENOTFOUND, GIT_EINVALIDSPEC: return nil
        default:
            throw .corruptReference(String(decoding: name, as: UTF8.self), reason: LibGit2.lastError.message)
        }
    }
}
