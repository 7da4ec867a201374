import CountersignObjects

extension Repository {
    /// The commit that an object is, or that a chain of annotated tags ends at; else what it ends at.
    func peel(_ id: ObjectID) throws(GitError) -> Peeled {
        var current = id
        while true {
            guard let kind = try objectKind(current) else { throw .missingObject(current, shallow: isShallow) }
            switch kind {
            case .commit: return .commit(current)
            case .tree, .blob: return .other(current, kind)
            case .tag: current = try target(ofTag: current)
            }
        }
    }

    /// What a tag object names in its first line, `object <id>`; a hash cannot name itself, so chains end.
    private func target(ofTag id: ObjectID) throws(GitError) -> ObjectID {
        let object = try RawObject(id, .tag, from: self)
        let target = withExtendedLifetime(object) { () -> ObjectID? in
            let key = Array("object ".utf8)
            let line = object.bytes.prefix { $0 != UInt8(ascii: "\n") }
            return line.starts(with: key) ? ObjectID(hexBytes: Array(line.dropFirst(key.count))) : nil
        }
        guard let target else { throw .corruptObject(id, "a tag that names no object") }
        return target
    }
}

/// Where peeling came to an end.
enum Peeled {
    case commit(ObjectID)
    case other(ObjectID, ObjectKind)
}
