internal import CountersignStore

extension Store {
    /// Hands over what is made of each row of an answer.
    ///
    /// Throws `LedgerIndex.Lost` where nothing can be made of one: it is not what was written.
    func read<Made>(
        _ sql: String, _ values: StoreValue..., make: (Row) -> Made?, take: (Made) -> Void
    ) throws {
        var isWhole = true
        try run(sql, values) { row in
            if let made = make(row) { take(made) } else { isWhole = false }
        }
        guard isWhole else { throw LedgerIndex.Lost() }
    }
}
