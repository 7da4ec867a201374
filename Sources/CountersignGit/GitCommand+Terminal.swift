import Subprocess
import SystemPackage

extension GitCommand {
    /// Runs a program that has the terminal to itself: a pager, an editor; gives its exit status.
    ///
    /// Its standard output and error are this process's own, and so is its input, unless `input` is given. Otherwise as
    /// `run`.
    public static func attached(
        _ program: String, _ arguments: [String], input: [UInt8]? = nil, environment: [String: String?] = [:]
    ) async throws(GitCommandError) -> Int32 {
        let configuration = configuration(program, arguments, nil, environment)
        do {
            guard let input else {
                let result = try await Subprocess.run(
                    configuration, input: .currentStandardInput, output: .currentStandardOutput,
                    error: .currentStandardError)
                return try finish(program, result.terminationStatus, [], []).status
            }
            let file = try InputFile(input)
            let result = try await Subprocess.run(
                configuration, input: .fileDescriptor(file.descriptor, closeAfterSpawningProcess: false),
                output: .currentStandardOutput, error: .currentStandardError)
            file.close()
            return try finish(program, result.terminationStatus, [], []).status
        } catch {
            throw GitCommandError(error, program: program, directory: nil, outputLimit: 0)
        }
    }

    /// Runs a program that has the terminal to itself and reads from a pipe; gives its exit status.
    public static func attached(
        _ program: String, _ arguments: [String], reading pipe: ProgramPipe.End, environment: [String: String?] = [:]
    ) async throws(GitCommandError) -> Int32 {
        do {
            let result = try await Subprocess.run(
                configuration(program, arguments, nil, environment),
                input: .fileDescriptor(pipe.descriptor, closeAfterSpawningProcess: true),
                output: .currentStandardOutput, error: .currentStandardError)
            return try finish(program, result.terminationStatus, [], []).status
        } catch {
            throw GitCommandError(error, program: program, directory: nil, outputLimit: 0)
        }
    }

    /// Runs a program that writes into a pipe; gives its exit status.
    ///
    /// `tellsErrors`: whether what it says on standard error goes to this process's own. Otherwise as `run`.
    public static func run(
        _ program: String, _ arguments: [String], input: [UInt8] = [], into pipe: ProgramPipe.End, tellsErrors: Bool,
        environment: [String: String?] = [:]
    ) async throws(GitCommandError) -> Int32 {
        let configuration = configuration(program, arguments, nil, environment)
        do {
            let file = try InputFile(input)
            let output = FileDescriptorOutput.fileDescriptor(pipe.descriptor, closeAfterSpawningProcess: true)
            func status(telling errors: some ErrorOutputProtocol) async throws -> TerminationStatus {
                try await Subprocess.run(
                    configuration, input: .fileDescriptor(file.descriptor, closeAfterSpawningProcess: false),
                    output: output, error: errors
                ).terminationStatus
            }
            let status = try await tellsErrors ? status(telling: .currentStandardError) : status(telling: .discarded)
            file.close()
            return try finish(program, status, [], []).status
        } catch {
            throw GitCommandError(error, program: program, directory: nil, outputLimit: 0)
        }
    }
}
