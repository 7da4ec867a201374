import CountersignObjects
import Crypto

/// Git's objects as bytes, put together here and not by the code under test.
///
/// Source: git's documentation, `gitformat-pack(5)` for kinds, `git-mktree(1)` for the order of a tree's entries.
struct GitObject {
    enum Kind: UInt8 {
        case commit = 1
        case tree = 2
        case blob = 3

        var name: String { ["", "commit", "tree", "blob"][Int(rawValue)] }
    }

    let kind: Kind
    let bytes: [UInt8]
    let id: ObjectID

    init(_ kind: Kind, _ bytes: [UInt8]) {
        (self.kind, self.bytes) = (kind, bytes)
        var hash = Insecure.SHA1()
        hash.update(data: Array("\(kind.name) \(bytes.count)\0".utf8))
        hash.update(data: bytes)
        id = ObjectID(bytes: Array(hash.finalize())) ?? .zero
    }
}

/// All objects of a repository in memory.
struct ObjectStore {
    private(set) var objects: [ObjectID: GitObject] = [:]

    mutating func add(_ kind: GitObject.Kind, _ bytes: [UInt8]) -> ObjectID {
        let object = GitObject(kind, bytes)
        objects[object.id] = object
        return object.id
    }

    mutating func blob(_ text: String) -> TreeFile { TreeFile(id: add(.blob, Array(text.utf8))) }

    /// Stores the tree of these files, and the trees below it.
    mutating func tree(_ files: [String: TreeFile]) -> ObjectID {
        var entries: [(name: String, mode: UInt32, id: ObjectID)] = []
        var below: [String: [String: TreeFile]] = [:]
        for (path, file) in files {
            let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
            if parts.count == 1 {
                entries.append((path, file.mode, file.id))
            } else {
                below[parts[0], default: [:]][parts[1]] = file
            }
        }
        for (name, files) in below { entries.append((name, 0o040000, tree(files))) }
        func key(_ entry: (name: String, mode: UInt32, id: ObjectID)) -> [UInt8] {
            Array((entry.mode == 0o040000 ? entry.name + "/" : entry.name).utf8)
        }
        entries.sort { key($0).lexicographicallyPrecedes(key($1)) }
        return add(
            .tree, entries.flatMap { Array("\(String($0.mode, radix: 8)) \($0.name)\0".utf8) + $0.id.bytes })
    }

    /// Whether an object is there.
    func holds(_ id: ObjectID) -> Bool { objects[id] != nil }
}

/// A pack of whole objects, stored without compression.
extension ObjectStore {
    func pack() -> [UInt8] {
        var bytes = Array("PACK".utf8) + Self.bigEndian(2) + Self.bigEndian(UInt32(objects.count))
        for object in objects.values {
            bytes += Self.head(object) + [0x78, 0x01]
            bytes += Self.storedBlocks(object.bytes) + Self.bigEndian(Self.adler32(object.bytes))
        }
        return bytes + Array(Insecure.SHA1.hash(data: bytes))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func head(_ object: GitObject) -> [UInt8] {
        var size = object.bytes.count >> 4
        var head = [object.kind.rawValue << 4 | UInt8(object.bytes.count & 15)]
        while size > 0 {
            head[head.count - 1] |= 0x80
            head.append(UInt8(size & 0x7f))
            size >>= 7
        }
        return head
    }

    /// Source: RFC 1951, 3.2.4.
    private static func storedBlocks(_ bytes: [UInt8]) -> [UInt8] {
        var blocks: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(65_535)
            let size = UInt16(block.count)
            blocks += [rest.isEmpty ? 1 : 0, UInt8(size & 255), UInt8(size >> 8)]
            blocks += [UInt8(~size & 255), UInt8(~size >> 8)] + block
        } while !rest.isEmpty
        return blocks
    }

    /// Source: RFC 1950, 8.2.
    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var (one, two): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            one = (one + UInt32(byte)) % 65_521
            two = (two + one) % 65_521
        }
        return two << 16 | one
    }
}
