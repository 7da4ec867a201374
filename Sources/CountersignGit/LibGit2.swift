internal import Clibgit2
import CountersignObjects

/// The library as a whole: started once, never stopped, since handles may live until the process ends.
enum LibGit2 {
    /// Starts libgit2 with our settings at the first use; later uses give the same answer.
    static let start: Result<Void, GitError> = {
        countersign_tune_allocator()
        guard git_libgit2_init() > 0 else { return .failure(failure(-1, doing: "starting libgit2")) }
        for code in [
            countersign_set_strict_hash_verification(1), countersign_set_fsync_gitdir(1),
            countersign_set_commit_cache_limit(0), countersign_set_cache_size(cacheSize),
            countersign_set_pack_windows(packWindow, packWindows), allowHarmlessExtensions(),
        ] where code < 0 {
            return .failure(failure(code, doing: "setting up libgit2"))
        }
        return .success(())
    }()

    private static let cacheSize = 32 << 20
    private static let packWindow = 8 << 20
    private static let packWindows = 256 << 20

    /// libgit2 refuses every extension it does not know.
    ///
    /// These three change neither object names nor references: what is missing from a partial clone reads as a
    /// missing object, and settings of one work tree are not read here.
    private static func allowHarmlessExtensions() -> Int32 {
        let names = ["partialclone", "worktreeconfig", "preciousobjects"]
        let copies = names.map { name in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: name.utf8.count + 1)
            copy.initialize(repeating: 0, count: name.utf8.count + 1)
            for (index, byte) in name.utf8.enumerated() { copy[index] = CChar(bitPattern: byte) }
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        var pointers = copies.map { UnsafePointer<CChar>?($0) }
        return countersign_set_extensions(&pointers, pointers.count)
    }

    /// Opens repositories of other users too: for one that git itself accepts.
    static func acceptOtherOwners() throws(GitError) {
        try check(countersign_set_owner_validation(0), doing: "setting up libgit2")
    }

    /// Throws the error that a negative result code stands for.
    @discardableResult
    static func check(_ code: Int32, doing: @autoclosure () -> String) throws(GitError) -> Int32 {
        guard code >= 0 else { throw failure(code, doing: doing()) }
        return code
    }

    /// The text and class that libgit2 left for the last failure on this thread.
    static var lastError: (klass: Int32, message: String) {
        guard let error = git_error_last(), let message = error.pointee.message else { return (0, "") }
        return (error.pointee.klass, String(cString: message))
    }

    /// The typed error for a result code, with the last message.
    static func failure(_ code: Int32, doing: String) -> GitError {
        let (klass, message) = lastError
        return GitError.of(code: code, klass: klass, message: message, doing: doing)
    }
}

extension ObjectID {
    /// The id as libgit2 holds it.
    var oid: git_oid {
        var oid = git_oid()
        withUnsafeMutableBytes(of: &oid) { oid in withUnsafeBytes { oid.copyMemory(from: $0) } }
        return oid
    }

    /// Takes an id over from libgit2.
    init(_ oid: git_oid) {
        // A git_oid always holds 20 bytes, so the zero id never stands in here.
        self = Swift.withUnsafeBytes(of: oid) { ObjectID(bytes: $0.prefix(ObjectID.byteCount)) } ?? .zero
    }
}
