/// A pattern of paths that means what git's pathspec `:(glob)PATTERN` means.
///
/// Source: `gitglossary(7)`, "pathspec"; git's `wildmatch.c` with `WM_PATHNAME`, `dir.c` (`match_pathspec_item`). `*`
/// and `?` stop at `/`; `**/` stands for any number of directories, `/**` for all below; `[…]` is one byte other than
/// `/`; `\` takes the next character as it is. A pattern also matches the path that is written exactly like it, and
/// everything below: `infra` is all of `infra`. (`infra*` is not: it matches files whose names start so.)
///
/// Matching takes time in proportion to the path's length times the pattern's, whatever the pattern.
public struct Glob: Hashable, Sendable {
    /// The pattern as written.
    public let pattern: String
    private let steps: [GlobStep]
    private let literal: [UInt8]

    /// Reads a pattern.
    ///
    /// - Throws: `GlobError` for a pattern that git would read otherwise than a person, or that can match nothing.
    public init(_ pattern: String) throws(GlobError) {
        var parser = GlobParser(pattern)
        steps = try parser.steps()
        self.pattern = pattern
        literal = Array(pattern.utf8)
    }

    /// Whether the path, bytes with `/` between directories and none in front, is one of the pattern's.
    public func matches(_ path: some Collection<UInt8>) -> Bool {
        isLiterally(path) || hasWildcards && isStepwise(path)
    }

    /// Globs are equal when they are written with the same bytes.
    public static func == (left: Glob, right: Glob) -> Bool { left.literal == right.literal }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(literal) }

    private var hasWildcards: Bool { literal.contains(where: Array("*?[\\".utf8).contains) }

    private func isLiterally(_ path: some Collection<UInt8>) -> Bool {
        guard path.starts(with: literal) else { return false }
        return path.count == literal.count || literal.last == UInt8(ascii: "/")
            || path.dropFirst(literal.count).first == UInt8(ascii: "/")
    }

    /// Walks all ways through the pattern at once: `reached[n]` tells whether the first n steps match what was read.
    private func isStepwise(_ path: some Collection<UInt8>) -> Bool {
        var reached = [Bool](repeating: false, count: steps.count + 1)
        var next = reached
        reached[0] = true
        skipEmptySteps(&reached)
        for byte in path {
            for index in next.indices { next[index] = false }
            for (index, step) in steps.enumerated() where reached[index] {
                let after = step.reading(byte)
                if after.stays { next[index] = true }
                if after.moves { next[index + 1] = true }
            }
            guard next.contains(true) else { return false }
            skipEmptySteps(&next)
            swap(&reached, &next)
        }
        return reached[steps.count]
    }

    private func skipEmptySteps(_ reached: inout [Bool]) {
        for (index, step) in steps.enumerated() where reached[index] && step.emptySkip > 0 {
            reached[index + 1] = true
            if step.emptySkip > 1 { reached[index + 2] = true }
        }
    }
}

/// Why a pattern is refused.
public struct GlobError: Error, Hashable, Sendable {
    /// What is allowed, to stand after "allowed:" in a message.
    public let allowed: String
}
