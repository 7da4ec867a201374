import CountersignGit
import Testing

@Suite("Running programs")
struct GitCommandTests {
    @Test("input, output, errors, status and environment pass through")
    func passes() async throws {
        let output = try await GitCommand.run(
            "sh", ["-c", "cat; echo $A; echo $HOME >&2; exit 3"], input: Array("in\n".utf8),
            environment: ["A": "b", "HOME": nil])
        #expect(String(decoding: output.standardOutput, as: UTF8.self) == "in\nb\n")
        #expect(output.standardError == "\n")
        #expect(output.status == 3)
        let directory = try await GitCommand.run("pwd", [], directory: "/")
        #expect(directory.standardOutput == Array("/\n".utf8))
    }

    @Test("a program that does not read its input does no harm")
    func unreadInput() async throws {
        let output = try await GitCommand.run("true", [], input: [UInt8](repeating: 0, count: 1 << 20))
        #expect(output.status == 0)
    }

    @Test("a program that is not there is not found")
    func notFound() async {
        await #expect(throws: GitCommandError.notFound(program: "no-such-program")) {
            try await GitCommand.run("no-such-program", [])
        }
    }

    @Test("a directory that is not there is told apart from a program that is not there")
    func noDirectory() async {
        await #expect(throws: GitCommandError.noDirectory(path: "/no/such")) {
            try await GitCommand.run("true", [], directory: "/no/such")
        }
    }

    @Test("a signal is an error")
    func killed() async {
        await #expect(throws: GitCommandError.killed(program: "sh", signal: 9)) {
            try await GitCommand.run("sh", ["-c", "kill -9 $$"])
        }
    }

    @Test("output over the limit is an error, on either stream", arguments: ["", ">&2"])
    func tooLarge(stream: String) async {
        await #expect(throws: GitCommandError.outputTooLarge(program: "sh", limit: 1000)) {
            try await GitCommand.run("sh", ["-c", "head -c 100000 /dev/zero \(stream)"], outputLimit: 1000)
        }
    }

    @Test("an interactive program's output is kept")
    func interactive() async throws {
        let output = try await GitCommand.interactive("echo", ["hello"])
        #expect(output.standardOutput == Array("hello\n".utf8))
        #expect(output.standardError.isEmpty)
    }
}
