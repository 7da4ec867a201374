import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Small files, read and written whole.
enum FileContent {
    /// The text of a file.
    static func read(_ path: String) throws(Failure) -> String {
        do {
            return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            throw Failure("can't read \(path): \(reason(of: error))")
        }
    }

    /// The bytes of a file; none when there is no such file.
    static func bytes(ifAt path: String) throws(Failure) -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw Failure("can't read \(path): \(reason(of: error))")
        }
    }

    /// The files of a directory whose names end so, in the order of their names; none when it is not there.
    static func files(in directory: String, suffix: String) throws(Failure) -> [(name: String, bytes: [UInt8])] {
        guard FileManager.default.fileExists(atPath: directory) else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw Failure("can't list \(directory): \(reason(of: error))")
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for name in names.sorted() where name.hasSuffix(suffix) {
            files.append((name, try bytes(ifAt: "\(directory)/\(name)")))
        }
        return files
    }

    /// Writes a file that only its owner can read.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        do {
            try Data(bytes).write(to: URL(filePath: path))
        } catch {
            throw Failure("can't write \(path): \(reason(of: error))")
        }
    }

    /// What the system said, in its own words where it said any.
    static func reason(of error: any Error) -> String {
        guard let system = (error as? CocoaError)?.underlying as? POSIXError else { return "\(error)" }
        return String(cString: strerror(system.code.rawValue))
    }
}
