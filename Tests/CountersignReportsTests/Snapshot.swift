import FoundationEssentials
import Testing

/// What the program prints, held against a file that a person has looked at.
///
/// Ids and fingerprints differ from run to run: each becomes `<id-1>`, `<id-2>`, … in the order in which it is met.
/// With `COUNTERSIGN_SNAPSHOTS=write` the files are written instead.
enum Snapshot {
    static func expect(
        _ text: String, _ name: String, at location: SourceLocation = #_sourceLocation
    ) throws {
        let directory = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Snapshots/"
        let file = URL(filePath: directory + name)
        let found = normalized(text)
        if ProcessInfo.processInfo.environment["COUNTERSIGN_SNAPSHOTS"] == "write" {
            try Data(found.utf8).write(to: file)
        }
        let wanted = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(found == wanted, sourceLocation: location)
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
