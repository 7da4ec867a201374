import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("A signal that asks the program to end leaves nothing behind")
struct InterruptTests {
    @Test("the temporary files go, and the status is the signal's", arguments: ["INT", "TERM", "HUP", "QUIT"])
    func temporaryFiles(_ name: String) async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let directory = try TestRepository.temporaryDirectory()
        let seen = scenario.repository.path + "/.git/seen"
        // The program waits for a signature while its payload lies in a directory of its own.
        let signer = try scenario.script("ls -d \"$TMPDIR\"/* >'\(seen)'; kill -\(name) $PPID; exec sleep 5")
        try await scenario.repository.git("config", "gpg.ssh.program", signer)
        let program = Program(in: scenario, as: scenario.cast.alice, ["TMPDIR": directory])
        let outcome = try await program.run("approve", "topic")
        #expect(outcome.status == -(["INT": 2, "TERM": 15, "HUP": 1, "QUIT": 3][name] ?? 0), "\(outcome.status)")
        #expect(try text(of: seen).contains("/countersign-"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
    }

    @Test("a signal that was ignored from the start stays ignored, as nohup wants")
    func ignored() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let signer = try scenario.script("kill -HUP $PPID; exec ssh-keygen -q \"$@\"")
        try await scenario.repository.git("config", "gpg.ssh.program", signer)
        let program = Program(in: scenario, as: scenario.cast.alice)
        let outcome = try await program.run(["git-countersign", "approve", "topic"], program: "nohup")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("a terminal that was asked for a key has its echo and its line editing again")
    func terminal() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let program = Program(in: scenario, as: scenario.cast.alice, ["GIT_PAGER": "cat"])
        let terminal = try await TerminalSession(
            "stty -a | grep -o '.icanon\\|.echo\\b' >.git/before; sh -c 'echo $$ >.git/pid; exec git-countersign review';"
                + " stty -a | grep -o '.icanon\\|.echo\\b' | diff .git/before - && echo the same", in: program)
        try await terminal.wait(for: "(1/1) Approve")
        let pid = try text(of: scenario.repository.path + "/.git/pid").dropLast()
        _ = try await program.run(["-c", "kill -TERM \(pid)"], program: "sh")
        let screen = try await terminal.wait(for: "status", and: "the same")
        #expect(screen.hasSuffix("the same\nstatus 0\n"), "\(screen)")
    }
}
