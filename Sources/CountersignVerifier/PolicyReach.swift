internal import CountersignPolicy

/// How far a policy reaches: whether a commit without any marker can need an approval.
extension Policy {
    /// Whether some rule asks for approvals of commits that are not flagged.
    var hasRulesForAll: Bool { rules.contains { $0.appliesTo == .all } }

    /// Whether only commits with a built-in marker can need an approval.
    var asksOfBuiltInMarkersOnly: Bool { unmarked == .human && !hasRulesForAll && markers.isEmpty }
}
