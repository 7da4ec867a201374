/// The SSHSIG namespaces that matter here (OpenSSH's PROTOCOL.sshsig: what a signature was made for).
public enum SignatureNamespace {
    /// That of approvals: never git's own, so that neither can pass for the other.
    public static let approval = "countersign"
    /// That in which git signs commits and tags.
    public static let commit = "git"
}
