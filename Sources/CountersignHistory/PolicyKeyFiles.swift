/// The bytes of the files with keys that stand beside `policy` in `.countersign`.
public struct PolicyKeyFiles: Sendable {
    /// The name of the file with the people's SSH keys.
    public static let signersName = "allowed_signers"
    /// The name of the file with revoked SSH keys.
    public static let revokedKeysName = "revoked_keys"
    /// The name of the directory with OpenPGP keys.
    public static let openPGPName = "openpgp"
    /// How the names of the files in it end that are read; others are not looked at.
    public static let openPGPSuffix = ".asc"

    /// The bytes of `allowed_signers`; empty where there is none.
    public var signers: [UInt8]
    /// The bytes of `revoked_keys`; empty where there is none.
    public var revokedKeys: [UInt8]
    /// The files of `openpgp/`, in the order of their names.
    public var openPGP: [(name: String, bytes: [UInt8])]

    /// Takes the files' bytes.
    public init(
        signers: [UInt8] = [], revokedKeys: [UInt8] = [], openPGP: [(name: String, bytes: [UInt8])] = []
    ) {
        self.signers = signers
        self.revokedKeys = revokedKeys
        self.openPGP = openPGP
    }
}
