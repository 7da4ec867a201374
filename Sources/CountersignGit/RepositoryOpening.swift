internal import Clibgit2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds and opens a repository, and tells apart the ways in which that fails.
enum RepositoryOpening {
    /// Searches from a directory upwards, whatever the environment says.
    static func discover(from directory: String) throws(GitError) -> Handle {
        guard !directory.utf8.contains(0) else { throw .notARepository(path: directory) }
        return try open(directory, flags: 0, reportAs: directory)
    }

    /// Follows git's environment, else searches from the current directory upwards.
    static func fromEnvironment() throws(GitError) -> Handle {
        let environment = Environment.current
        if environment["GIT_COMMON_DIR"] != nil { throw .unsupportedEnvironment(variable: "GIT_COMMON_DIR") }
        let place = environment["GIT_DIR"] ?? "."
        guard environment["GIT_WORK_TREE"] != nil else {
            return try open(nil, flags: GIT_REPOSITORY_OPEN_FROM_ENV.rawValue, reportAs: place)
        }
        return try besideWorkTree(environment, place)
    }

    /// libgit2 refuses to look at the environment while `GIT_WORK_TREE` is set, which says nothing about objects.
    private static func besideWorkTree(_ environment: [String: String], _ place: String) throws(GitError) -> Handle {
        let named = GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue
        let handle = try open(place, flags: environment["GIT_DIR"] == nil ? 0 : named, reportAs: place)
        guard
            environment["GIT_OBJECT_DIRECTORY"] != nil || environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] != nil
        else { return handle }
        let common = git_repository_commondir(handle.pointer).map { String(cString: $0) } ?? ""
        let directories = ObjectDirectories.list(
            commonDirectory: common.hasSuffix("/") ? String(common.dropLast()) : common, environment: environment)
        let objects = try ObjectDatabase.open(
            writable: environment["GIT_OBJECT_DIRECTORY"] ?? common + "objects", alternates: directories)
        try LibGit2.check(
            git_repository_set_odb(handle.pointer, objects.pointer), doing: "setting the object database")
        return handle
    }

    private static func open(_ path: String?, flags: UInt32, reportAs place: String) throws(GitError) -> Handle {
        var repository: OpaquePointer?
        let code = git_repository_open_ext(&repository, path, flags, nil)
        guard code == 0, let repository else { throw failure(code, place) }
        return Handle(owning: repository, release: { git_repository_free($0) })
    }

    private static func failure(_ code: Int32, _ place: String) -> GitError {
        let (klass, message) = LibGit2.lastError
        if code == GIT_EOWNER.rawValue || message.contains("safe.directory") {
            // libgit2 1.5 says "config value 'safe.directory' was not found" where there is no such setting at all.
            return .dubiousOwnership(path: ownedPath(from: place))
        }
        if let range = message.firstRange(of: "unsupported extension name extensions.") {
            return refusedExtension(String(message[range.upperBound...]), place)
        }
        if code == GIT_ENOTFOUND.rawValue {
            return deniedPath(at: place).map { .noPermission(path: $0) } ?? .notARepository(path: place)
        }
        return .of(code: code, klass: klass, message: message, doing: "opening '\(place)'")
    }

    private static func refusedExtension(_ name: String, _ place: String) -> GitError {
        switch name {
        case "objectformat": .sha256Repository(path: place)
        case "refstorage": .reftableRepository(path: place)
        default: .unsupportedExtension(path: place, name: name)
        }
    }

    /// What git compares with `safe.directory`: the work tree, or the git directory of a bare repository.
    private static func ownedPath(from place: String) -> String {
        var buffer = git_buf()
        defer { git_buf_dispose(&buffer) }
        guard git_repository_discover(&buffer, place, 0, nil) == 0, let pointer = buffer.ptr else { return place }
        let path = String(cString: pointer)
        for ending in ["/.git/", "/"] where path.hasSuffix(ending) && path.count > ending.count {
            return String(path.dropLast(ending.count))
        }
        return path
    }

    /// The path that this user may not enter, where that is why nothing was found.
    private static func deniedPath(at place: String) -> String? {
        for path in [place, place + "/.git"] where access(path, F_OK) == 0 || errno == EACCES {
            if access(path, R_OK | X_OK) != 0, errno == EACCES { return path }
        }
        return nil
    }
}
