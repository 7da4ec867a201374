internal import CountersignObjects

extension Statement {
    /// Reads a payload.
    ///
    /// Blanks, the order of keys and unknown fields are free, since the signer chose them.
    ///
    /// - Throws: `UnreadableReason`; with `isForeign` when `_type` or `predicateType` is another, so that it can be
    ///   shown as such.
    public static func parse(payload: [UInt8]) throws(UnreadableReason) -> Statement {
        let root = try StatementFields(object: json(payload), path: [])
        try checkTypes(root)
        let subjects = try readSubjects(root)
        let predicate = try root.object("predicate")
        let statement = Statement(
            subjects: subjects,
            decision: Decision(word: try predicate.text("decision")),
            reviewer: try predicate.filledText("reviewer"),
            signedAt: try predicate.required("signedAt", predicate.timestamp("signedAt")),
            repository: try predicate.filledText("repository"),
            target: try predicate.optionalText("target"),
            changes: try readChanges(predicate),
            range: try readRange(predicate),
            policyChange: try readPolicyChange(predicate),
            revokes: try predicate.digest("revokes"),
            expires: try predicate.timestamp("expires"),
            comment: try predicate.optionalText("comment"))
        try statement.checkDecision()
        return statement
    }

    private static func json(_ payload: [UInt8]) throws(UnreadableReason) -> JSONValue {
        do {
            return try StrictJSON.parse(payload, limit: payloadLimit)
        } catch {
            throw UnreadableReason(error)
        }
    }

    private static func checkTypes(_ root: StatementFields) throws(UnreadableReason) {
        for (field, known) in [("_type", type), ("predicateType", predicateType)] {
            let found = try root.text(field)
            guard found.hasSameBytes(as: known) else {
                throw UnreadableReason(.foreign, "unknown \(field) \(OneLine.quoted(found))")
            }
        }
    }

    private static func readSubjects(_ root: StatementFields) throws(UnreadableReason) -> [ObjectID] {
        guard let values = try root.array("subject") else { throw UnreadableReason(.missingField, "no subject") }
        guard values.count <= subjectLimit else {
            throw UnreadableReason(.tooManySubjects, "\(values.count) subjects; \(subjectLimit) are allowed")
        }
        var subjects: [ObjectID] = []
        subjects.reserveCapacity(values.count)
        for value in values {
            // Exactly this shape: a subject with a second digest or a name could be taken for two things.
            let subject = try StatementFields(object: value, path: ["subject"]).only("digest")
            let digest = try subject.object("digest").only("gitCommit")
            subjects.append(try digest.required("gitCommit", digest.objectID("gitCommit")))
        }
        return subjects
    }

    private static func readChanges(_ predicate: StatementFields) throws(UnreadableReason) -> [ObjectID: Digest256] {
        guard let fields = try predicate.optionalObject("changes") else { return [:] }
        var changes: [ObjectID: Digest256] = [:]
        for member in fields.members {
            guard let commit = ObjectID(hex: member.key) else {
                throw UnreadableReason(.badValue, "changes: \(OneLine.quoted(member.key)) is no full commit id")
            }
            changes[commit] = try StatementFields.digest(member.value, at: "changes")
        }
        return changes
    }

    private static func readRange(_ predicate: StatementFields) throws(UnreadableReason) -> CommitRange? {
        guard let fields = try predicate.optionalObject("range") else { return nil }
        return CommitRange(
            base: try fields.required("base", fields.objectID("base")),
            head: try fields.required("head", fields.objectID("head")), change: try fields.digest("change"))
    }

    private static func readPolicyChange(_ predicate: StatementFields) throws(UnreadableReason) -> PolicyChange? {
        guard let fields = try predicate.optionalObject("policyChange") else { return nil }
        return PolicyChange(
            from: try fields.required("from", fields.objectID("from")),
            to: try fields.required("to", fields.objectID("to")))
    }

    /// What one decision asks for beside the rest.
    private func checkDecision() throws(UnreadableReason) {
        if decision == .revoke && revokes == nil { throw UnreadableReason(.missingField, "a revoke without revokes") }
        guard decision == .waive else { return }
        if expires == nil { throw UnreadableReason(.missingField, "a waive without expires") }
        guard let comment else { throw UnreadableReason(.missingField, "a waive without comment") }
        guard comment.unicodeScalars.contains(where: Self.isVisible) else {
            throw UnreadableReason(.badValue, "a waive with a blank comment")
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
            && properties.generalCategory != .control
    }
}
