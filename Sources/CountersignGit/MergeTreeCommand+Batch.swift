public import CountersignObjects

/// Many merges at once: to start git takes longer than most merges do.
extension MergeTreeCommand {
    /// What ``cleanMergeTree(of:)`` gives of each merge, in their order, or throws of it.
    ///
    /// One process of git's is asked about all of them. Those that it leaves without an answer are asked one by one: git
    /// before 2.39 knows no such question, and any git ends with the first merge that it can't do.
    public func cleanMergeTrees(of merges: [Sides]) async -> [Result<ObjectID?, GitCommandError>] {
        var results = await batch(merges).map { Result<ObjectID?, GitCommandError>.success($0) }
        for merge in merges.dropFirst(results.count) { results.append(await outcome(of: merge)) }
        return results
    }

    /// What ``cleanMergeTree(of:)`` gives of a merge, or throws of it.
    public func outcome(of merge: Sides) async -> Result<ObjectID?, GitCommandError> {
        do throws(GitCommandError) {
            return .success(try await cleanMergeTree(of: merge))
        } catch {
            return .failure(error)
        }
    }

    /// The answers of one process to the first of these merges, so many as it gives; none for a single merge.
    private func batch(_ merges: [Sides]) async -> [ObjectID?] {
        guard merges.count > 1, let scratch = try? TemporaryDirectory() else { return [] }
        defer { withExtendedLifetime(scratch) {} }
        let lines = standIns(for: merges, in: scratch).map { "\($0.ours) \($0.theirs)\n" }
        // Why it failed is told when the merge is asked about by itself.
        let output = try? await run(["--name-only", "--stdin"], input: Array(lines.joined().utf8), in: scratch)
        let answers = Self.answers(in: output?.standardOutput ?? [])
        return answers.count <= merges.count ? answers : []
    }

    /// Reads `STATUS NUL TREE NUL`, the names of files in conflict, each with a NUL behind it, and a NUL, again and
    /// again, as far as they are whole (git-merge-tree(1), OUTPUT).
    ///
    /// A status of 1 means a clean merge here, and 0 one in conflict.
    static func answers(in output: [UInt8]) -> [ObjectID?] {
        var fields = output.split(separator: 0, omittingEmptySubsequences: false).dropLast()[...]
        var answers: [ObjectID?] = []
        while let status = fields.popFirst(), let tree = fields.popFirst().flatMap({ ObjectID(hexBytes: $0) }),
            let end = fields.firstIndex(where: \.isEmpty)
        {
            switch (Array(status), end == fields.startIndex) {
            case ([UInt8(ascii: "1")], true): answers.append(tree)
            case ([UInt8(ascii: "0")], _): answers.append(nil)
            default: return answers
            }
            fields = fields[(end + 1)...]
        }
        return answers
    }
}
