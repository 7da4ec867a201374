internal import Clibgit2
import CountersignObjects

/// The one owner of an object's bytes as the object database gave them.
final class RawObject {
    let id: ObjectID
    let kind: ObjectKind
    /// The object's bytes, valid as long as this owner lives.
    let bytes: UnsafeRawBufferPointer
    private let handle: Handle

    /// Reads an object and checks that its bytes hash to its name.
    init(_ id: ObjectID, from repository: Repository) throws(GitError) {
        var oid = id.oid
        var object: OpaquePointer?
        let code = git_odb_read(&object, repository.objects.pointer, &oid)
        guard code == 0, let object else { throw Self.failure(code, id, repository) }
        self.id = id
        self.bytes = UnsafeRawBufferPointer(
            start: git_odb_object_data(object), count: Int(git_odb_object_size(object)))
        self.handle = Handle(owning: object, release: { git_odb_object_free($0) })
        guard let kind = ObjectKind(git_odb_object_type(object)) else {
            throw .corruptObject(id, "unknown object type")
        }
        self.kind = kind
    }

    /// Reads an object that must be of one kind.
    convenience init(_ id: ObjectID, _ expected: ObjectKind, from repository: Repository) throws(GitError) {
        try self.init(id, from: repository)
        guard kind == expected else { throw .wrongType(id, expected: expected, found: kind) }
    }

    static func failure(_ code: Int32, _ id: ObjectID, _ repository: Repository) -> GitError {
        let error = LibGit2.failure(code, doing: "reading object \(id)")
        guard case .libgit2(_, let klass, let message, _) = error else { return error }
        if code == GIT_ENOTFOUND.rawValue { return .missingObject(id, shallow: repository.isShallow) }
        let formatClasses = [GIT_ERROR_ODB, GIT_ERROR_ZLIB, GIT_ERROR_OBJECT].map { Int32($0.rawValue) }
        return code == GIT_EMISMATCH.rawValue || formatClasses.contains(klass) ? .corruptObject(id, message) : error
    }
}
