internal import CountersignObjects
internal import SystemPackage

/// A pack's index as far as it tells where in the pack an object lies.
///
/// Nobody is to believe it: what it says serves to read in a good order. It is read in parts, since the index of a large
/// history has hundreds of megabytes.
///
/// Source: gitformat-pack(5), "Version 2 pack-*.idx files support packs larger than 4 GiB".
final class PackIndex {
    /// The file ends early, or is of another version.
    struct Unusable: Error {}

    private static let signature: [UInt8] = [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]
    private static let fanOutCount = 256
    private static let headerCount = signature.count + 4 * fanOutCount
    /// More objects with the same first byte are no history but a trap.
    private static let groupLimit = 1 << 22
    /// An offset with this bit is a place in the table of those that take eight bytes.
    private static let largeMark: UInt64 = 1 << 31

    private let file: FileDescriptor
    private let byteCount: Int
    /// For each first byte, how many objects have that or a lower one.
    private let fanOut: [Int]

    init(path: String) throws {
        file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
        do {
            byteCount = Int(try file.seek(offset: 0, from: .end))
            let header = try Self.read(Self.headerCount, at: 0, from: file, byteCount)
            guard header.starts(with: Self.signature) else { throw Unusable() }
            fanOut = Self.numbers(header.dropFirst(Self.signature.count), bytes: 4).map { Int($0) }
        } catch {
            try? file.close()
            throw error
        }
    }

    deinit { try? file.close() }

    /// Where in the pack each of these objects lies, in bytes; nil for one that is not in it.
    ///
    /// - Parameter ids: in ascending order.
    func offsets(of ids: [ObjectID]) throws -> [UInt64?] {
        var offsets: [UInt64?] = []
        offsets.reserveCapacity(ids.count)
        var rest = ids[...]
        while let next = rest.first {
            let group = rest.prefix { $0.firstByte == next.firstByte }
            offsets += try self.offsets(of: group, beginningWith: next.firstByte)
            rest = rest.dropFirst(group.count)
        }
        return offsets
    }

    private func offsets(of ids: ArraySlice<ObjectID>, beginningWith byte: UInt8) throws -> [UInt64?] {
        let start = byte == 0 ? 0 : fanOut[Int(byte) - 1]
        let count = fanOut[Int(byte)] - start
        guard 0...Self.groupLimit ~= count else { throw Unusable() }
        guard count > 0 else { return ids.map { _ in nil } }
        let names = try read(count * ObjectID.byteCount, at: Self.headerCount + start * ObjectID.byteCount)
        let offsets = try read(4 * count, at: offsetTable + 4 * start)
        return try ids.map { id in
            guard let place = Self.place(of: id, in: names, count) else { return nil }
            let offset = Self.numbers(offsets[4 * place..<4 * place + 4], bytes: 4)[0]
            return offset & Self.largeMark == 0 ? offset : try largeOffset(Int(offset ^ Self.largeMark))
        }
    }

    private static func place(of id: ObjectID, in names: [UInt8], _ count: Int) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            let start = middle * ObjectID.byteCount
            guard let there = ObjectID(bytes: names[start..<start + ObjectID.byteCount]) else { return nil }
            if there == id { return middle }
            if there < id { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func largeOffset(_ place: Int) throws -> UInt64 {
        let bytes = try read(8, at: offsetTable + 4 * objectCount + 8 * place)
        return Self.numbers(bytes[...], bytes: 8)[0]
    }

    private var objectCount: Int { fanOut[Self.fanOutCount - 1] }

    /// Behind the names there are four bytes for each object to check it by.
    private var offsetTable: Int { Self.headerCount + (ObjectID.byteCount + 4) * objectCount }

    private func read(_ count: Int, at place: Int) throws -> [UInt8] {
        try Self.read(count, at: place, from: file, byteCount)
    }

    private static func read(
        _ count: Int, at place: Int, from file: FileDescriptor, _ byteCount: Int
    ) throws -> [UInt8] {
        guard place <= byteCount - count else { throw Unusable() }
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let target = UnsafeMutableRawBufferPointer(buffer)
            while initialized < count {
                let some = try file.read(
                    fromAbsoluteOffset: Int64(place + initialized),
                    into: UnsafeMutableRawBufferPointer(rebasing: target[initialized..<count]))
                guard some > 0 else { throw Unusable() }
                initialized += some
            }
        }
        return bytes
    }

    /// The numbers that stand in bytes one after the other, the highest byte first.
    private static func numbers(_ bytes: some Collection<UInt8>, bytes size: Int) -> [UInt64] {
        var numbers: [UInt64] = []
        numbers.reserveCapacity(bytes.count / size)
        var (number, count): (UInt64, Int) = (0, 0)
        for byte in bytes {
            number = number << 8 | UInt64(byte)
            count += 1
            guard count == size else { continue }
            numbers.append(number)
            (number, count) = (0, 0)
        }
        return numbers
    }
}

extension ObjectID {
    fileprivate var firstByte: UInt8 { withUnsafeBytes { $0[0] } }
}
