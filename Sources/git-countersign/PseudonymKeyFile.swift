import CountersignGit
import CountersignReports
import Crypto
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The key of a repository's pseudonyms: `countersign/pseudonym-key` in the directory that work trees share.
///
/// It is made when it is first needed, and stays: so that last month's report and this month's speak of the same
/// people. Whoever has it can tell who they are; whoever removes it makes that impossible for all.
struct PseudonymKeyFile {
    private let directory: String
    private var path: String { directory + "/pseudonym-key" }

    init(_ repository: Repository) {
        directory = repository.commonDirectory + "/countersign"
    }

    /// The key that is there, or a new one that is kept.
    func key() throws(Failure) -> PseudonymKey {
        if !FileManager.default.fileExists(atPath: path) { try make() }
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { throw failure("read") }
        guard let key = PseudonymKey(bytes: bytes) else {
            throw Failure(
                "\(path) is not a key of pseudonyms: it has \(bytes.count) bytes, and a key has \(PseudonymKey.byteCount)",
                advice: "remove it, and all people get new pseudonyms")
        }
        return key
    }

    /// Two runs at once may both make one: the first to link its own wins, and both use that.
    private func make() throws(Failure) {
        guard mkdir(directory, 0o777) == 0 || errno == EEXIST else { throw failure("keep") }
        let own = "\(path).\(getpid())"
        let file = open(own, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("keep") }
        defer { unlink(own) }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let isWritten = bytes.withUnsafeBytes { Self.systemWrite(file, $0) } == bytes.count && fsync(file) == 0
        close(file)
        guard isWritten, link(own, path) == 0 || errno == EEXIST else { throw failure("keep") }
    }

    private func failure(_ verb: String) -> Failure {
        Failure("can't \(verb) the key of pseudonyms in \(path): \(String(cString: strerror(errno)))")
    }

    private static func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        write(file, bytes.baseAddress, bytes.count)
    }
}
