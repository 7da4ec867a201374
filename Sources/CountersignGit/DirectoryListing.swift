#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files below a directory, by the bytes of their names: those of references need not be UTF-8.
enum DirectoryListing {
    /// The paths of all files below `directory`, relative to it, `/` between names; none when it is not there.
    ///
    /// Throws `GitError.system`: a directory that can't be read is never an empty one.
    static func files(below directory: String) throws(GitError) -> [[UInt8]] {
        var files: [[UInt8]] = []
        var waiting: [[UInt8]] = [[]]
        while let relative = waiting.popLast() {
            let prefix = relative.isEmpty ? [] : relative + [UInt8(ascii: "/")]
            for entry in try entries(of: Array(directory.utf8) + [UInt8(ascii: "/")] + relative) {
                if entry.isDirectory { waiting.append(prefix + entry.name) } else { files.append(prefix + entry.name) }
            }
        }
        return files
    }

    private static func entries(of path: [UInt8]) throws(GitError) -> [(name: [UInt8], isDirectory: Bool)] {
        let text = String(decoding: path, as: UTF8.self)
        guard let stream = withCString(path, { opendir($0) }) else {
            if errno == ENOENT { return [] }
            throw .system(errno: errno, path: text, doing: "listing")
        }
        defer { closedir(stream) }
        var entries: [(name: [UInt8], isDirectory: Bool)] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = name(of: entry)
            if name != [UInt8(ascii: ".")], name != [UInt8(ascii: "."), UInt8(ascii: ".")] {
                entries.append((name, try isDirectory(path + [UInt8(ascii: "/")] + name)))
            }
            errno = 0
        }
        guard errno == 0 else { throw .system(errno: errno, path: text, doing: "listing") }
        return entries
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
    }

    private static func isDirectory(_ path: [UInt8]) throws(GitError) -> Bool {
        var status = stat()
        // A file that vanishes meanwhile is no directory; whoever looks at it next finds it gone.
        guard withCString(path, { stat($0, &status) }) == 0 else {
            if errno == ENOENT || errno == ELOOP { return false }
            throw .system(errno: errno, path: String(decoding: path, as: UTF8.self), doing: "looking at")
        }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    /// Hands the bytes over with a NUL after them.
    static func withCString<R>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> R) -> R {
        (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return body([0]) }
            return body(base)
        }
    }
}

/// Small files of the repository itself.
enum FileBytes {
    /// The whole file; nil when there is none.
    ///
    /// Throws `GitError.system`.
    static func read(_ path: String) throws(GitError) -> [UInt8]? {
        guard let file = fopen(path, "rbe") else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .system(errno: errno, path: path, doing: "opening")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            bytes += buffer.prefix(count)
            if ferror(file) != 0 { throw .system(errno: errno, path: path, doing: "reading") }
            if count < buffer.count { return bytes }
        }
    }
}
