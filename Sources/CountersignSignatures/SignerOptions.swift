internal import CountersignObjects

/// The comma-separated options before a key, as OpenSSH's `sshsigopt_parse` reads them; names in any case.
struct SignerOptions {
    typealias Reason = AllowedSignersError.Reason

    private(set) var isCertAuthority = false
    private(set) var namespaces: [String]?
    private(set) var validAfter: Timestamp?
    private(set) var validBefore: Timestamp?

    /// No options.
    init() {}

    init(parsing text: ArraySlice<UInt8>, localTime: CivilTime.Resolver) throws(Reason) {
        var rest = text
        while true {
            try take(&rest, localTime)
            guard let separator = rest.popFirst() else { break }
            guard separator == UInt8(ascii: ",") else { throw .option("text right after an option") }
        }
        if let validAfter, let validBefore, validBefore <= validAfter {
            throw .time("valid-before is not later than valid-after")
        }
    }

    private mutating func take(_ rest: inout ArraySlice<UInt8>, _ localTime: CivilTime.Resolver) throws(Reason) {
        let written = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") }
        let name = String(decoding: written, as: UTF8.self)
        rest = rest.dropFirst(written.count)
        switch name.lowercased() {
        case "cert-authority": isCertAuthority = true
        case "namespaces":
            guard namespaces == nil else { throw .option("namespaces twice") }
            namespaces = try Self.patterns(Self.value(of: name, &rest))
        case "valid-after":
            guard validAfter == nil else { throw .option("valid-after twice") }
            validAfter = try Self.time(Self.value(of: name, &rest), localTime)
        case "valid-before":
            guard validBefore == nil else { throw .option("valid-before twice") }
            validBefore = try Self.time(Self.value(of: name, &rest), localTime)
        default: throw .option("unknown option or key type \(visible(name))")
        }
    }

    /// `="…"`, where `\"` stands for a quote (`opt_dequote`).
    private static func value(of name: String, _ rest: inout ArraySlice<UInt8>) throws(Reason) -> String {
        guard rest.starts(with: Array("=\"".utf8)) else { throw .option("\(name) without a quoted value") }
        rest = rest.dropFirst(2)
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return try checked(bytes, name) }
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                bytes.append(UInt8(ascii: "\""))
            } else {
                bytes.append(byte)
            }
        }
        throw .option("\(name) without a quote at its end")
    }

    private static func checked(_ bytes: [UInt8], _ name: String) throws(Reason) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .text("\(name) is not UTF-8") }
        return text
    }

    private static func patterns(_ list: String) throws(Reason) -> [String] {
        let patterns = PatternList.split(list)
        guard patterns.allSatisfy({ $0.utf8.count <= PatternList.longestPattern }) else {
            throw .option("a namespace of more than \(PatternList.longestPattern) bytes")
        }
        return patterns
    }

    private static func time(_ text: String, _ localTime: CivilTime.Resolver) throws(Reason) -> Timestamp {
        guard let time = CivilTime.parse(text, localTime: localTime) else {
            throw .time("\(visible(text)) is no time; write YYYYMMDD or YYYYMMDDHHMM[SS], and Z after it")
        }
        return time
    }
}
