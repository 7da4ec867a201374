import FoundationEssentials
import Subprocess
import TestRepositories

/// Programs that share no code with this one and read what it writes: Python's readers, `xmllint`.
enum Validator {
    /// What a program said of its input.
    struct Outcome {
        let accepts: Bool
        let output: String
    }

    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/"
    static let reportSchema = root + "Sources/CountersignReports/report-v1.schema.json"
    static let sarifSchema = root + "Tests/Vectors/schemas/sarif-schema-2.1.0.json"
    static let junitSchema = root + "Tests/Vectors/schemas/junit-10.xsd"

    /// Runs one of the scripts beside this file, or of `scripts/`, on a text.
    static func run(_ script: String, _ arguments: [String] = [], on text: String) async throws -> Outcome {
        let directory = script.hasPrefix("check-") ? "scripts/" : "Tests/CountersignReportsTests/Validators/"
        return try await run("python3", ["-W", "ignore", root + directory + script] + arguments, text)
    }

    static func xmllint(_ schema: String, on text: String) async throws -> Outcome {
        try await run("xmllint", ["--noout", "--nonet", "--schema", schema, "-"], text)
    }

    private static func run(_ program: String, _ arguments: [String], _ text: String) async throws -> Outcome {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), input: .string(text),
            output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
        return Outcome(
            accepts: result.terminationStatus.isSuccess, output: result.standardOutput + result.standardError)
    }
}
