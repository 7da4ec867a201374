/// The critical options and extensions of a certificate: lists of a name and data, each a string.
enum CriticalOptions {
    /// Reads the critical options; says whether `verify-required` is among them.
    ///
    /// `force-command` and `source-address` narrow down a login, and what they allow is not signing; others are not
    /// known here. Both refuse the certificate.
    static func read(_ list: ArraySlice<UInt8>) throws(SSHSignatureError) -> Bool {
        var reader = WireReader(list)
        var found = false
        while !reader.isAtEnd {
            let name = String(decoding: try reader.string("a critical option"), as: UTF8.self)
            let data = try reader.string("a critical option's data")
            guard name == "verify-required" else { throw .badCertificate("critical option \(visible(name))") }
            guard data.isEmpty, !found else { throw .badCertificate("verify-required twice, or with data") }
            found = true
        }
        return found
    }

    /// Extensions may be ignored by whoever does not know them; only their form matters.
    static func checkExtensions(_ list: ArraySlice<UInt8>) throws(SSHSignatureError) {
        var reader = WireReader(list)
        while !reader.isAtEnd {
            _ = try reader.string("an extension")
            _ = try reader.string("an extension's data")
        }
    }
}
