import FoundationEssentials

/// The JSON report as its description has it: a key that is left out, or of another kind, can't be decoded.
struct ReportJSON: Decodable {
    let schema: String
    let command: String
    let tool: Tool
    let repository: String
    let base: Null<String>
    let head: Null<String>
    let policy: PolicyReference
    let result: String
    let summary: Summary
    let commits: [Commit]
    let policyChanges: [PolicyChange]
    let ledger: LedgerPart
    let remarks: [String]

    struct Tool: Decodable {
        let version: String
        let markers: String
    }

    struct PolicyReference: Decodable {
        let tree: Null<String>
        let serial: Int
        let trustRoot: Null<String>
    }

    struct Summary: Decodable, Equatable {
        let commits: Int
        let flagged: Int
        let verdicts: [String: Int]
    }

    struct LedgerPart: Decodable {
        let ref: String
        let tip: Null<String>
        let statements: Int
        let unreadable: [Place]
    }

    struct Place: Decodable {
        let place: String
        let reason: String
    }

    struct Commit: Decodable {
        let id: String
        let verdict: String
        let passes: Bool
        let reason: String
        let fix: Null<String>
        let subject: String
        let committedAt: String
        let author: Author
        let state: String
        let flagged: Bool
        let flaggedBy: [String]
        let merge: Null<String>
        let markers: [Marker]
        let warnings: [String]
        let needs: Null<Needs>
        let changedLines: Null<Int>
        let approvals: [Approval]
    }

    struct Author: Decodable, Equatable {
        let name: String
        let email: String
        let person: Null<String>
        let level: Null<String>
        let proven: Bool
        let proof: String
    }

    struct Marker: Decodable, Equatable {
        let tool: String
        let kind: String
        let evidence: String
        let rule: String
    }

    struct Needs: Decodable, Equatable {
        let count: Int
        let level: String
        let rules: [String]
    }

    struct Approval: Decodable, Equatable {
        let reviewer: Null<String>
        let decision: Null<String>
        let status: String
        let reason: Null<String>
        let detail: Null<String>
        let signedAt: Null<String>
        let key: Null<String>
        let carriedFrom: Null<String>
        let comment: Null<String>
        let statement: Null<String>
    }

    struct PolicyChange: Decodable {
        let commit: String
        let from: Null<String>
        let to: Null<String>
        let effective: Bool
        let reason: String
        let differences: [String]
        let approvals: [Approval]
    }
}

/// A value or a `null` that is written out: the key itself has to be there.
struct Null<Value: Decodable>: Decodable {
    let value: Value?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = container.decodeNil() ? nil : try container.decode(Value.self)
    }
}

extension Null: Equatable where Value: Equatable {}

/// The names of an object's keys.
struct KeyNames: Decodable {
    let names: [String]

    init(from decoder: any Decoder) throws {
        names = try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue).sorted()
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// Reads what a run printed as JSON.
func decoded<Value: Decodable>(_ text: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
}

/// Reads the keys of the object that a run printed as JSON.
func keys(_ text: String) throws -> [String] {
    let names: KeyNames = try decoded(text)
    return names.names
}
