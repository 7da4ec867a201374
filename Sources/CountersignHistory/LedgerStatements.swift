public import CountersignLedger
public import CountersignVerifier

extension LedgerSnapshot {
    /// The ledger's statements, each found by what it is about.
    public var statementIndex: StatementIndex {
        get async {
            await StatementIndex.reading(notes.flatMap { note in note.lines.map { (note.annotated, $0) } })
        }
    }
}
