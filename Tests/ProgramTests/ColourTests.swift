import Scenarios
import TestRepositories
import Testing

@Suite("Colour is for terminals, and for those who want it")
struct ColourTests {
    /// What decides, and whether there is colour.
    struct Setting: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let configuration: [String: String]
        let noColour: String?
        let onTerminal: Bool
        let isColoured: Bool

        init(
            _ name: String, _ configuration: [String: String] = [:], noColour: String? = nil, onTerminal: Bool = false,
            gives isColoured: Bool
        ) {
            (testDescription, self.configuration, self.noColour) = (name, configuration, noColour)
            (self.onTerminal, self.isColoured) = (onTerminal, isColoured)
        }
    }

    static let settings = [
        Setting("a pipe", gives: false), Setting("a terminal", onTerminal: true, gives: true),
        Setting("color.ui = always", ["color.ui": "always"], gives: true),
        Setting("color.ui = auto, a pipe", ["color.ui": "auto"], gives: false),
        Setting("color.ui = false, a terminal", ["color.ui": "false"], onTerminal: true, gives: false),
        Setting(
            "color.countersign beats color.ui", ["color.ui": "always", "color.countersign": "never"], gives: false),
        Setting("color.countersign alone", ["color.countersign": "always"], gives: true),
        Setting("NO_COLOR beats both", ["color.ui": "always"], noColour: "1", gives: false),
        Setting("NO_COLOR on a terminal", noColour: "1", onTerminal: true, gives: false),
        Setting("an empty NO_COLOR is none", ["color.ui": "always"], noColour: "", gives: true),
    ]

    @Test("by configuration, NO_COLOR and terminal", arguments: settings)
    func colour(_ setting: Setting) async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        for (key, value) in setting.configuration { try await scenario.repository.git("config", key, value) }
        let program = Program(
            in: scenario.repository.path,
            setting.noColour.map { ["NO_COLOR": $0, "TERM": "xterm"] } ?? ["TERM": "xterm"])
        let outcome =
            setting.onTerminal
            ? try await program.run(["-qec", "git-countersign verify main..topic", "/dev/null"], program: "script")
            : try await program.run("verify", "main..topic")
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.output.withoutColours.contains("✗ missing"), "\(outcome.output)")
        #expect(outcome.output.contains("\u{1b}[1;31m") == setting.isColoured, "\(outcome.output)")
        #expect(outcome.output.contains("\u{1b}") == setting.isColoured)
    }
}

extension String {
    /// The text without ANSI colours.
    var withoutColours: String { replacing(/\u{1b}\[[0-9;]*m/, with: "") }
}
