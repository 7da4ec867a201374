internal import Clibrnp

/// librnp with a set of public keys loaded; owns every pointer of it, and lets none out.
///
/// Traps of librnp 0.16 that are met here: SHA-1 counts for signatures that claim to be old enough; success of
/// `rnp_op_verify_execute` means that *one* of several signatures is good; "expired" and "of the future" are one state.
final class RNPKeys {
    private let ffi: rnp_ffi_t

    /// Loads certificates (binary packets), judged at this second since the epoch.
    init(_ certificates: [[UInt8]], now: Int) throws(OpenPGPError) {
        var created: rnp_ffi_t?
        try Self.check(rnp_ffi_create(&created, "GPG", "GPG"), "rnp_ffi_create")
        guard let created else { throw .library("rnp_ffi_create gave nothing") }
        ffi = created
        // Zero would mean the machine's clock.
        try Self.check(rnp_set_timestamp(ffi, UInt64(max(now, 1))), "rnp_set_timestamp")
        for hash in ["MD5", "SHA1", "RIPEMD160"] {
            let flags = UInt32(RNP_SECURITY_OVERRIDE)
            let level = UInt32(RNP_SECURITY_INSECURE)
            try Self.check(
                rnp_add_security_rule(ffi, RNP_FEATURE_HASH_ALG, hash, flags, 0, level), "rnp_add_security_rule")
        }
        for certificate in certificates {
            let input = try Input(certificate)
            try Self.check(
                rnp_import_keys(ffi, input.handle, UInt32(RNP_LOAD_SAVE_PUBLIC_KEYS), nil), "rnp_import_keys")
        }
    }

    deinit { rnp_ffi_destroy(ffi) }

    /// See ``OpenPGPVerifier/muteLibrary()``.
    static func mute() { countersign_mute_error_stream() }

    /// Makes sure that the signature is good, is the only one, and is by the key with that fingerprint.
    func verify(signature: [UInt8], message: [UInt8], by fingerprint: String) throws(OpenPGPError) {
        let (messageInput, signatureInput) = (try Input(message), try Input(signature))
        var operation: rnp_op_verify_t?
        try Self.check(
            rnp_op_verify_detached_create(&operation, ffi, messageInput.handle, signatureInput.handle),
            "rnp_op_verify_detached_create")
        defer { rnp_op_verify_destroy(operation) }
        let result = rnp_op_verify_execute(operation)
        var count = 0
        var found: rnp_op_verify_signature_t?
        guard result == Self.success, rnp_op_verify_get_signature_count(operation, &count) == Self.success, count == 1,
            rnp_op_verify_get_signature_at(operation, 0, &found) == Self.success
        else { throw .badSignature }
        // A signature with an end that is not reached yet has the state "success" too; the end was looked at before.
        guard rnp_op_verify_signature_get_status(found) == Self.success else { throw .badSignature }
        try checkHash(of: found)
        try checkKey(of: found, is: fingerprint)
    }

    private func checkHash(of signature: rnp_op_verify_signature_t?) throws(OpenPGPError) {
        var hash: UnsafeMutablePointer<CChar>?
        try Self.check(rnp_op_verify_signature_get_hash(signature, &hash), "rnp_op_verify_signature_get_hash")
        let name = Self.take(hash)
        guard ["SHA256", "SHA384", "SHA512"].contains(name) else { throw .unsupported("its hash") }
    }

    private func checkKey(of signature: rnp_op_verify_signature_t?, is wanted: String) throws(OpenPGPError) {
        var key: rnp_key_handle_t?
        try Self.check(rnp_op_verify_signature_get_key(signature, &key), "rnp_op_verify_signature_get_key")
        defer { rnp_key_handle_destroy(key) }
        var fingerprint: UnsafeMutablePointer<CChar>?
        try Self.check(rnp_key_get_fprint(key, &fingerprint), "rnp_key_get_fprint")
        guard Self.take(fingerprint) == wanted else { throw .badSignature }
        var (isRevoked, maySign) = (true, false)
        try Self.check(rnp_key_is_revoked(key, &isRevoked), "rnp_key_is_revoked")
        try Self.check(rnp_key_allows_usage(key, "sign", &maySign), "rnp_key_allows_usage")
        guard !isRevoked else { throw .keyRevoked(wanted) }
        guard maySign else { throw .unusableKey("its flags do not say that it signs") }
        try checkName(of: key)
    }

    /// librnp takes a primary key for good by a subkey's binding alone; GnuPG wants a user id that the key certifies.
    private func checkName(of key: rnp_key_handle_t?) throws(OpenPGPError) {
        var text: UnsafeMutablePointer<CChar>?
        var isSubkey = false
        try Self.check(rnp_key_is_sub(key, &isSubkey), "rnp_key_is_sub")
        try Self.check(
            isSubkey ? rnp_key_get_primary_fprint(key, &text) : rnp_key_get_fprint(key, &text), "rnp_key_get_fprint")
        var primary: rnp_key_handle_t?
        try Self.check(rnp_locate_key(ffi, "fingerprint", Self.take(text), &primary), "rnp_locate_key")
        defer { rnp_key_handle_destroy(primary) }
        var count = 0
        try Self.check(rnp_key_get_uid_count(primary, &count), "rnp_key_get_uid_count")
        for index in 0..<count {
            var name: rnp_uid_handle_t?
            try Self.check(rnp_key_get_uid_handle_at(primary, index, &name), "rnp_key_get_uid_handle_at")
            defer { rnp_uid_handle_destroy(name) }
            var isValid = false
            try Self.check(rnp_uid_is_valid(name, &isValid), "rnp_uid_is_valid")
            if isValid { return }
        }
        throw .unusableKey("it certifies no user id of its own")
    }

    private static let success = rnp_result_t(RNP_SUCCESS)

    private static func check(_ result: rnp_result_t, _ call: String) throws(OpenPGPError) {
        guard result == success else { throw .library("\(call), result \(result)") }
    }

    /// The text, and librnp's copy of it freed.
    private static func take(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { return "" }
        defer { rnp_buffer_destroy(text) }
        return String(cString: text)
    }

    /// Bytes for librnp to read; it keeps a copy of its own.
    private final class Input {
        let handle: rnp_input_t

        init(_ bytes: [UInt8]) throws(OpenPGPError) {
            var created: rnp_input_t?
            // librnp takes no null pointer, not even for no bytes.
            let result = (bytes.isEmpty ? [0] : bytes).withUnsafeBufferPointer {
                rnp_input_from_memory(&created, $0.baseAddress, bytes.count, true)
            }
            guard result == RNPKeys.success, let created else { throw .library("rnp_input_from_memory") }
            handle = created
        }

        deinit { rnp_input_destroy(handle) }
    }
}
