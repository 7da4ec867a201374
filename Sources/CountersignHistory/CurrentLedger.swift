public import CountersignGit
public import CountersignLedger
public import CountersignObjects
internal import CountersignStore
public import CountersignVerifier

/// The ledger as it stands, ready for questions.
public struct CurrentLedger {
    /// The ledger's commit; nil where there is no ledger yet.
    public let tip: ObjectID?
    /// Its statements, each found by what it is about.
    public let statements: any StatementSource
    /// What is in its tree without being a note that can be read, in order of the paths.
    public let defects: [LedgerDefect]

    /// A ledger of fewer notes is as quickly read whole as through an index, for who asks about many commits.
    public static let worthwhile = 2000
    /// The same for who asks about a few.
    public static let worthwhileForFew = 250
    /// The same for who asks about so many: looking up takes some times as long as reading.
    public static func worthwhile(forCommits count: Int) -> Int { max(worthwhileForFew, 4 * count) }

    /// Opens the ledger that a reference names, through its index where that is worth while.
    ///
    /// - Parameter worthwhile: from how many notes on an index is made; nil reads the whole ledger and looks at none.
    /// - Throws: `GitError`. Where only the index fails the ledger is read whole.
    public static func open(
        _ repository: Repository, reference: String = Ledger.reference, worthwhile: Int? = CurrentLedger.worthwhile
    ) async throws -> CurrentLedger {
        guard let tip = try repository.reference(reference) else { return .none }
        let tree = try Ledger.tree(of: tip, in: repository)
        if let worthwhile, let indexed = try await indexed(repository, tip: tip, tree, worthwhile: worthwhile) {
            return indexed
        }
        let whole = try await WholeLedger.read(repository, tree: tree)
        return CurrentLedger(tip: tip, statements: whole.statements, defects: whole.defects)
    }

    /// The ledger of a repository that has none.
    private static var none: CurrentLedger {
        CurrentLedger(tip: nil, statements: StatementIndex(lines: []), defects: [])
    }

    private init(tip: ObjectID?, statements: any StatementSource, defects: [LedgerDefect]) {
        (self.tip, self.statements, self.defects) = (tip, statements, defects)
    }

    private static func indexed(
        _ repository: Repository, tip: ObjectID, _ tree: ObjectID, worthwhile: Int
    ) async throws -> CurrentLedger? {
        do {
            guard let index = try await LedgerIndex.open(repository, tree: tree, worthwhile: worthwhile) else {
                return nil
            }
            let statements = try IndexedStatements(index)
            return CurrentLedger(tip: tip, statements: statements, defects: try statements.defects())
        } catch let error as StoreError {
            if error.isDamage { LedgerIndex.file(of: repository).remove() }
            return nil
        } catch is LedgerIndex.Lost {
            return nil
        }
    }
}
