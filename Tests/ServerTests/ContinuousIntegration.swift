import FoundationEssentials
import Scenarios
import Servers
import Subprocess
import TestRepositories
import Testing

/// What a CI server makes of the files that it is given.
enum ContinuousIntegration {
    static let sources = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// The GitHub action, as far as it matters here.
    struct Action: Decodable {
        struct Input: Decodable {
            let description: String
            let required: Bool?
            let `default`: String?
        }
        struct Runs: Decodable {
            let using: String
            let steps: [Step]
        }
        struct Step: Decodable {
            let shell: String
            let run: String
            let env: [String: String]
        }
        let inputs: [String: Input]
        let runs: Runs
    }

    /// A job of GitLab's.
    struct Job: Decodable {
        let script: [String]
        let variables: [String: String]
    }

    /// The inputs of a component of GitLab's.
    struct Component: Decodable {
        struct Specification: Decodable {
            let inputs: [String: [String: String]]
        }
        let spec: Specification
    }

    /// A hook of pre-commit's.
    struct PreCommitHook: Decodable {
        let id: String
        let name: String
        let entry: String
        let language: String
        let stages: [String]
    }

    /// The documents of a YAML file, read by PyYAML.
    static func documents(_ file: String) async throws -> [Data] {
        let script = """
            import json, sys, yaml
            for document in yaml.safe_load_all(open(sys.argv[1])): print(json.dumps(document))
            """
        let outcome = try await Program(in: sources).run(["-c", script, file], program: "python3")
        guard outcome.status == 0 else { throw TestRepository.Failure(description: outcome.errors) }
        return outcome.output.split(separator: "\n").map { Data($0.utf8) }
    }

    static func document<Value: Decodable>(_ file: String, _ number: Int = 0) async throws -> Value {
        let all = try await documents(file)
        guard number < all.count else { throw TestRepository.Failure(description: "\(file): \(all.count) documents") }
        return try JSONDecoder().decode(Value.self, from: all[number])
    }

    /// Text with what stands between two marks replaced; a name that nobody gave is an error.
    static func expand(_ text: String, _ open: String, _ close: String, _ values: [String: String]) throws -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: open) {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: close) else { break }
            let name = String(rest[..<end.lowerBound].filter { $0 != " " })
            guard let value = values[name] else { throw TestRepository.Failure(description: "nobody gives \(name)") }
            result += value
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}

/// A repository on a forge, June's change in it, and Alice who approves it.
struct Forge {
    let server: BareServer
    let june: Clone
    let alice: Clone
    /// The directory of the server's repository, and its name: a forge's address comes in these two parts.
    let place: String
    let name: String
    /// The change's only commit, flagged.
    let commit: String

    init() async throws {
        server = try await BareServer(gated: false)
        (june, alice) = (try await server.clone(server.cast.june), try await server.clone(server.cast.alice))
        let parts = server.repository.path.split(separator: "/")
        place = "/" + parts.dropLast().joined(separator: "/")
        name = parts.last.map(String.init) ?? ""
        try await june.must("switch", "-q", "-c", "topic")
        commit = try await june.commit("retry.conf")
        try await publish(commit)
    }

    /// Pushes a commit as the change number 7, as both forges name it, with the merge that GitHub makes up.
    func publish(_ commit: String) async throws {
        try await june.must("push", "-q", "--force", "origin", "\(commit):refs/heads/topic")
        for reference in ["refs/pull/7/head", "refs/merge-requests/7/head"] {
            try await server.repository.git("update-ref", reference, commit)
        }
        let tree = try await server.repository.git("rev-parse", "\(commit)^{tree}")
        let merge = try await server.repository.git(
            "commit-tree", "-m", "Merge \(commit) into main", "-p", "main", "-p", commit, tree)
        try await server.repository.git("update-ref", "refs/pull/7/merge", merge)
    }

    /// The merge that GitHub made up.
    func merge() async throws -> String { try await server.reference("refs/pull/7/merge") }

    func approve(_ commit: String) async throws {
        try await alice.must("fetch", "-q", "origin", "topic")
        try await alice.countersign("approve", commit, "--push").expect(0)
    }
}
