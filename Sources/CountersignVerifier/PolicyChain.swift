internal import CountersignObjects

/// One branch holds the policy; the others are judged by what it holds (POLICY.md, "Which policy").
extension Verifier {
    /// The commit whose policy in force judges what is to land on `base`: `base` itself on the branch that holds the
    /// policy, else the newest commit of that branch's first parents that `base` contains.
    ///
    /// - Parameters:
    ///   - holder: the tip of the branch that holds the policy; nil where it is not known.
    ///   - root: the pinned root. A holder that does not have it vouches for nothing, and `base` is taken by its own
    ///     first parents, which must then lead to the root.
    func anchor(of base: ObjectID, holder: ObjectID?, root: ObjectID) throws -> ObjectID {
        guard let holder, let rootPosition = history.graph.position(of: root) else { return base }
        let line = history.graph.firstParentLine(to: try position(of: holder))
        guard let start = line.firstIndex(of: rootPosition) else { return base }
        let contained = history.graph.reachable(from: CollectionOfOne(try position(of: base)))
        return line[start...].last { contained.contains($0) }.map(id) ?? base
    }
}
