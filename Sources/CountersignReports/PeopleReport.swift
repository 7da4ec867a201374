public import CountersignObjects
public import CountersignPolicy
internal import CountersignSignatures
public import CountersignVerifier

/// The roster as the verifier sees it.
public struct PeopleReport: Encodable, Sendable {
    /// One person.
    public struct Entry: Encodable, Sendable {
        /// The primary address.
        public let email: String
        /// The name to show.
        public let name: String
        /// The level.
        public let level: String
        /// Whether that is the trusted level or above.
        public let trusted: Bool
        /// Other addresses.
        public let otherEmails: [String]
        /// Since when the policy knows the person; null where nothing tells.
        public let since: Nullable<String>
        /// Since when at this level.
        public let levelSince: Nullable<String>
        /// The keys that the policy lists itself, not those by way of an authority.
        public let keys: [Key]
    }

    /// One key of a person.
    public struct Key: Encodable, Sendable {
        /// `SHA256:…`, or an OpenPGP fingerprint.
        public let key: String
        /// The type that an SSH key names, or `openpgp`.
        public let type: String
        /// Whether it may sign approvals now.
        public let valid: Bool
        /// Why it may not, or null.
        public let reason: Nullable<String>
        /// Within which limits the policy lists it, in words; empty where there are none.
        public let limits: [String]
        /// Since when the policy lists it.
        public let since: Nullable<String>
    }

    /// A certificate authority.
    public struct Authority: Encodable, Sendable {
        /// `SHA256:…`.
        public let key: String
        /// For whom it vouches: patterns of primary addresses.
        public let principals: [String]
    }

    /// The repository as the policy names it.
    public let repository: String
    /// The policy's serial.
    public let serial: Int
    /// The pinned root; null where none is.
    public let trustRoot: Nullable<String>
    /// The people, highest level first, else in the order of the policy.
    public let people: [Entry]
    /// The authorities whose certificates count.
    public let authorities: [Authority]

    /// The roster of a policy at a moment.
    public init(_ tenures: [Tenure], policy: Policy, trustRoot: ObjectID?, now: Timestamp) {
        repository = policy.repository
        serial = policy.serial
        self.trustRoot = Nullable(trustRoot?.hex)
        let order = tenures.enumerated().sorted {
            ($1.element.person.level.rank, $0.offset) < ($0.element.person.level.rank, $1.offset)
        }
        people = order.map { Entry($0.element, policy: policy, now: now) }
        authorities = policy.signers.certAuthorities.map {
            Authority(key: $0.key.fingerprint, principals: $0.principals)
        }
    }
}

extension PeopleReport.Entry {
    fileprivate init(_ tenure: Tenure, policy: Policy, now: Timestamp) {
        let person = tenure.person
        email = person.email
        name = person.name
        level = person.level.name
        trusted = policy.isTrusted(person)
        otherEmails = Array(person.emails.dropFirst())
        since = Nullable(tenure.known?.time.rfc3339)
        levelSince = Nullable(tenure.level?.time.rfc3339)
        let ssh = policy.keys(of: person).map { line in
            PeopleReport.Key(
                line.key.fingerprint, type: line.key.type, .ssh(line.key), limits: Self.limits(of: line), tenure,
                policy,
                now)
        }
        let openPGP = person.openpgp.map {
            PeopleReport.Key($0, type: "openpgp", .openPGP(fingerprint: $0), limits: [], tenure, policy, now)
        }
        keys = ssh + openPGP
    }

    private static func limits(of line: AllowedSigner) -> [String] {
        [
            line.validAfter.map { "from \($0.rfc3339)" }, line.validBefore.map { "until \($0.rfc3339)" },
            line.namespaces.map { "for \($0.joined(separator: ","))" },
        ].compactMap { $0 }
    }
}

extension PeopleReport.Key {
    fileprivate init(
        _ name: String, type: String, _ key: SignerKey, limits: [String], _ tenure: Tenure, _ policy: Policy,
        _ now: Timestamp
    ) {
        self.key = name
        self.type = type
        self.limits = limits
        since = Nullable(tenure.keys[name]?.time.rfc3339)
        do throws(Refusal) {
            _ = try policy.signer(key, at: now)
            (valid, reason) = (true, Nullable(nil))
        } catch {
            (valid, reason) = (false, Nullable("\(error.code.rawValue), \(error.detail)"))
        }
    }
}
