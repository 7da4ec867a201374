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
}
