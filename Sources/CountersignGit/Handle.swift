/// The one owner of one libgit2 pointer, which is freed when the owner's life ends.
struct Handle: ~Copyable {
    /// Valid as long as the handle lives; never to be kept longer.
    let pointer: OpaquePointer
    private let release: (OpaquePointer?) -> Void

    /// Takes over what `create` stores, or throws the error that its result code stands for.
    init(
        doing: @autoclosure () -> String, release: @escaping (OpaquePointer?) -> Void,
        create: (inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        var created: OpaquePointer?
        try LibGit2.check(create(&created), doing: doing())
        guard let created else {
            throw .libgit2(code: 0, klass: 0, message: "no object was made", doing: doing())
        }
        self.pointer = created
        self.release = release
    }

    /// Takes over a pointer that somebody else made.
    init(owning pointer: OpaquePointer, release: @escaping (OpaquePointer?) -> Void) {
        self.pointer = pointer
        self.release = release
    }

    deinit { release(pointer) }
}
