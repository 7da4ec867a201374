import Subprocess

extension GitCommand {
    /// Runs a program and hands over what it prints as it comes; gives its exit status and what it says as errors.
    ///
    /// Throws `GitCommandError`, and what `take` throws: the program then ends when it prints more. Otherwise as `run`.
    static func streaming(
        _ program: String, _ arguments: [String], input: [UInt8], environment: [String: String?],
        outputLimit: Int = 1 << 20, take: ([UInt8]) async throws -> Void
    ) async throws -> Output {
        let file = try InputFile(input)
        defer { file.close() }
        var refusal: (any Error)?
        do {
            let result = try await Subprocess.run(
                configuration(program, arguments, nil, environment),
                input: .fileDescriptor(file.descriptor, closeAfterSpawningProcess: false), output: .sequence,
                error: .bytes(limit: outputLimit)
            ) { execution in
                for try await buffer in execution.standardOutput {
                    do {
                        try await take(buffer.withUnsafeBytes { Array($0) })
                    } catch {
                        refusal = error
                        throw error
                    }
                }
            }
            return try finish(program, result.terminationStatus, [], result.standardError)
        } catch {
            if let refusal { throw refusal }
            throw GitCommandError(error, program: program, directory: nil, outputLimit: outputLimit)
        }
    }
}
