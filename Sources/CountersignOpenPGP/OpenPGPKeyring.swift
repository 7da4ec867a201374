internal import Crypto

/// The OpenPGP keys of a policy: the only ones that signatures are verified with.
public struct OpenPGPKeyring: Sendable, Hashable {
    /// The keys in the order of their files' names.
    public let certificates: [OpenPGPCertificate]
    /// SHA-256 over all of them, which stands for them where results are kept.
    let digest: [UInt8]

    /// No keys.
    public static let empty = OpenPGPKeyring(certificates: [])

    private init(certificates: [OpenPGPCertificate]) {
        self.certificates = certificates
        var hasher = SHA256()
        for certificate in certificates {
            hasher.update(data: SHA256.hash(data: certificate.bytes).map { $0 })
        }
        digest = Array(hasher.finalize())
    }

    /// The same digest only for the same keys.
    public static func == (left: OpenPGPKeyring, right: OpenPGPKeyring) -> Bool { left.digest == right.digest }

    /// Hashes the digest.
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    /// Reads armoured public keys, one a file.
    ///
    /// - Parameter files: the contents, in the order of the files' names.
    /// - Throws: `OpenPGPKeyringError` for the first file that is not one public key in the accepted algorithms, or that
    ///   has a key, or a key id, that is there already.
    public static func parse(_ files: [(name: String, bytes: [UInt8])]) throws(OpenPGPKeyringError) -> OpenPGPKeyring {
        var certificates: [OpenPGPCertificate] = []
        var keyIDs: Set<[UInt8]> = []
        for file in files {
            do throws(OpenPGPError) {
                let bytes = try Armor.bytes(file.bytes, kind: "PGP PUBLIC KEY BLOCK")
                let certificate = try CertificateReader.read(bytes)
                for key in certificate.keys where !keyIDs.insert(Array(key.fingerprint.suffix(8))).inserted {
                    throw .malformed("key \(Hexadecimal.upper(key.fingerprint)) stands here and before")
                }
                // A key that librnp can't load would stop the verification of everybody's signatures.
                _ = try RNPKeys([bytes], now: Int(UInt32.max))
                certificates.append(certificate)
            } catch {
                throw OpenPGPKeyringError(file: file.name, reason: error)
            }
        }
        return OpenPGPKeyring(certificates: certificates)
    }

    /// The certificate with that primary key, its fingerprint in upper-case hexadecimal digits.
    public func certificate(fingerprint: String) -> OpenPGPCertificate? {
        certificates.first { $0.fingerprint == fingerprint }
    }

    /// The digest of one certificate's bytes in hexadecimal digits: it changes with anything in them.
    public static func digest(of certificate: OpenPGPCertificate) -> String {
        Hexadecimal.upper(SHA256.hash(data: certificate.bytes))
    }
}

/// A file with an OpenPGP key that can't be relied on, and why.
public struct OpenPGPKeyringError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name.
    public let file: String
    /// What is wrong.
    public let reason: OpenPGPError

    /// One line: the file and what is wrong.
    public var description: String { "\(file): \(reason.description)" }
}
