/// The report of one run, the source of every format (`urn:countersign:report:v1`).
///
/// Ids are full lower-case hexadecimal; times are RFC 3339 in UTC; a value that there is none of is `null`, and no key
/// is ever left out.
public struct Report: Encodable, Sendable {
    /// The schema's name and version.
    public static let schemaName = "urn:countersign:report:v1"

    /// The schema itself: JSON Schema, draft 2020-12.
    public static var jsonSchema: String { String(decoding: PackageResources.report_v1_schema_json, as: UTF8.self) }

    /// Always ``schemaName``.
    public let schema: String
    /// The command that made the report: `verify` or `audit`.
    public let command: String
    /// The program that made it.
    public let tool: Tool
    /// The repository as the policy names it.
    public let repository: String
    /// Where the range starts; null in an audit.
    public let base: Nullable<String>
    /// Where it ends; null when every ref was audited.
    public let head: Nullable<String>
    /// The commits from which on everything was looked at: more than one when every ref was audited.
    public let tips: [String]
    /// The time that it was judged as of.
    public let asOf: String
    /// The policy that it was judged by.
    public let policy: PolicyReference
    /// `pass` or `fail`.
    public let result: String
    /// The figures.
    public let summary: Summary
    /// The commits that the command lists.
    public let commits: [CommitReport]
    /// The changes of policy met.
    public let policyChanges: [PolicyChangeReport]
    /// The ledger that was read.
    public let ledger: LedgerReport
    /// What else a reader must know, a line each.
    public let remarks: [String]
    /// What an audit found besides the verdicts; empty for `verify`.
    public let findings: [FindingReport]
    /// An audit's figures; null for `verify`.
    public let figures: Nullable<Figures>

    /// Whether every commit passes.
    public var passes: Bool { result == "pass" }

    /// Something that an audit tells besides verdicts.
    public struct FindingReport: Encodable, Sendable {
        /// `late-approval`, `waiver`, `refused-policy-change`, `policy-differs`, `unreadable-line`,
        /// `invalid-statement` or `removed-lines`.
        public let kind: String
        /// The commit that it is about; for `removed-lines` one of the ledger.
        public let commit: Nullable<String>
        /// When it happened; null where that can't be told.
        public let time: Nullable<String>
        /// One sentence.
        public let text: String
    }

    /// The program and its table of markers.
    public struct Tool: Encodable, Sendable {
        /// The program's version.
        public let version: String
        /// The version of the built-in markers.
        public let markers: String
    }

    /// Which policy, and what vouches for it.
    public struct PolicyReference: Encodable, Sendable {
        /// The `.countersign` tree; null for a policy from outside.
        public let tree: Nullable<String>
        /// Its serial number.
        public let serial: Int
        /// The pinned root; null where none is.
        public let trustRoot: Nullable<String>
        /// The directory outside the repository that it was read from; null where it comes from the repository.
        public let directory: Nullable<String>
    }

    /// The figures over all commits judged, listed or not.
    public struct Summary: Encodable, Sendable {
        /// All commits.
        public let commits: Int
        /// Those treated as AI-assisted.
        public let flagged: Int
        /// How many got which verdict; verdicts that none got are left out.
        public let verdicts: [String: Int]
    }

    /// What was read of the ledger.
    public struct LedgerReport: Encodable, Sendable {
        /// The notes ref.
        public let ref: String
        /// The commit it stood at; null when there is no ledger.
        public let tip: Nullable<String>
        /// How many different statements it holds.
        public let statements: Int
        /// The lines that can't be read, and where they hang.
        public let unreadable: [UnreadableReport]
    }

    /// A place in the ledger that can't be read.
    public struct UnreadableReport: Encodable, Sendable {
        /// The commit or path where it stands.
        public let place: String
        /// What is wrong with it.
        public let reason: String
    }
}

/// A value or an explicit `null`.
public struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
    /// The value; nil is written as `null`.
    public let value: Value?

    /// Wraps a value.
    public init(_ value: Value?) {
        self.value = value
    }

    /// Writes the value, or `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

extension Nullable: Equatable where Value: Equatable {}
