import Subprocess
import SystemPackage

/// Runs stock programs (`git`, `ssh-keygen`), found on `PATH`, without a shell.
public enum GitCommand {
    /// What a program that ran to its end left.
    public struct Output: Hashable, Sendable {
        /// The exit status; not zero is a normal result here.
        public let status: Int32
        /// The bytes it printed.
        public let standardOutput: [UInt8]
        /// What it printed as errors, invalid UTF-8 replaced; empty when they went to the terminal.
        public let standardError: String
    }

    /// Runs a program with `input` on its standard input (nil: nothing) and keeps what it prints.
    ///
    /// `directory` nil: the current one. `environment` is laid over the process's own; nil values unset. Standard
    /// output and error may have `outputLimit` bytes each. Throws `GitCommandError`.
    public static func run(
        _ program: String, _ arguments: [String], input: [UInt8]? = nil, directory: String? = nil,
        environment: [String: String?] = [:], outputLimit: Int = 16 << 20
    ) async throws(GitCommandError) -> Output {
        let configuration = configuration(program, arguments, directory, environment)
        do {
            guard let input else {
                let result = try await Subprocess.run(
                    configuration, input: .none, output: .bytes(limit: outputLimit), error: .bytes(limit: outputLimit))
                return try finish(program, result.terminationStatus, result.standardOutput, result.standardError)
            }
            let file = try InputFile(input)
            let result = try await Subprocess.run(
                configuration, input: .fileDescriptor(file.descriptor, closeAfterSpawningProcess: false),
                output: .bytes(limit: outputLimit), error: .bytes(limit: outputLimit))
            file.close()
            return try finish(program, result.terminationStatus, result.standardOutput, result.standardError)
        } catch {
            throw GitCommandError(error, program: program, directory: directory, outputLimit: outputLimit)
        }
    }

    /// Runs a program that may talk with the user: standard input and error are this process's own.
    ///
    /// Otherwise as `run`.
    public static func interactive(
        _ program: String, _ arguments: [String], directory: String? = nil, environment: [String: String?] = [:],
        outputLimit: Int = 16 << 20
    ) async throws(GitCommandError) -> Output {
        do {
            let result = try await Subprocess.run(
                configuration(program, arguments, directory, environment), input: .currentStandardInput,
                output: .bytes(limit: outputLimit), error: .currentStandardError)
            return try finish(program, result.terminationStatus, result.standardOutput, [])
        } catch {
            throw GitCommandError(error, program: program, directory: directory, outputLimit: outputLimit)
        }
    }

    static func configuration(
        _ program: String, _ arguments: [String], _ directory: String?, _ environment: [String: String?]
    ) -> Configuration {
        var changes: [Subprocess.Environment.Key: String?] = [:]
        for (name, value) in environment {
            if let key = Subprocess.Environment.Key(rawValue: name) { changes[key] = value }
        }
        let path = program.contains("/") ? program : ProgramSearch.path(of: program)
        return Configuration(
            executable: path.map { .path(FilePath($0)) } ?? .name(program),
            arguments: Arguments(arguments), environment: .inherit.updating(changes),
            workingDirectory: directory.map { FilePath($0) })
    }

    static func finish(
        _ program: String, _ status: TerminationStatus, _ output: [UInt8], _ errors: [UInt8]
    ) throws(GitCommandError) -> Output {
        switch status {
        case .exited(let code):
            Output(status: code, standardOutput: output, standardError: String(decoding: errors, as: UTF8.self))
        case .signaled(let signal): throw .killed(program: program, signal: signal)
        }
    }
}
