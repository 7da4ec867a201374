internal import CountersignOpenPGP
internal import CountersignSignatures

/// Who made a signature that was found good, of either kind; whose key it is, the policy says.
enum VerifiedSigner: Sendable {
    case ssh(VerifiedSSHKey)
    case openPGP(VerifiedOpenPGPKey)

    /// What names the key in reports: `SHA256:…`, or the OpenPGP primary key's fingerprint.
    var fingerprint: String {
        switch self {
        case .ssh(let key): key.key.fingerprint
        case .openPGP(let key): key.fingerprint
        }
    }

    /// Whether a FIDO key was touched for it; false where that can't be told.
    var isTouched: Bool {
        if case .ssh(let key) = self { key.touched == true } else { false }
    }
}
