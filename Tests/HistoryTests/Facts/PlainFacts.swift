import CountersignApprovals
import CountersignObjects

/// A file in a tree: mode and content.
struct TreeFile: Hashable {
    var mode: UInt32 = 0o100644
    var id: ObjectID
}

/// What a commit says about AI.
enum Declaration: CaseIterable {
    case marked
    case human
    case unmarked
}

/// A key of the tests, by its place in the keyring.
typealias KeyNumber = Int

/// One commit as it was put together, not as a program read it.
struct PlainCommit {
    let id: ObjectID
    let parents: [ObjectID]
    /// Every path of its tree.
    let files: [String: TreeFile]
    /// The tree at `.countersign`; nil where there is none.
    let policyTree: ObjectID?
    /// The author's address.
    let author: String
    /// The addresses of its co-author trailers.
    let coAuthors: [String]
    /// The key whose good signature it carries.
    let signer: KeyNumber?
    /// The committer's date.
    let committed: Int64
    let declaration: Declaration
    /// Whether its headers are not what git would write.
    let isMalformed: Bool
}

/// One statement of the ledger, and who signed it.
struct PlainStatement {
    /// One signature over the payload.
    struct Signature {
        let key: KeyNumber
        /// Whether it is over the payload's own bytes.
        let isGood: Bool
        let namespace: String
    }

    let statement: Statement
    let digest: Digest256
    var signatures: [Signature]
    var places: Set<ObjectID>
}
