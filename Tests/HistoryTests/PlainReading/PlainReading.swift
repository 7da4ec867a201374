import CountersignApprovals
import CountersignObjects
import CountersignVerifier

/// A second reading of POLICY.md, slow and plain, made from the document: what it says is computed as it says it.
///
/// Where POLICY.md is silent the place says so.
struct PlainReading {
    let graph: PlainGraph
    let statements: [PlainStatement]
    let now: Int64
    /// The branch that is verified.
    let target: String

    /// What came of one commit.
    struct Result {
        let verdict: Verdict
        /// Every statement that speaks of the commit or hangs on it, with all that speaks against it.
        let approvals: [Digest256: Set<RefusalCode>]
    }

    /// A policy and the tree that it stands in.
    struct InForce {
        let tree: ObjectID
        let policy: PlainPolicy
    }

    /// What a commit does to the policy in force.
    enum PolicyStep: Equatable {
        case none
        case approved
        case unapproved
    }

    // "every commit in HEAD not in BASE, by the policy in force at BASE" ("Gate and audit").
    func gate(base: ObjectID, head: ObjectID, root: ObjectID, isUpdate: Bool = false) -> [ObjectID: Result]? {
        guard var timeline = inForce(at: base, root: root) else { return nil }
        let judge = PlainJudge(reading: self, policy: timeline.policy, base: base)
        var results: [ObjectID: Result] = [:]
        for id in graph.inOrder(base, head) {
            let step = advance(&timeline, over: id)
            var result = judge.judge(id, step: step)
            // "NEW must descend from OLD *by first parents* (`foxtrot` otherwise …)"
            if isUpdate, id == head, result.verdict.passes, !graph.firstParentLine(to: head).contains(base) {
                result = Result(verdict: .foxtrot, approvals: result.approvals)
            }
            results[id] = result
        }
        return results
    }

    // "The **policy in force** at a commit is found by walking first parents from the trust root." ("Which policy")
    //
    // Nil for "A chain of first parents that does not contain the pinned root".
    func inForce(at tip: ObjectID, root: ObjectID) -> InForce? {
        let line = graph.firstParentLine(to: tip)
        guard let start = line.firstIndex(of: root), let tree = graph[root].policyTree,
            let policy = graph.policies[tree]
        else { return nil }
        var timeline = InForce(tree: tree, policy: policy)
        for (previous, step) in zip(line[start...], line[(start + 1)...]) {
            // "Each step looks at the commits it brought in, in topological order, then at itself."
            for id in graph.inOrder(previous, step) { _ = advance(&timeline, over: id) }
        }
        return timeline
    }

    // "A commit whose `.countersign/` is neither the tree in force nor that of one of its parents makes a policy
    // change", and what comes of it.
    private func advance(_ timeline: inout InForce, over id: ObjectID) -> PolicyStep {
        let commit = graph[id]
        let own = commit.policyTree
        // "(Going back to the tree in force is no change.)"
        if own == timeline.tree || commit.parents.contains(where: { graph[$0].policyTree == own }) { return .none }
        guard let own, let next = graph.policies[own], next.serial == timeline.policy.serial + 1,
            PlainPolicyApproval(reading: self, inForce: timeline, next: next, tree: own, commit: commit).isApproved
        else { return .unapproved }  // "An unapproved change is a violation *and has no effect*"
        timeline = InForce(tree: own, policy: next)
        return .approved
    }
}
