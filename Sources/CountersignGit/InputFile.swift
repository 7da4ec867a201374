import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Input for a program in a file without a name.
///
/// Through a pipe, a program that ends without reading it all would end this process too, by `SIGPIPE`.
final class InputFile {
    private var file: UnsafeMutablePointer<FILE>?

    /// Stores the bytes and stands at their start.
    ///
    /// Throws `GitCommandError.noTemporaryDirectory`.
    init(_ bytes: [UInt8]) throws(GitCommandError) {
        file = tmpfile()
        guard let file else { throw .noTemporaryDirectory(reason: "errno \(errno)") }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0, fseek(file, 0, SEEK_SET) == 0
        else {
            let reason = "errno \(errno)"
            close()
            throw .noTemporaryDirectory(reason: reason)
        }
    }

    deinit { close() }

    /// Valid until the file is closed.
    var descriptor: FileDescriptor { FileDescriptor(rawValue: file.map { fileno($0) } ?? -1) }

    /// Closes the file, which is thereby gone.
    func close() {
        if let file { fclose(file) }
        file = nil
    }
}
