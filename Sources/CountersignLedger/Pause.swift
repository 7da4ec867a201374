#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Waiting between attempts.
enum Pause {
    /// Sleeps a random time that grows with the attempts, up to a quarter of a second, so that writers spread out.
    static func random(attempt: Int) {
        let longest: Int64 = min(250, 4 << Int64(min(attempt, 7)))
        var time = timespec(tv_sec: 0, tv_nsec: Int(Int64.random(in: 1...longest) * 1_000_000))
        nanosleep(&time, nil)
    }
}
