import CountersignApprovals
import CountersignMarkers
import CountersignObjects
import CountersignOpenPGP
import CountersignPolicy
import CountersignSignatures

/// A parser of bytes that others write, and what must hold of whatever it takes.
enum Target: String, CaseIterable {
    case envelope
    case statement
    case sshsig
    case armor
    case certificate
    case krl
    case signers
    case policy
    case commit
    case gitai
    case openpgp
    case openpgpkey

    /// Reads the bytes; a broken promise ends the run.
    func read(_ bytes: [UInt8]) {
        switch self {
        case .envelope: readEnvelope(bytes)
        case .statement: readStatement(bytes)
        case .sshsig: readSignature(try? SSHSignature.parse(blob: bytes))
        case .armor: readSignature(try? SSHSignature.parse(armored: bytes))
        case .certificate: readCertificate(bytes)
        case .krl: _ = try? RevokedKeys.parse(bytes).facts
        case .signers: readSigners(bytes)
        case .policy: readPolicy(bytes)
        case .commit: readCommit(bytes)
        case .gitai: readNote(bytes)
        case .openpgp: readOpenPGP(bytes)
        case .openpgpkey: _ = try? OpenPGPKeyring.parse([("key.asc", bytes)]).certificates.map(\.facts)
        }
    }

    /// An envelope has one spelling only.
    private func readEnvelope(_ bytes: [UInt8]) {
        guard let envelope = try? Envelope.parse(line: bytes) else { return }
        precondition(envelope.line() == bytes, "a second spelling of an envelope")
    }

    /// What is written of a statement reads back as the same.
    private func readStatement(_ bytes: [UInt8]) {
        guard let statement = try? Statement.parse(payload: bytes) else { return }
        guard let again = try? Statement.parse(payload: statement.payload()) else {
            preconditionFailure("a statement that can't be read back")
        }
        precondition(again.subjects == statement.subjects && again.decision == statement.decision)
    }

    private func readSignature(_ signature: SSHSignature?) {
        guard let signature else { return }
        _ = try? signature.verify(message: [1, 2, 3], namespace: signature.namespace)
    }

    private func readCertificate(_ bytes: [UInt8]) {
        guard let certificate = try? SSHCertificate(blob: bytes) else { return }
        precondition(certificate.blob == bytes && !certificate.principals.isEmpty)
        _ = RevokedKeys.none.revoke(certificate)
    }

    private func readSigners(_ bytes: [UInt8]) {
        guard let signers = try? AllowedSigners.parse(bytes) else { return }
        for entry in signers.entries {
            _ = entry.names(principal: "alice@example.com")
            _ = entry.permits(namespace: "countersign")
        }
    }

    /// The listing that `git config --list -z` would print.
    private func readPolicy(_ bytes: [UInt8]) {
        guard let entries = try? ConfigEntries.parse(listing: bytes),
            let signers = try? AllowedSigners.parse([]),
            let policy = try? Policy.parse(entries: entries, allowedSigners: signers, knownMarkerVersions: ["2026.11"])
        else { return }
        precondition(Policy.differences(from: policy, to: policy).isEmpty)
    }

    private func readCommit(_ bytes: [UInt8]) {
        guard let commit = try? CommitObject.parse(id: .zero, bytes: bytes) else { return }
        _ = MarkerTable.builtIn.flagging(
            author: commit.author, committer: commit.committer, message: commit.message, gitAINotes: [])
    }

    private func readNote(_ bytes: [UInt8]) {
        let raw = "tree \(ObjectID.zero.hex)\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nm\n"
        guard let commit = try? CommitObject.parse(id: .zero, bytes: Array(raw.utf8)) else { return }
        _ = MarkerTable.builtIn.flagging(
            author: commit.author, committer: commit.committer, message: commit.message, gitAINotes: [bytes])
    }

    /// A key and a signature, parted by two zero bytes.
    private func readOpenPGP(_ bytes: [UInt8]) {
        guard let end = bytes.indices.dropLast().first(where: { bytes[$0] == 0 && bytes[$0 + 1] == 0 }),
            let keyring = try? OpenPGPKeyring.parse([("key.asc", Array(bytes[..<end]))])
        else { return }
        let verifier = OpenPGPVerifier(keyring: keyring, now: Timestamp(seconds: 2_000_000_000))
        _ = try? verifier.verify(armored: Array(bytes[(end + 2)...]), message: [1, 2, 3])
    }
}
