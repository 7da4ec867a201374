internal import Clibgit2

extension GitError {
    /// The typed error for libgit2's result code, error class and message.
    static func of(code: Int32, klass: Int32, message: String, doing: String) -> GitError {
        // libgit2 has no class for these; it appends the system's text to its own.
        let diskFull = ["No space left on device", "Disk quota exceeded", "File too large"]
        let readOnly = ["Read-only file system", "Permission denied", "Operation not permitted"]
        if diskFull.contains(where: message.hasSuffix) { return .diskFull(message) }
        if readOnly.contains(where: message.hasSuffix) { return .readOnly(message) }
        return .libgit2(code: code, klass: klass, message: message, doing: doing)
    }

    /// The result code that libgit2 gave, where this is one of its other failures.
    var libgit2Code: Int32? {
        if case .libgit2(let code, _, _, _) = self { code } else { nil }
    }
}

extension ObjectKind {
    /// Takes a kind over from libgit2; nil for what is not stored by itself (deltas) or not known.
    init?(_ type: git_object_t) {
        switch type {
        case GIT_OBJECT_COMMIT: self = .commit
        case GIT_OBJECT_TREE: self = .tree
        case GIT_OBJECT_BLOB: self = .blob
        case GIT_OBJECT_TAG: self = .tag
        default: return nil
        }
    }

    var libgit2Type: git_object_t {
        switch self {
        case .commit: GIT_OBJECT_COMMIT
        case .tree: GIT_OBJECT_TREE
        case .blob: GIT_OBJECT_BLOB
        case .tag: GIT_OBJECT_TAG
        }
    }
}
