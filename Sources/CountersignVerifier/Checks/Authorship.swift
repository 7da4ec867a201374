internal import CountersignApprovals
internal import CountersignObjects
public import CountersignPolicy
internal import CountersignSignatures

/// Who wrote a commit, so far as it can be told.
public struct Authorship: Sendable {
    /// What speaks for the author that the commit names.
    public enum Proof: Hashable, Sendable {
        /// The commit's own signature, by this key of his.
        case signature(key: String)
        /// His own statement that he wrote it.
        case statement(digest: String)
        /// Nothing, and why not.
        case none(why: String)
    }

    /// The person whose address the commit's author line gives; nil when the roster has none.
    public let person: Person?
    /// What proves it.
    public let proof: Proof

    /// Whether the person is proven to have written the commit.
    public var isProven: Bool {
        if case .none = proof { false } else { person != nil }
    }
}

extension CommitJudge {
    /// Who wrote the commit: a claim, and what proves it.
    ///
    /// A signature by anybody but the claimed author proves nothing about the author, a forge's included.
    func authorship(of facts: CommitFacts) throws -> Authorship {
        guard let person = policy.person(forEmail: facts.commit.author.email) else {
            return Authorship(person: nil, proof: .none(why: "the author's address belongs to nobody in the policy"))
        }
        let bySignature = signatureProof(that: person, wrote: facts.commit)
        if case .none = bySignature, let statement = try ownStatement(of: person, about: facts.commit.id) {
            return Authorship(person: person, proof: .statement(digest: statement.entry.digest.description))
        }
        return Authorship(person: person, proof: bySignature)
    }

    private func signatureProof(that person: Person, wrote commit: CommitObject) -> Authorship.Proof {
        switch book.checks.signer(of: commit, keys: book.openPGPKeys) {
        case nil: return .none(why: "the commit is not signed")
        case .failure(let refusal): return .none(why: "the commit's signature: \(refusal.detail)")
        case .success(let signer):
            do throws(Refusal) {
                _ = try policy.attribute(
                    signer, to: person.email, for: SignatureNamespace.commit, at: commit.committer.time)
                return .signature(key: signer.fingerprint)
            } catch {
                return .none(why: error.detail)
            }
        }
    }

    private func ownStatement(of person: Person, about commit: ObjectID) throws -> VerifiedStatement? {
        guard book.index.count > 0 else { return nil }
        let statements = try coverage.all(of: commit).map(\.entry) + coverage.claims(by: person, on: commit)
        for entry in statements where entry.statement.decision == .authored {
            guard case .success(let verified) = book.verified(entry), verified.reviewer.email == person.email,
                try book.takenBack(verified) == nil, try digests.refusal(of: entry) == nil
            else { continue }
            return verified
        }
        return nil
    }
}
