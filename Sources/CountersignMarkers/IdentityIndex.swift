/// Exact e-mails and numeric GitHub ids, found without making a string.
struct IdentityIndex: Sendable {
    private struct Entry {
        let email: [UInt8]
        let tool: String
    }

    private var entries: [UInt64: [Entry]] = [:]
    private var githubIDs: [UInt64: String] = [:]
    private(set) var lookAlikes = LookAlikeIndex()

    /// Adds an e-mail; ASCII case is ignored.
    mutating func add(email: String, tool: String) {
        let lowered = email.utf8.asciiLowered
        entries[Self.hash(lowered), default: []].append(Entry(email: lowered, tool: tool))
        lookAlikes.add(lowered)
    }

    /// Adds the number of a GitHub account, which stays when the account is renamed.
    mutating func add(githubID: String, tool: String) {
        if let number = UInt64(githubID) { githubIDs[number] = tool }
    }

    /// The tool that this e-mail belongs to.
    func tool(of email: some RandomAccessCollection<UInt8>) -> String? {
        if let found = entries[Self.hash(email)] {
            for entry in found where entry.email.count == email.count {
                if zip(entry.email, email).allSatisfy({ $0 == $1.asciiLowered }) { return entry.tool }
            }
        }
        guard !githubIDs.isEmpty, let number = Self.githubID(email) else { return nil }
        return githubIDs[number]
    }

    /// The tool that the first listed one of these e-mails belongs to.
    func tool(ofAny emails: [ArraySlice<UInt8>]) -> String? {
        for email in emails {
            if let tool = tool(of: email) { return tool }
        }
        return nil
    }

    /// The number in `<id>+login@users.noreply.github.com`.
    private static func githubID(_ email: some RandomAccessCollection<UInt8>) -> UInt64? {
        guard let first = email.first, first.isDigit, let plus = email.firstIndex(of: UInt8(ascii: "+")) else {
            return nil
        }
        guard email.count > noreply.count,
            email.suffix(noreply.count).elementsEqual(noreply, by: { $0.asciiLowered == $1 })
        else { return nil }
        var number: UInt64 = 0
        for digit in email[..<plus] {
            let (tens, tooMany) = number.multipliedReportingOverflow(by: 10)
            guard digit.isDigit, !tooMany, tens <= UInt64.max - 9 else { return nil }
            number = tens + UInt64(digit - 0x30)
        }
        return number
    }

    /// The login in `<id>+login[bot]@users.noreply.github.com`, or the same without an id; nil for people.
    static func botLogin(_ email: some RandomAccessCollection<UInt8>) -> String? {
        guard email.count > bot.count, email.suffix(bot.count).elementsEqual(bot, by: { $0.asciiLowered == $1 }) else {
            return nil
        }
        let local = email.dropLast(bot.count)
        let login = local.firstIndex(of: UInt8(ascii: "+")).map { local[$0...].dropFirst() } ?? local[...]
        return login.evidence
    }

    private static let noreply = Array("@users.noreply.github.com".utf8)
    private static let bot = Array("[bot]@users.noreply.github.com".utf8)

    /// FNV-1a over lower-cased bytes: short, and only a first sieve before the bytes are compared.
    static func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte.asciiLowered)) &* 0x100_0000_01b3 }
        return hash
    }
}
