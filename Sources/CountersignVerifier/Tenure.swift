public import CountersignObjects
public import CountersignPolicy

/// Since when the policy in force knows a person as it does.
public struct Tenure: Sendable {
    /// A change of policy that took effect.
    public struct Step: Hashable, Sendable {
        /// The commit that made it.
        public let commit: ObjectID
        /// Its committer date.
        public let time: Timestamp
    }

    /// The person as the policy in force has him.
    public let person: Person
    /// Since when the policy has him without a break; nil where that can't be told.
    public let known: Step?
    /// Since when he has this level.
    public let level: Step?
    /// Since when each of his keys is listed, by what names it (``Policy/listedKeys(of:)``).
    public let keys: [String: Step]
}

extension PolicyInForce {
    /// Everybody whom the policy knows, where nothing tells since when.
    public var tenures: [Tenure] {
        policy.roster.people.map { Tenure(person: $0, known: nil, level: nil, keys: [:]) }
    }
}

extension Verifier {
    /// Everybody whom the policy in force at a commit knows, in its own order, and since when.
    ///
    /// - Parameter root: the pinned trust root; without one nothing tells since when.
    /// - Throws: as ``policyInForce(at:root:)`` does.
    public func tenures(at commit: ObjectID, root: ObjectID?) async throws -> [Tenure] {
        guard let root else { return try await start(at: commit).inForce.tenures }
        let timeline = try await timeline(from: root, to: commit)
        var steps = [(try step(root), try await start(at: root).inForce.policy)]
        for change in timeline.changes where change.refusal == nil {
            guard let tree = change.to.tree else { continue }
            steps.append((try step(change.commit), try await history.policy(in: tree)))
        }
        return timeline.inForce.policy.roster.people.map { Self.tenure(of: $0, in: timeline.inForce.policy, steps) }
    }

    private func step(_ commit: ObjectID) throws -> Tenure.Step {
        Tenure.Step(commit: commit, time: try history.facts(of: commit).commit.committer.time)
    }

    private static func tenure(
        of person: Person, in policy: Policy, _ steps: [(step: Tenure.Step, policy: Policy)]
    ) -> Tenure {
        /// The first step of those at the end that all hold.
        func since(_ holds: (Person, Policy) -> Bool) -> Tenure.Step? {
            let broken = steps.lastIndex { step in
                guard let then = step.policy.person(primary: person.email) else { return true }
                return !holds(then, step.policy)
            }
            return broken.map { steps[($0 + 1)...].first?.step } ?? steps.first?.step
        }
        var keys: [String: Tenure.Step] = [:]
        for name in policy.listedKeys(of: person) {
            keys[name] = since { then, policy in policy.listedKeys(of: then).contains(name) }
        }
        return Tenure(
            person: person, known: since { _, _ in true },
            level: since { then, _ in then.level.name == person.level.name }, keys: keys)
    }
}
