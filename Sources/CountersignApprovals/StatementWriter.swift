internal import CountersignObjects

extension Statement {
    /// The payload: compact JSON with a fixed order of keys and `changes` ordered by commit.
    ///
    /// Absent fields are left out. The same statement always gives the same bytes.
    public func payload() -> [UInt8] {
        let subjects = self.subjects.map { "{\"digest\":{\"gitCommit\":\"\($0.hex)\"}}" }
        let members = [
            JSONText.member("_type", Self.type),
            "\"subject\":[\(subjects.joined(separator: ","))]",
            JSONText.member("predicateType", Self.predicateType),
            "\"predicate\":\(JSONText.object(predicateMembers))",
        ]
        return Array(JSONText.object(members).utf8)
    }

    private var predicateMembers: [String?] {
        [
            JSONText.member("decision", decision.word),
            JSONText.member("reviewer", reviewer),
            JSONText.member("signedAt", signedAt.rfc3339),
            JSONText.member("repository", repository),
            JSONText.member("target", target),
            changesMember,
            rangeMember,
            policyChangeMember,
            JSONText.member("revokes", revokes?.text),
            JSONText.member("expires", expires?.rfc3339),
            JSONText.member("comment", comment),
        ]
    }

    private var changesMember: String? {
        guard !changes.isEmpty else { return nil }
        let members = changes.sorted { $0.key < $1.key }.map { JSONText.member($0.key.hex, $0.value.text) }
        return "\"changes\":\(JSONText.object(members))"
    }

    private var rangeMember: String? {
        guard let range else { return nil }
        let members = [
            JSONText.member("base", range.base.hex), JSONText.member("head", range.head.hex),
            JSONText.member("change", range.change?.text),
        ]
        return "\"range\":\(JSONText.object(members))"
    }

    private var policyChangeMember: String? {
        guard let policyChange else { return nil }
        let members = [JSONText.member("from", policyChange.from.hex), JSONText.member("to", policyChange.to.hex)]
        return "\"policyChange\":\(JSONText.object(members))"
    }
}
