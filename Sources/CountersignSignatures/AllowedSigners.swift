/// An allowed signers file as ssh-keygen(1) describes it under ALLOWED SIGNERS, read strictly.
///
/// `ssh-keygen -Y verify` steps over a line that it cannot read; here such a line is an error, for a key that silently
/// does not count is a trap. Also refused, though OpenSSH takes them: quotes inside the principals, empty principals,
/// empty options, dates that the calendar lacks, keys that `SSHPublicKey` does not accept, and texts that are not
/// UTF-8 where they matter. Lines may end with LF or CRLF; `#` starts a comment only at the start of a line.
public struct AllowedSigners: Hashable, Sendable {
    /// The signers in the order of their lines.
    public let entries: [AllowedSigner]

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - localTime: what a time without `Z` means; nil takes, as OpenSSH does, the time zone of the process, so that
    ///     a file means different things in different places. Write `Z`.
    /// - Throws: `AllowedSignersError` for the first line that is neither blank, nor a comment, nor a signer.
    public static func parse(
        _ bytes: [UInt8], localTime: CivilTime.Resolver? = nil
    ) throws(AllowedSignersError) -> AllowedSigners {
        let localTime = localTime ?? CivilTime.inProcessTimeZone
        var entries: [AllowedSigner] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            do throws(AllowedSignersError.Reason) {
                let parser = AllowedSignersLine(number: index + 1, localTime: localTime)
                if let entry = try parser.parse(line) { entries.append(entry) }
            } catch {
                throw AllowedSignersError(line: index + 1, reason: error)
            }
        }
        return AllowedSigners(entries: entries)
    }
}

extension AllowedSignersError.Reason: Error {}
