import FoundationEssentials

/// Where the verifier departs from POLICY.md's words, and the plain reading follows it so that the rest is compared.
///
/// Each goes when the verifier or POLICY.md has changed. To see where they matter, name some, or `all`, in
/// `COUNTERSIGN_BY_THE_WORD`: these are not made, and the tests fail where they would have been.
enum Concession: String, CaseIterable {
    // "was let through by this statement" (6): the verifier refuses an approval although the earlier commit needed
    // none, or did not count it, and does not refuse one that let a change of policy through in an unmarked commit.
    case earlierNeeds
    /// The verifier takes an own commit of a range for its squash when it happens to have the range's change.
    case squashWithinRange
    // "counts under the policy in force": for a policy change the verifier counts approvals by co-authors of the
    // commit, and such as lie about a change digest.
    case policyApproval
    // "brings in a flagged commit": the verifier looks for markers only, not for merges that are flagged themselves.
    case flaggedMerges

    static let made: Set<Concession> = {
        let names = ProcessInfo.processInfo.environment["COUNTERSIGN_BY_THE_WORD"] ?? ""
        let refused = names.split(separator: ",").map(String.init)
        return Set(allCases.filter { !refused.contains($0.rawValue) && !refused.contains("all") })
    }()

    var isMade: Bool { Self.made.contains(self) }
}
