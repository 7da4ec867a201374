#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What git hands to a hook.
enum StandardInput {
    /// A push of a million refs stays below this, in bytes.
    private static let limit = 256 << 20

    /// All of it.
    static func read() throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = buffer.withUnsafeMutableBytes { systemRead($0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure("can't read standard input: \(String(cString: strerror(errno)))") }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
        throw Failure("more than \(limit) bytes on standard input")
    }

    private static func systemRead(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        #endif
    }
}
