public import CountersignSignatures

/// The first policy of a repository, with one person at the top.
public struct PolicyTemplate: Sendable {
    /// The text for `.countersign/policy`, with comments on how to extend it.
    public let policy: String
    /// The text for `.countersign/allowed_signers`: one line, or none for a person who signs with OpenPGP.
    public let allowedSigners: String

    /// The first person's key.
    public enum Key: Sendable {
        /// An SSH key.
        case ssh(SSHPublicKey)
        /// The key of the authority that certifies the person's SSH keys.
        case sshAuthority(SSHPublicKey)
        /// An OpenPGP key, by its primary fingerprint; the key itself is a file of its own.
        case openPGP(fingerprint: String)
    }

    /// Writes both files.
    ///
    /// - Parameters:
    ///   - email: the person's primary e-mail.
    ///   - name: the person's name; empty for none.
    ///   - repository: the repository's name, such as `acme/shop`.
    ///   - key: the person's key, for commits (`git`) and for approvals (`countersign`).
    /// - Throws: `PolicyError` where the policy would be refused for one of these.
    public init(email: String, name: String, repository: String, key: Key) throws(PolicyError) {
        guard EmailAddress.isAcceptableAsPrimary(email) else {
            throw PolicyError(
                .badValue, at: .section("person", subsection: email, key: nil), found: email,
                allowed: EmailAddress.allowedPrimary)
        }
        guard Policy.isRepository(repository) else {
            throw PolicyError(
                .badValue, at: .section("countersign", subsection: nil, key: "repository"), found: repository,
                allowed: Policy.allowedRepository)
        }
        guard name.utf8.count <= 200, Printable.isPlain(name) else {
            throw PolicyError(
                .badValue, at: .section("person", subsection: email, key: "name"), found: name,
                allowed: "at most 200 bytes of visible text on one line")
        }
        let terms = "namespaces=\"git,countersign\""
        var openPGP: String?
        switch key {
        case .ssh(let key): allowedSigners = "\(email) \(terms) \(key.authorizedKeysForm)\n"
        case .sshAuthority(let key): allowedSigners = "\(email) cert-authority,\(terms) \(key.authorizedKeysForm)\n"
        case .openPGP(let fingerprint): (allowedSigners, openPGP) = ("", fingerprint)
        }
        policy = Self.policy(email: email, name: name, repository: repository, openPGP: openPGP)
    }

    /// A value as git's config files write it, whatever it holds.
    private static func quoted(_ value: String) -> String {
        let escaped = value.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return "\"\(String(escaped))\""
    }

    private static func policy(email: String, name: String, repository: String, openPGP: String?) -> String {
        """
        # Who must approve what in this repository. Every change of anything in
        # .countersign raises the serial by one, and takes effect when a trusted
        # person has approved it.

        [countersign]
        \tversion = 1
        \tserial = 1
        \trepository = \(quoted(repository))

        # Lowest first. People at the trusted level or above may approve, and need
        # no approval for what they prove to have written.
        [levels]
        \torder = junior mid senior principal
        \ttrusted = senior

        # One section for each person, headed by the primary e-mail. Their SSH keys
        # stand in allowed_signers, one line each: E-MAIL KEYTYPE KEY. OpenPGP keys
        # stand as files in openpgp/, and here: openpgp = FINGERPRINT
        [person \(quoted(email))]
        \(name.isEmpty ? "" : "\tname = \(quoted(name))\n")\tlevel = principal\(openPGP.map { "\n\topenpgp = \($0)" } ?? "")

        # [person "june@example.com"]
        #\tname = June Example
        #\tlevel = junior
        #\temail = june@old.example

        # Flagged commits by others need this many approvals.
        [approval]
        \tcount = 1

        # More for some paths:
        # [rule "infrastructure"]
        #\tpath = infra/**
        #\tpath = **/*.tf
        #\tcount = 2
        #\tlevel = principal

        # For emergencies: a person of this level may let a commit through for a while.
        # [waiver]
        #\tlevel = principal
        #\tmax = 72h

        """
    }
}
