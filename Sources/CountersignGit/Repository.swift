internal import Clibgit2

/// One open git repository; replace refs and grafts are never honoured.
///
/// Not for use from several threads at once: each thread opens its own.
public final class Repository {
    let handle: Handle
    let objects: Handle
    /// The directories that objects are read from, the writable one first.
    let objectDirectories: [String]
    /// Where it was opened: for another handle, on another thread.
    let place: Place

    /// What says which repository to open.
    struct Place: Sendable {
        let directory: String?

        /// Opens it, as ``Repository/open(at:)`` does, for one of several threads that read much at the same time.
        ///
        /// - Parameter number: which of them, from 0.
        func open(forReader number: Int) throws(GitError) -> Repository {
            let repository = try Repository.open(at: directory)
            if number > 0 {
                let directories = ObjectDirectories.withAlternates(repository.objectDirectories)
                // Where it fails reading takes longer, and finds the same.
                _ = try? ObjectDatabase.readPacksApart(of: directories, as: number, in: repository.objects)
            }
            return repository
        }
    }

    /// Opens the repository at a directory or around it.
    ///
    /// With nil, git's environment (`GIT_DIR`, `GIT_OBJECT_DIRECTORY`, a push's quarantine, …) is honoured, and without
    /// `GIT_DIR` the search starts at the current directory. With a directory, that environment is not looked at.
    /// Throws what `RepositoryOpening` tells apart: no repository, no permission, dubious ownership, SHA-256, reftable.
    public static func open(at directory: String?) throws(GitError) -> Repository {
        try LibGit2.start.get()
        let place = Place(directory: directory)
        if let directory {
            return try Repository(try RepositoryOpening.discover(from: directory), environment: [:], place)
        }
        return try Repository(try RepositoryOpening.fromEnvironment(), environment: Environment.current, place)
    }

    private init(_ handle: consuming Handle, environment: [String: String], _ place: Place) throws(GitError) {
        self.place = place
        let repository = handle.pointer
        self.objects = try Handle(
            doing: "opening the object database", release: { git_odb_free($0) },
            create: { git_repository_odb(&$0, repository) })
        self.objectDirectories = ObjectDirectories.list(
            commonDirectory: Self.path(git_repository_commondir(repository)), environment: environment)
        self.handle = handle
    }

    /// The repository's own directory (`.git`, or that of a linked work tree), absolute, without a slash at the end.
    public var gitDirectory: String { Self.path(git_repository_path(handle.pointer)) }

    /// The directory that linked work trees share; the same as `gitDirectory` where there is none.
    public var commonDirectory: String { Self.path(git_repository_commondir(handle.pointer)) }

    /// Whether history was cut when cloning or fetching (`git fetch --depth`).
    public var isShallow: Bool { git_repository_is_shallow(handle.pointer) == 1 }

    /// Whether there is no work tree.
    public var isBare: Bool { git_repository_is_bare(handle.pointer) == 1 }

    /// What `GIT_ALTERNATE_OBJECT_DIRECTORIES` has to be for git to read objects from one more directory.
    public func alternates(adding directory: String) -> String {
        ObjectDirectories.variable([directory] + objectDirectories)
    }

    private static func path(_ text: UnsafePointer<CChar>?) -> String {
        guard let text else { return "" }
        let path = String(cString: text)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
