/// Which names of refs stand for the same ref: symbolic refs, and names that differ in case where files do not.
struct RefNames {
    private let targets: [String: String]
    private let foldsCase: Bool

    /// Takes the symbolic refs with what each holds, and whether a file system folds case (`core.ignoreCase`).
    init(symbolic: [String: String] = [:], foldsCase: Bool = false) {
        self.foldsCase = foldsCase
        targets = Dictionary(
            symbolic.map { (foldsCase ? $0.lowercased() : $0, $1) }, uniquingKeysWith: { one, _ in one })
    }

    /// The symbolic refs, by their folded names.
    var aliases: some Collection<String> { targets.keys }

    /// A name as it is compared.
    func folded(_ name: String) -> String { foldsCase ? name.lowercased() : name }

    /// The ref that a name stands for.
    func resolved(_ reference: String) -> String {
        var name = reference
        for _ in 0..<Self.depth {
            guard let target = targets[folded(name)] else { return name }
            name = target
        }
        return name
    }

    /// As deep as git itself follows symbolic refs.
    private static let depth = 5
}
