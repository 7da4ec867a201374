/// What the rule says of one commit.
///
/// The raw values are part of every report.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// It needed approvals and has them.
    case approved
    /// The same, with at least one approval carried from a commit with the same change.
    case carried
    /// It lacks approvals, and a waiver that has not run out stands in for them.
    case waived
    /// It is flagged, and its proven author needs no approval.
    case exempt
    /// Nothing about it needs an approval.
    case clean
    /// It lacks approvals and landed a short while ago (`approval.grace`).
    case pending
    /// It is older than the trust root: counted, not judged.
    case beforeAdoption = "before-adoption"
    /// It needs approvals and has none that counts.
    case missing
    /// It needs more approvals than it has.
    case insufficient
    /// A trusted person rejected it, and that stands.
    case rejected
    /// The policy wants a declaration, and the commit makes none.
    case undeclared
    /// It changes `.countersign/` without the approval that takes.
    case unapprovedPolicyChange = "unapproved-policy-change"
    /// The commit object is not what git itself would write.
    case malformed
    /// The protected branch's old tip is not on the new one's line of first parents.
    case foxtrot

    /// Whether a commit with this verdict may land, or may have landed.
    public var passes: Bool {
        switch self {
        case .approved, .carried, .waived, .exempt, .clean, .pending, .beforeAdoption: true
        case .missing, .insufficient, .rejected, .undeclared, .unapprovedPolicyChange, .malformed, .foxtrot: false
        }
    }
}
