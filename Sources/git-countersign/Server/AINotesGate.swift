import CountersignGit
import CountersignLedger
import CountersignObjects

/// The gate before Git AI's notes: what could flag a commit is not taken away.
struct AINotesGate {
    static let reference = "refs/notes/ai"
    /// Larger notes are compared whole, not line by line.
    private static let sizeLimit = 16 << 20

    let repository: Repository

    /// Why the notes may not be moved like that; nil when they may.
    func complaint(about update: RefUpdate) throws -> Complaint? {
        guard let new = update.new else { return refuse("these notes are not deleted", nil) }
        // What can't be read would keep every later push from being judged.
        guard try repository.objectKind(new) == .commit else { return refuse("\(new.abbreviated) is no commit", nil) }
        let after: [ObjectID: [ObjectID]]
        do throws(GitError) {
            after = try NotePlaces.read(repository, commit: new)
            for blob in after.values.joined() where try repository.objectKind(blob) != .blob {
                return refuse("\(blob.abbreviated) is no note", nil)
            }
        } catch {
            return refuse("they can't be read: \(error.description)", nil)
        }
        guard let old = update.old else { return nil }
        let before = try NotePlaces.read(repository, commit: old)
        for (annotated, blobs) in before.sorted(by: { $0.key < $1.key }) {
            let now = after[annotated] ?? []
            if now.isEmpty { return refuse("the note on \(annotated.abbreviated) would be removed", annotated) }
            guard try blobs.allSatisfy({ try now.contains($0) || keepsLines(of: $0, in: now) }) else {
                return refuse("lines of the note on \(annotated.abbreviated) would be removed", annotated)
            }
        }
        return nil
    }

    private func keepsLines(of old: ObjectID, in new: [ObjectID]) throws -> Bool {
        do throws(GitError) {
            var kept: Set<ArraySlice<UInt8>> = []
            for blob in new { kept.formUnion(try lines(of: blob)) }
            return try lines(of: old).isSubset(of: kept)
        } catch {
            guard case .tooLarge = error else { throw error }
            return false
        }
    }

    private func lines(of blob: ObjectID) throws(GitError) -> Set<ArraySlice<UInt8>> {
        Set(try repository.blob(blob, limit: Self.sizeLimit).split(separator: UInt8(ascii: "\n")))
    }

    private func refuse(_ reason: String, _ annotated: ObjectID?) -> Complaint {
        let merge = "git fetch origin \(Self.reference) && git notes --ref=ai merge -s union FETCH_HEAD"
        return Complaint(reference: Self.reference, reason: reason, fix: annotated == nil ? nil : merge)
    }
}
