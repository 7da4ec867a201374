internal import CountersignObjects
internal import CountersignPolicy

/// What a reader must know besides the verdicts.
enum Remarks {
    /// What the policy's origin means for how far the verdicts can be believed.
    static func about(_ origin: PolicyOrigin) -> [String] {
        switch origin {
        case .pinned: []
        case .unpinned(let commit):
            ["no trust root is pinned: the policy at \(commit.abbreviated) was taken as it is"]
        case .directory(let path):
            ["judged by the policy in \(path): one roster for all times may misjudge people of the past"]
        }
    }

    /// A `.countersign/` that is not the one in force: a change that was never approved still lies there.
    static func about(_ entry: PolicyEntry, at tip: ObjectID, inForce: PolicyInForce) -> [String] {
        guard let tree = inForce.tree, entry != .tree(tree) else { return [] }
        let since = inForce.since.map { " of \($0.abbreviated)" } ?? ""
        return ["\(PolicyDirectory.name)/ at \(tip.abbreviated) is not the policy in force, which is that\(since)"]
    }

    /// Where a shallow clone ends.
    static func about(shallow boundary: Int) -> [String] {
        boundary == 0 ? [] : ["history ends at a shallow boundary of \(boundary) commits: nothing before it was read"]
    }
}
