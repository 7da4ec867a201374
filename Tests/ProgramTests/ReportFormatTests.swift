import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("The formats of a report, and pseudonyms, as the program writes them")
struct ReportFormatTests {
    @Test(
        "each format is written, to standard output and to a file alike",
        arguments: [
            ("html", "<!DOCTYPE html>"), ("csv", "id,verdict,passes,"), ("jsonl", "{\"approvals\":"), ("sarif", "{\n"),
            ("junit", "<?xml "), ("github", "::error title="),
        ])
    func formats(_ format: String, _ start: String) async throws {
        let adopted = try await AdoptedRepository()
        let options = ["--format", format, "--as-of", Scenario.now.rfc3339]
        for command in [["verify", "main..topic"], ["audit", "topic"]] {
            let printed = try await adopted.program.run(command + options)
            #expect(printed.status == 1 && !printed.errors.contains("error:"), "\(printed.errors)")
            #expect(printed.output.hasPrefix(start) && printed.output.contains(adopted.commit.prefix(12)))
            let file = adopted.git.path + "/.git/report"
            let written = try await adopted.program.run(command + options + ["-o", file])
            #expect(written.output.isEmpty)
            #expect(try text(of: file) == printed.output)
        }
    }

    @Test("the command on the page comes to the same page again")
    func repeated() async throws {
        let adopted = try await AdoptedRepository()
        try await adopted.approve()
        let options = ["audit", "topic", "--as-of", Scenario.now.rfc3339, "--format"]
        let first = try await adopted.program.run(options + ["html"])
        let start = try #require(first.output.firstRange(of: "<pre>git countersign "))
        let command = first.output[start.upperBound...].prefix { $0 != "<" }.split { " \n\\".contains($0) }
        #expect(command.contains("--trust-root") && command.contains("--ledger-at-least"))
        let again = try await adopted.program.run(command.map(String.init) + ["--format", "html"])
        #expect(again.output == first.output)
    }

    @Test("pseudonyms keep to the repository's key: the same until that goes, and readable by its owner only")
    func pseudonyms() async throws {
        let adopted = try await AdoptedRepository()
        try await adopted.approve()
        func people() async throws -> [String] {
            let report = try await adopted.report("audit", "topic", "--pseudonymize", status: 0)
            return report.commits.flatMap { [$0.author.email] + $0.approvals.compactMap(\.reviewer.value) }
        }
        let first = try await people()
        #expect(first.count == 2 && Set(first).count == 2 && first.allSatisfy { $0.contains(/^Person \d{6}$/) })
        #expect(try await people() == first)
        let key = adopted.git.path + "/.git/countersign/pseudonym-key"
        let attributes = try FileManager.default.attributesOfItem(atPath: key)
        #expect(attributes[.posixPermissions] as? Int == 0o600 && attributes[.size] as? Int == 32)
        let names = try FileManager.default.contentsOfDirectory(atPath: adopted.git.path + "/.git/countersign")
        #expect(!names.contains { $0.hasPrefix("pseudonym-key.") })
        for format in ["text", "html", "csv", "jsonl", "sarif", "junit", "github"] {
            let written = try await adopted.program.run(
                "audit", "topic", "--all-commits", "--pseudonymize", "--format", format)
            #expect(!written.output.contains("example.com") && !written.output.contains("June"), "\(written.output)")
        }
        try FileManager.default.removeItem(atPath: key)
        #expect(try await people() != first)
        try Data("short".utf8).write(to: URL(filePath: key))
        let refused = try await adopted.program.run("audit", "topic", "--pseudonymize")
        refused.expectFailure(2, "is not a key of pseudonyms: it has 5 bytes", hint: "remove it")
    }
}
