public import ArgumentParser
public import CountersignObjects

/// Where the policy comes from, what vouches for it, and when "now" is.
struct PolicyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Judge by the policy in a directory outside the repository.", valueName: "DIR"))
    var policy: String?

    @Option(help: ArgumentHelp("Believe the policy from this commit on.", valueName: "COMMIT"))
    var trustRoot: String?

    @Option(help: ArgumentHelp("Judge as if it were this time (YYYY-MM-DDTHH:MM:SSZ).", valueName: "TIME"))
    var asOf: Timestamp?

    @Flag(help: "Read every fact afresh, and nothing that earlier runs kept.")
    var noCache = false

    /// What git's configuration says, for a command without these options.
    static var none: PolicyOptions {
        var options = PolicyOptions()
        options.noCache = false
        (options.policy, options.trustRoot, options.asOf) = (nil, nil, nil)
        return options
    }
}

/// What the verifier remembers of earlier runs.
struct MemoryOptions: ParsableArguments {
    @Flag(help: "Forget what earlier runs saw of this repository: root, serial and ledger may then go back.")
    var forget = false

    @Option(help: ArgumentHelp("Refuse a ledger whose history lacks this commit.", valueName: "ID"))
    var ledgerAtLeast: String?

    /// For a command without these options.
    static var none: MemoryOptions {
        var options = MemoryOptions()
        (options.forget, options.ledgerAtLeast) = (false, nil)
        return options
    }
}

/// Whether to tell how far it is.
struct ProgressOptions: ParsableArguments {
    @Flag(name: .customLong("progress"), help: "Tell on standard error how far it is, terminal or not.")
    var isAskedFor = false

    @Flag(name: .customLong("no-progress"), help: "Never tell how far it is.")
    var isUnwanted = false

    func validate() throws {
        if isAskedFor, isUnwanted { throw ValidationError("--progress or --no-progress, not both") }
    }

    /// What was asked for; nil: on a terminal only.
    var progress: Bool? { isUnwanted ? false : isAskedFor ? true : nil }

    /// On a terminal only.
    static var usual: ProgressOptions {
        var options = ProgressOptions()
        (options.isAskedFor, options.isUnwanted) = (false, false)
        return options
    }
}

/// How a report is written, and where to.
struct ReportOptions: ParsableArguments {
    /// The formats that a report comes in.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case github
        case junit
        case sarif
        case html
        case csv
        case jsonl

        /// Whether it has figures over time and a line for each commit.
        var hasFigures: Bool { [.json, .html, .csv, .jsonl].contains(self) }
    }

    /// The formats of what is no report of commits.
    enum PlainFormat: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Option(help: "How to write the report.")
    var format: Format = .text

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Write the report to a file.", valueName: "FILE"))
    var output: String?

    @Flag(help: "Put a pseudonym in place of each person, and leave out what people wrote.")
    var pseudonymize = false

    @Flag(name: .shortAndLong, help: "Print nothing but what was asked for; the exit status tells the rest.")
    var quiet = false
}

/// What a decision says besides yes or no.
struct DecisionOptions: ParsableArguments {
    @OptionGroup var signing: SigningOptions

    @Option(help: ArgumentHelp("The branch that it is given for.", valueName: "REF"))
    var target: String?
}

/// What every statement may carry, and whether to sign it at all.
struct SigningOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("Your words, kept in the statement.", valueName: "TEXT"))
    var message: String?

    /// The words, where there are any.
    var comment: String? { message?.contains { !$0.isWhitespace } == true ? message : nil }

    @Flag(name: [.customShort("n"), .long], help: "Say what would be signed, and sign nothing.")
    var dryRun = false

    @Flag(help: "Exchange the ledger with the remote afterwards, as `sync` does.")
    var push = false
}

extension Timestamp: ExpressibleByArgument {
    /// Reads an argument in RFC 3339, UTC.
    public init?(argument: String) {
        self.init(rfc3339: argument)
    }
}
