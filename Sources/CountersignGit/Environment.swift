#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The process's environment, as far as it directs git to a repository.
enum Environment {
    private static let names = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    ]

    /// The variables that are set and not empty.
    static var current: [String: String] {
        var found: [String: String] = [:]
        for name in names {
            if let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty { found[name] = value }
        }
        return found
    }
}

/// Where objects lie: for opening another handle, or another program, on the same objects.
enum ObjectDirectories {
    /// The writable directory first, then those that the environment adds, then the repository's own.
    static func list(commonDirectory: String, environment: [String: String]) -> [String] {
        var list: [String] = []
        if let writable = environment["GIT_OBJECT_DIRECTORY"] { list.append(writable) }
        if let more = environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] {
            list += more.split(separator: ":").map(String.init)
        }
        let own = commonDirectory + "/objects"
        if !list.contains(own) { list.append(own) }
        return list
    }

    /// The directories and all that they borrow from, by their `info/alternates` (gitrepository-layout(5)); what is not
    /// written as a plain path is left out.
    static func withAlternates(_ directories: [String]) -> [String] {
        var all = directories
        var new = directories[...]
        // Git follows no longer chain (git/object-file.c).
        for _ in 0..<5 where !new.isEmpty {
            let named = new.flatMap(alternates).filter { !all.contains($0) }
            all += named
            new = named[...]
        }
        return all
    }

    private static func alternates(of directory: String) -> [String] {
        guard let bytes = try? FileBytes.read(directory + "/info/alternates") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            if line.hasPrefix("#") || line.hasPrefix("\"") { return nil }
            return line.hasPrefix("/") ? String(line) : "\(directory)/\(line)"
        }
    }

    /// The paths of the packs of these directories, without their ending.
    static func packs(of directories: [String]) throws(GitError) -> [String] {
        var packs: [String] = []
        for directory in directories {
            let files = try DirectoryListing.files(below: directory + "/pack")
            let names = files.map { String(decoding: $0, as: UTF8.self) }.filter { $0.hasSuffix(".pack") }
            packs += names.map { "\(directory)/pack/\($0.dropLast(".pack".count))" }
        }
        return packs
    }

    /// The list as `GIT_ALTERNATE_OBJECT_DIRECTORIES` takes it, each path quoted as `git(1)` says.
    static func variable(_ directories: [String]) -> String {
        directories.map { path in
            var quoted = "\""
            for character in path {
                if character == "\"" || character == "\\" { quoted.append("\\") }
                quoted.append(character)
            }
            return quoted + "\""
        }.joined(separator: ":")
    }
}
