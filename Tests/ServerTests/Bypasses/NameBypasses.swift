import Scenarios
import Servers
import TestRepositories
import Testing

/// Other names for a guarded ref, and other ways to push to it.
enum NameBypasses {
    static let all = [
        Bypass("the ledger by another name", "refs/notes/countersign: the push would take 1 line out") { scene in
            try await scene.approve(try await scene.june.commit("approved"))
            try await scene.server.repository.git("symbolic-ref", "refs/notes/door", GatedServer.ledger)
            return ["+HEAD:refs/notes/door"]
        },
        Bypass("Git AI's notes by another name", "refs/notes/ai: these notes are not deleted") { scene in
            try await scene.june.must("notes", "--ref=ai", "add", "-f", "-m", "one", "HEAD")
            try await scene.june.must("push", "-q", "origin", "refs/notes/ai")
            try await scene.server.repository.git("symbolic-ref", "refs/notes/side", "refs/notes/ai")
            return [":refs/notes/side"]
        },
        Bypass("a protected branch that is not there yet, by another name", "✗ missing") { scene in
            try await scene.server.repository.git("symbolic-ref", "refs/heads/door", "refs/heads/release/2")
            try await scene.june.commit("door")
            return ["HEAD:refs/heads/door"]
        },
        Bypass("one good ref beside a bad one", "release/3: its commit does not pass") { scene in
            try await scene.june.commit("beside")
            return ["HEAD:refs/heads/free-2", "HEAD~1:refs/tags/good", "HEAD:refs/heads/release/3"]
        },
        Bypass("history that is cut off below", "can't judge the push", "missing") { scene in
            try await scene.server.repository.git("config", "receive.shallowUpdate", "true")
            try await scene.june.commit("cut", flagged: false)
            let commit = try await scene.june.must("cat-file", "commit", "HEAD")
            let parent = commit.split(separator: "\n").first { $0.hasPrefix("parent ") } ?? ""
            let nowhere = "parent " + String(repeating: "7", count: 40)
            let id = try await scene.june.repository.git(
                ["hash-object", "-w", "-t", "commit", "--literally", "--stdin"],
                input: commit.replacing(parent, with: nowhere) + "\n")
            try scene.june.repository.write(".git/shallow", id + "\n")
            return ["\(id):refs/heads/release/4"]
        },
        Bypass("the policy's branch in capitals, where files fold case", "MAIN: its commit does not pass") { scene in
            try await scene.server.repository.git("config", "core.ignoreCase", "true")
            try await scene.june.commit("capitals")
            return ["HEAD:refs/heads/MAIN"]
        },
    ]
}
