internal import CountersignVerifier

extension Verdict {
    /// What the verdict means, wherever it stands.
    var meaning: String {
        switch self {
        case .approved: "The commit has the approvals that it needs."
        case .carried: "The commit has the approvals that it needs, given for a commit with the same change."
        case .waived: "The commit was let through for a time."
        case .exempt: "The commit's author needs no approval."
        case .clean: "Nothing about the commit needs an approval."
        case .pending: "The commit lacks approvals and landed a short while ago."
        case .beforeAdoption: "The commit is older than the trust root."
        case .missing: "The commit needs approvals and has none that counts."
        case .insufficient: "The commit needs more approvals than it has."
        case .rejected: "A trusted person rejected the commit."
        case .undeclared: "The commit does not declare whether AI took part."
        case .unapprovedPolicyChange: "The commit changes the policy without the approval that takes."
        case .malformed: "The commit object is not what git would write."
        case .foxtrot: "The protected branch's old tip is not on the new one's line of first parents."
        }
    }
}
