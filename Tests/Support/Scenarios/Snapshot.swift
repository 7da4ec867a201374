import FoundationEssentials

/// What the program prints, beside a file that a person has looked at.
///
/// Ids and fingerprints differ from run to run: each becomes `<id-1>`, `<id-2>`, … in the order in which it is met.
/// With `COUNTERSIGN_SNAPSHOTS=write` the files are written instead.
public struct Snapshot {
    /// What was printed, ids replaced.
    public let found: String
    /// What the file in `Snapshots`, beside the test's own file, has.
    public let wanted: String

    /// Compares text with a file of that name.
    public init(_ text: String, _ name: String, beside path: String) throws {
        let directory = "/" + path.split(separator: "/").dropLast().joined(separator: "/") + "/Snapshots/"
        let file = URL(filePath: directory + name)
        found = Self.normalized(text)
        if ProcessInfo.processInfo.environment["COUNTERSIGN_SNAPSHOTS"] == "write" {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try Data(found.utf8).write(to: file)
        }
        wanted = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    private static func normalized(_ text: String) -> String {
        var names: [String: String] = [:]
        return text.replacing(#/sha256:[0-9a-f]{64}|SHA256:[A-Za-z0-9+\/]{43}|\b[0-9a-f]{40}\b|\b[0-9a-f]{12}\b/#) {
            match in
            let id = String(match.output)
            let name = names[id] ?? "<id-\(names.count + 1)>"
            names[id] = name
            return name
        }
    }
}
