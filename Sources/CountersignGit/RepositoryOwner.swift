#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Repository {
    /// Whether the user whom this process runs as owns the directory that work trees share.
    public var isOwn: Bool {
        var status = stat()
        return stat(commonDirectory, &status) == 0 && status.st_uid == geteuid()
    }
}
