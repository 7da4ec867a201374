import CountersignGit
import CountersignObjects

/// `BASE..HEAD` as people write it.
struct RevisionRange {
    let base: ObjectID
    let head: ObjectID

    /// Reads a range; nil when the text names a single revision.
    static func parse(_ text: String, in repository: Repository) throws -> RevisionRange? {
        guard let dots = Self.dots(in: text) else { return nil }
        let (left, right) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
        guard !right.hasPrefix(".") else {
            throw Failure(
                "\(text): a symmetric difference has no base", advice: "name a range with two dots: BASE..HEAD")
        }
        // Git takes HEAD for it. In a script it is a variable that was not set, and HEAD..HEAD would pass for nothing.
        guard !left.isEmpty else {
            throw Failure("\(text): the range names no base", advice: "name it, as in HEAD..topic")
        }
        return RevisionRange(
            base: try repository.commit(named: left),
            head: try repository.commit(named: right.isEmpty ? "HEAD" : right))
    }

    /// Where the two dots are; a single revision has none (`..` can't be part of a ref's name).
    private static func dots(in text: String) -> Range<String.Index>? {
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if next < text.endIndex, text[index] == ".", text[next] == "." {
                return index..<text.index(after: next)
            }
            index = next
        }
        return nil
    }
}
