import CountersignGit
import CountersignLedger
import CountersignObjects

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

// Adds COUNT lines to the ledger of the repository DIR, one commit each, for tests with several processes.
// DIR "-" stands for what git's environment names. Usage: ledger-writer DIR NAME COUNT
let arguments = CommandLine.arguments
guard arguments.count == 4, let count = Int(arguments[3]) else { exit(129) }

do {
    let identity = Identity(name: "Writer", email: "writer@example.com", time: Timestamp(seconds: 1_700_000_000))
    let writer = LedgerWriter(try Repository.open(at: arguments[1] == "-" ? nil : arguments[1]))
    for number in 0..<count {
        guard let annotated = ObjectID(hex: String(repeating: String(number % 10), count: 40)) else { continue }
        _ = try writer.add(
            [LedgerEntry(annotated: annotated, line: Array("\(arguments[2]) \(number)".utf8))],
            message: "Add \(number) of \(arguments[2])", identity: identity)
    }
} catch let error as LedgerError {
    print("\(error)\nadvice: \(error.advice ?? "none")")
    exit(1)
} catch let error as GitError {
    print("\(error)\nadvice: \(error.advice ?? "none")")
    exit(1)
}
