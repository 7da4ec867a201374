internal import CountersignGit
internal import CountersignObjects
internal import CountersignPolicy
internal import CountersignVerifier
internal import Synchronization

extension Repository {
    /// What stands at `.countersign` in a tree.
    ///
    /// Throws `GitError`.
    func policyEntry(in tree: ObjectID) throws(GitError) -> PolicyEntry {
        PolicyEntry(root: try entries(of: tree, spelledLike: PolicyDirectory.name))
    }
}

/// Few things stand at `.countersign` in a history, so each gets a number.
final class PolicyEntryNumbers: Sendable {
    private let numbers = Mutex<[PolicyEntry: Int32]>([:])

    func number(of entry: PolicyEntry) -> Int32 {
        numbers.withLock { numbers in
            let number = numbers[entry] ?? Int32(numbers.count)
            numbers[entry] = number
            return number
        }
    }
}

extension PolicyEntry {
    /// What the root of a tree says about `.countersign`, by its entries of that name in any case.
    ///
    /// A name that differs in case only counts too: on a file system that folds case it would take the place of the
    /// real one.
    fileprivate init(root found: [TreeEntry]) {
        let wanted = Array(PolicyDirectory.name.utf8)
        switch (found.first, found.count) {
        case (nil, _): self = .absent
        case (let entry?, 1) where entry.name == wanted && entry.mode == FileMode.tree: self = .tree(entry.id)
        default:
            let names = found.map {
                "\(String(decoding: $0.name, as: UTF8.self)) (\(Self.kind($0.mode)) \($0.id.abbreviated))"
            }
            self = .irregular(names.joined(separator: " and "))
        }
    }

    private static func kind(_ mode: UInt32) -> String {
        switch mode {
        case FileMode.tree: "directory"
        case 0o120000: "symbolic link"
        case 0o160000: "submodule"
        default: "file"
        }
    }
}
