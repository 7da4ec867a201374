import CountersignPolicy

/// Which branches the gate stands before: `countersign.protect`, and always the one that holds the policy.
///
/// A push that could rewind the branch with the policy would choose the policy that judges it.
struct ProtectedBranches {
    private let exact: Set<String>
    private let globs: [Glob]
    private let aliases: [String: String]

    /// Reads the patterns; a name without `refs/` is that of a branch.
    ///
    /// - Parameters:
    ///   - patterns: the values of `countersign.protect`; none stands for the branch with the policy alone.
    ///   - policyReference: the full name of the branch that holds the policy.
    ///   - aliases: the symbolic refs, by which the same branch goes under other names.
    init(_ patterns: [String], policyReference: String, aliases: [String: String] = [:]) throws(Failure) {
        var exact: Set<String> = [policyReference]
        var globs: [Glob] = []
        for pattern in patterns {
            let full = BranchName.full(pattern)
            guard full.hasPrefix("refs/heads/"), full != "refs/heads/" else {
                throw Failure("countersign.protect names '\(pattern)', which is no branch", advice: Self.advice)
            }
            exact.insert(full)
            do throws(GlobError) {
                globs.append(try Glob(full))
            } catch {
                throw Failure(
                    "countersign.protect: '\(pattern)' is no pattern; allowed: \(error.allowed)", advice: Self.advice)
            }
        }
        // A branch that goes by a protected name is protected under its own name too.
        for alias in aliases.keys where exact.contains(alias) || globs.contains(where: { $0.matches(alias.utf8) }) {
            exact.insert(Self.resolve(alias, aliases))
        }
        (self.exact, self.globs, self.aliases) = (exact, globs, aliases)
    }

    private static let advice = "git config --get-all countersign.protect shows the values"

    /// Whether a ref is one of them, by its own name or by that of the ref it stands for.
    func contains(_ reference: String) -> Bool {
        let target = resolved(reference)
        return [reference, target].contains { name in
            exact.contains(name) || globs.contains { $0.matches(name.utf8) }
        }
    }

    /// The ref that a name stands for: symbolic refs followed.
    func resolved(_ reference: String) -> String { Self.resolve(reference, aliases) }

    private static func resolve(_ reference: String, _ aliases: [String: String]) -> String {
        var name = reference
        for _ in 0..<aliasDepth {
            guard let target = aliases[name] else { return name }
            name = target
        }
        return name
    }

    /// As deep as git itself follows symbolic refs.
    private static let aliasDepth = 5
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
