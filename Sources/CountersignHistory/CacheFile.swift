internal import CountersignGit
internal import FoundationEssentials

/// A file of things that can be found out again: `countersign/NAME` in the directory that work trees share.
struct CacheFile {
    let path: String
    private let directory: String

    init(_ name: String, of repository: Repository) {
        directory = repository.commonDirectory + "/countersign"
        path = directory + "/" + name
    }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Where it can't be made, the file can't either, and opening that fails.
    func makeDirectory() {
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    /// Removes a file that turned out damaged, or holds something else and is in the way of a good one.
    func remove() {
        for name in [path, path + "-journal"] { try? FileManager.default.removeItem(atPath: name) }
    }
}
