import CountersignPolicy
import Testing

@Suite("Patterns of paths against git")
struct GlobDifferentialTests {
    /// SplitMix64 (Steele, Lea, Flood 2014), so that every run sees the same cases.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    static let pathPieces = [
        "a", "b", "A", "ab", "0", "-", "*", "?", "[", "]", "\\", "!", "^", ".t", "é", " ", "\u{0B}",
    ]
    static let patternPieces = [
        "a", "b", "A", "ab", "0", "-", "*", "*", "*", "?", "[ab]", "[!a]", "[^b]", "[a-c]", "[]]", "[]a-]", "[!]]",
        "[a\\-c]",
        "[\\]]", "[[:alpha:]]", "[[:digit:][:punct:]]", "[[:space:]]", "[[:upper:]-]", "[[a]", "[[:a]", "[a-[:digit:]]",
        "[--0]", "[*?]", "\\*", "\\?", "\\[", "\\a", "\\\\", ".t", "é", " ", "[!-~]", "[[:print:]]", "[[:xdigit:]]b",
    ]

    static func name(_ pieces: [String], _ random: inout Seeded) -> String {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "a" }.joined()
    }

    static func path(_ random: inout Seeded) -> String {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in name(pathPieces, &random) }.joined(separator: "/")
    }

    static func pattern(_ random: inout Seeded) -> String {
        let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            Int.random(in: 0..<4, using: &random) == 0 ? "**" : name(patternPieces, &random)
        }
        return parts.joined(separator: "/")
    }

    /// An index that holds these paths; those that can't stand beside others (a file and a directory of one name)
    /// are left out by git.
    static func fillIndex(_ paths: [String], in directory: String) async throws -> [[UInt8]] {
        let blob = String(repeating: "1", count: 40)
        let lines = paths.map { "100644 \(blob) 0\t\($0)\0" }.joined()
        _ = try #require(
            try await Git.run(["update-index", "-z", "--index-info"], input: Array(lines.utf8), directory: directory))
        return try await listed([], in: directory)
    }

    static func listed(_ pathspecs: [String], in directory: String) async throws -> [[UInt8]] {
        let output = try #require(
            try await Git.run(["ls-files", "-z", "--"] + pathspecs, directory: directory), "\(pathspecs)")
        return output.split(separator: 0).map(Array.init)
    }

    @Test(
        "every pattern that is taken matches the paths that `git ls-files ':(glob)…'` lists",
        arguments: [1, 2, 3])
    func agreement(seed: UInt64) async throws {
        var random = Seeded(state: seed)
        let paths = (0..<1500).map { _ in Self.path(&random) } + ["infra/a", "infra/a/b", "x/infra/a", "in[f]ra/a/b"]
        let patterns =
            (0..<250).map { _ in Self.pattern(&random) }
            + [
                "infra", "infra/", "infra/**", "**/infra/**", "**/a", "**", "*", "*/*", "a/**/b", "**/**/a", "in[f]ra",
                "in\\[f]ra",
            ]
        try await Git.withRepository { directory in
            let all = try await Self.fillIndex(paths, in: directory)
            #expect(all.count > 500)
            var matches = 0
            for pattern in patterns {
                guard let glob = try? Glob(pattern) else { continue }
                let ours = all.filter { glob.matches($0) }
                let theirs = try await Self.listed([":(glob)" + pattern], in: directory)
                #expect(ours == theirs, "\(pattern)")
                matches += ours.count
            }
            #expect(matches > 1000)
        }
    }
}
