public import CountersignOpenPGP
public import CountersignSignatures

/// Who must approve what: everything that `.countersign/policy` and `.countersign/allowed_signers` say.
public struct Policy: Sendable {
    /// The policy's number, one higher with every change.
    public let serial: Int
    /// The repository's name, which every statement is bound to; compare it byte for byte.
    public let repository: String
    /// The levels and the lowest trusted one.
    public let levels: LevelOrder
    /// The people.
    public let roster: Roster
    /// Their SSH keys.
    public let signers: SignerKeys
    /// The OpenPGP keys of `openpgp/`, whoever has them; a person's entry says which are hers.
    public let openPGP: OpenPGPKeyring
    /// What makes an author believed; `signature` by default.
    public let authorProof: AuthorProof
    /// How an unmarked commit counts; `human` by default.
    public let unmarked: UnmarkedTreatment
    /// The pinned version of the built-in markers; nil, the default: the program's own.
    public let markerVersion: String?
    /// Markers beside the built-in ones, in the order of the file.
    public let markers: [DeclaredMarker]
    /// What approvals must be like.
    public let approval: ApprovalSettings
    /// The rules in the order of the file.
    public let rules: [Rule]
    /// Who may waive; nil, the default: nobody.
    public let waiver: WaiverSettings?
    /// What is void for all times.
    public let revoked: Revocations
    /// The SSH keys and certificates of `revoked_keys`, void for all times too.
    public let revokedKeys: RevokedKeys

    /// Whether the person may approve, and needs no approval once proven.
    public func isTrusted(_ person: Person) -> Bool { person.level >= levels.trusted }

    /// The person with that address; see `Roster.person(forEmail:)`.
    public func person(forEmail email: some Sequence<UInt8>) -> Person? { roster.person(forEmail: email) }

    /// The person with that address; see `Roster.person(forEmail:)`.
    public func person(forEmail email: String) -> Person? { roster.person(forEmail: email) }

    /// The person with exactly that primary e-mail, byte for byte.
    public func person(primary email: String) -> Person? { roster.person(primary: email) }

    /// The person's lines of `allowed_signers`, in the order of the file.
    public func keys(of person: Person) -> [AllowedSigner] { signers.keys(of: person) }

    /// The person who has that SSH key, whatever the time.
    public func owner(of key: SSHPublicKey) -> Person? { signers.owner(of: key) }
}
