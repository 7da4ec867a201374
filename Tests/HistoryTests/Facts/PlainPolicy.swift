import CountersignApprovals
import CountersignObjects

/// A policy as the tests made it: it is written to text for the program, and never read back from it here.
struct PlainPolicy: Hashable {
    struct Person: Hashable {
        var level: Int
        var otherEmails: [String] = []
        var keys: [Key]
    }

    struct Key: Hashable {
        let number: KeyNumber
        /// The last moment at which it may sign.
        var validBefore: Int64?
    }

    struct Rule: Hashable {
        let name: String
        let paths: [String]
        let appliesToAll: Bool
        let count: Int?
        let level: Int?
    }

    struct Waiver: Hashable {
        let level: Int
        let hours: Int64
    }

    enum Unmarked: String, CaseIterable {
        case human
        case declare
        case ai
    }

    static let levels = ["junior", "mid", "senior", "principal"]

    var serial = 1
    var repository = "example/shop"
    var trusted = 2
    /// By primary address.
    var people: [String: Person]
    var isProofByClaim = false
    var unmarked = Unmarked.human
    var count = 1
    var carries = true
    var isScopeBranch = false
    var graceHours: Int64?
    var wantsTouch = false
    var rules: [Rule] = []
    var waiver: Waiver?
    var revokedKeys: Set<KeyNumber> = []
    var revokedStatements: Set<Digest256> = []
    /// Whether a key stands in it that no policy has.
    var isUnreadable = false

    /// The primary address of whoever has this address; ASCII case does not matter.
    func person(_ email: String) -> String? {
        let wanted = email.lowercased()
        return people.first { $0.key.lowercased() == wanted || $0.value.otherEmails.contains(wanted) }?.key
    }

    func isTrusted(_ primary: String) -> Bool {
        (people[primary]?.level ?? -1) >= trusted
    }
}

/// The two files of `.countersign/`.
extension PlainPolicy {
    func policyText() -> String {
        var text = "[countersign]\n\tversion = 1\n\tserial = \(serial)\n\trepository = \(repository)\n"
        text += "[levels]\n\torder = \(Self.levels.joined(separator: " "))\n\ttrusted = \(Self.levels[trusted])\n"
        for (email, person) in people.sorted(by: { $0.key < $1.key }) {
            text += "[person \"\(email)\"]\n\tlevel = \(Self.levels[person.level])\n"
            text += person.otherEmails.map { "\temail = \($0)\n" }.joined()
        }
        text += "[author]\n\tproof = \(isProofByClaim ? "claim" : "signature")\n[ai]\n\tunmarked = \(unmarked)\n"
        text += "[approval]\n\tcount = \(count)\n\tcarry = \(carries ? "same-files" : "never")\n"
        text += "\tscope = \(isScopeBranch ? "branch" : "change")\n\ttouch = \(wantsTouch)\n"
        if let graceHours { text += "\tgrace = \(graceHours)h\n" }
        for rule in rules { text += Self.text(of: rule) }
        if let waiver { text += "[waiver]\n\tlevel = \(Self.levels[waiver.level])\n\tmax = \(waiver.hours)h\n" }
        text += "[revoked]\n" + revokedKeys.sorted().map { "\tkey = \(Keyring.key($0).fingerprint)\n" }.joined()
        text += revokedStatements.sorted().map { "\tstatement = \($0.text)\n" }.joined()
        return isUnreadable ? text + "[approval]\n\tnumber = 3\n" : text
    }

    func signersText() -> String {
        people.sorted { $0.key < $1.key }.map { email, person in
            person.keys.map { "\(email) \(Self.options(of: $0))\(Keyring.key($0.number).publicText)\n" }.joined()
        }.joined()
    }

    private static func options(of key: Key) -> String {
        guard let validBefore = key.validBefore else { return "" }
        let digits = Timestamp(seconds: validBefore).rfc3339.filter(\.isNumber)
        return "valid-before=\"\(digits)Z\" "
    }

    private static func text(of rule: Rule) -> String {
        "[rule \"\(rule.name)\"]\n" + rule.paths.map { "\tpath = \($0)\n" }.joined()
            + "\tapplies-to = \(rule.appliesToAll ? "all" : "ai")\n"
            + (rule.count.map { "\tcount = \($0)\n" } ?? "")
            + (rule.level.map { "\tlevel = \(levels[$0])\n" } ?? "")
    }
}
