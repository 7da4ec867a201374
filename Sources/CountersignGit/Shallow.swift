public import CountersignObjects

extension Repository {
    /// The commits whose parents were cut off when cloning or fetching; empty for a whole repository.
    ///
    /// Throws `GitError.corruptFile` and `.system`.
    public func shallowBoundary() throws(GitError) -> Set<ObjectID> {
        let path = commonDirectory + "/shallow"
        guard let bytes = try FileBytes.read(path) else { return [] }
        var boundary: Set<ObjectID> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let id = ObjectID(hexBytes: line) else {
                throw .corruptFile(path: path, reason: "a line is not an object id")
            }
            boundary.insert(id)
        }
        return boundary
    }
}
