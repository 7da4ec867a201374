import CountersignGit
import CountersignObjects
import CountersignReports
import CountersignVerifier
import FoundationEssentials

/// The clone itself: what of history is here, and whether git shows it as it is.
extension Doctor {
    /// A clock that far behind, in seconds, is no matter of rounding: five minutes.
    private static let clockTolerance: Int64 = 300

    func repository(_ review: Review?) async throws -> [Finding] {
        var findings: [Finding] = []
        if workspace.repository.isShallow {
            findings.append(
                Finding(
                    "history", .mend, "this clone is shallow: what lies behind its end can't be judged",
                    fix: "git fetch --unshallow"))
        } else {
            findings.append(Finding("history", .well, "whole"))
        }
        if let filter = workspace.settings.keys.first(where: { $0.hasPrefix("remote.") && $0.hasSuffix(".promisor") }) {
            findings.append(
                Finding(
                    "history", .note, "a partial clone (\(filter)): objects are fetched when they are needed",
                    fix: "git fetch --refetch --no-filter"))
        }
        return try findings + replacements() + clock(review)
    }

    /// Verdicts rest on the objects as they are; git shows others in their place.
    private func replacements() throws -> [Finding] {
        var findings: [Finding] = []
        let replaced = try workspace.repository.references().filter { $0.name.hasPrefix("refs/replace/") }.count
        if replaced > 0 {
            findings.append(
                Finding(
                    "replaced", .note, "git shows \(replaced) commits as others (refs/replace); verdicts do not",
                    fix: "git replace --list, and git replace --delete ID"))
        }
        if FileManager.default.fileExists(atPath: workspace.repository.commonDirectory + "/info/grafts") {
            findings.append(
                Finding(
                    "grafts", .note, "git shows history with other parents than it has (info/grafts); verdicts do not",
                    fix: "git rev-parse --git-path info/grafts   (names the file to remove)"))
        }
        return findings
    }

    private func clock(_ review: Review?) throws -> [Finding] {
        guard let review, let head = try workspace.repository.reference("HEAD") ?? review.base else { return [] }
        let last = try [head, review.base ?? head].map { try workspace.committed($0) }.max()
        guard let last, last > review.now.adding(seconds: Self.clockTolerance) else {
            return [Finding("clock", .well, review.now.rfc3339)]
        }
        let span = Age.text(from: review.now, to: last)
        return [
            Finding(
                "clock", .mend, "it is \(span) behind the last commit: what you sign now may not count",
                fix: "timedatectl set-ntp true")
        ]
    }

    func hooks() async throws -> [Finding] {
        let directory = try await HookDirectory.find()
        let program = try OwnProgram.path()
        let isBare = workspace.repository.isBare
        return try HookKind.usual(isBare: isBare).map { kind in
            let name = kind.rawValue
            let fix = "git countersign hook install \(name)"
            switch try directory.state(kind) {
            case .ours where try FileContent.read(directory.file(kind)) == HookScript(kind: kind, program: program).text:
                return Finding("hooks", .well, "\(name) is installed")
            case .ours: return Finding("hooks", .mend, "\(name) is not as this program would write it", fix: fix)
            case .none, .foreign:
                let loss = isBare ? "pushes are not judged" : "you are warned by nobody"
                return Finding("hooks", isBare ? .mend : .note, "\(name) is not installed: \(loss)", fix: fix)
            }
        }
    }
}

extension Workspace {
    /// When a commit was committed.
    fileprivate func committed(_ commit: ObjectID) throws -> Timestamp {
        try repository.commitBytes(commit) { try CommitObject.parse(id: commit, bytes: $0).committer.time }
    }
}
