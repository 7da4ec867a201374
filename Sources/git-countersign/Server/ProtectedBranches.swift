import CountersignPolicy

/// Which branches the gate stands before: `countersign.protect`, and always the one that holds the policy.
///
/// A push that could rewind the branch with the policy would choose the policy that judges it.
struct ProtectedBranches {
    private let names: RefNames
    private let exact: Set<String>
    private let globs: [Glob]

    /// Reads the patterns; a name without `refs/` is that of a branch.
    ///
    /// - Parameters:
    ///   - patterns: the values of `countersign.protect`; none stands for the branch with the policy alone.
    ///   - policyReference: the full name of the branch that holds the policy.
    ///   - names: which names stand for the same ref.
    init(_ patterns: [String], policyReference: String, names: RefNames = RefNames()) throws(Failure) {
        var exact: Set<String> = [names.folded(policyReference)]
        var globs: [Glob] = []
        for pattern in patterns {
            let full = BranchName.full(pattern)
            guard full.hasPrefix("refs/heads/"), full != "refs/heads/" else {
                throw Failure("countersign.protect names '\(pattern)', which is no branch", advice: Self.advice)
            }
            exact.insert(names.folded(full))
            do throws(GlobError) {
                globs.append(try Glob(names.folded(full)))
            } catch {
                throw Failure(
                    "countersign.protect: '\(pattern)' is no pattern; allowed: \(error.allowed)", advice: Self.advice)
            }
        }
        // A branch that goes by a protected name is protected under its own name too.
        for alias in names.aliases where exact.contains(alias) || globs.contains(where: { $0.matches(alias.utf8) }) {
            exact.insert(names.folded(names.resolved(alias)))
        }
        (self.names, self.exact, self.globs) = (names, exact, globs)
    }

    private static let advice = "git config --get-all countersign.protect shows the values"

    /// Whether a ref is one of them, by its own name or by that of the ref it stands for.
    func contains(_ reference: String) -> Bool {
        [reference, resolved(reference)].map(names.folded).contains { name in
            exact.contains(name) || globs.contains { $0.matches(name.utf8) }
        }
    }

    /// Whether two names stand for the same ref.
    func areSame(_ one: String, _ other: String) -> Bool {
        names.folded(resolved(one)) == names.folded(resolved(other))
    }

    /// A name as names are compared here.
    func folded(_ name: String) -> String { names.folded(name) }

    /// The ref that a name stands for: symbolic refs followed.
    func resolved(_ reference: String) -> String { names.resolved(reference) }
}

/// Names of branches as people write them.
enum BranchName {
    /// The full name of a branch: what does not begin with `refs/` is below `refs/heads/`.
    static func full(_ name: String) -> String {
        name.hasPrefix("refs/") ? name : "refs/heads/\(name)"
    }

    /// A ref as people call it: branches without `refs/heads/`.
    static func short(_ reference: String) -> String {
        reference.hasPrefix("refs/heads/") ? String(reference.dropFirst("refs/heads/".count)) : reference
    }
}
