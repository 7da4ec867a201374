import ArgumentParser
import CountersignOpenPGP

/// The program: `git countersign`.
@main
struct GitCountersign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "git countersign",
        abstract: "Signed senior approvals for AI-assisted changes, kept in git itself.",
        version: Version.text,
        subcommands: [
            Init.self, Approve.self, Reject.self, Revoke.self, Waive.self, Authored.self, Queue.self,
            ReviewCommand.self, Sync.self, Verify.self, Audit.self, Show.self, Log.self, Explain.self,
            People.self, Export.self, Hook.self, DoctorCommand.self, Generate.self,
        ])

    /// Runs the command named by the arguments and exits: see ``ExitStatus``.
    static func main() async {
        Interrupts.install()
        await HelpPage.openIfAsked(Array(CommandLine.arguments.dropFirst()), for: self)
        var command: any ParsableCommand
        do {
            command = try parseAsRoot()
        } catch {
            Terminal.exitFromParsing(error, of: self)
        }
        OpenPGPVerifier.muteLibrary()
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            Terminal.exit(reporting: failure)
        } catch let status as ExitCode {
            Terminal.exit(status.rawValue)
        } catch  where exitCode(for: error) != .failure {
            // Help that was asked for, and arguments that only the command itself could tell are wrong.
            Terminal.exitFromParsing(error, of: self)
        } catch {
            Terminal.exit(reporting: Failure(explaining: error))
        }
    }
}

/// The program's version.
enum Version {
    static let text = "0.1.0"
    /// Its day, as manual pages write it.
    static let day = "November 23, 2026"
}
