import CountersignMarkers
import CountersignObjects
import Testing

@Suite("Rules 3 to 5: trailers")
struct TrailerRuleTests {
    static let agent = "Co-Authored-By: Claude <noreply@anthropic.com>"

    @Test(
        "a co-author line counts wherever it stands and however it is written",
        arguments: [
            "s\n\n\(agent)\n", "s\n\n\(agent)", "\(agent)\n", "s\r\n\r\n\(agent)\r\n", "s\n\n\(agent) \t \n",
            "s\n\nco-authored-BY:claude <NOREPLY@anthropic.com>\n",
            "s\n\nCo-Authored-By \t: Claude <noreply@anthropic.com>",
            "s\n\nCo-Authored-By: Claude\n <noreply@anthropic.com>\n",
            "s\n\nCo-Authored-By:\n\tClaude\r\n  <noreply@anthropic.com>",
            "s\n\n\(agent)\nSigned-off-by: Ada <ada@corp.example>\n", "s\n\n\(agent)\n\nAnother paragraph.\n",
            "s\n\nprose glued to\n\(agent)\nmore prose\n", "s\n\(agent)\n",
            "s\n\nCo-developed-by: C <noreply@anthropic.com>",
            "s\n\nCo-authored-by: openhands openhands@all-hands.dev\n",
            "s\n\nCo-authored-by: A <a@b>, C <noreply@anthropic.com>",
            "s\n\nCo-authored-by: Copilot Autofix powered by AI <62310815+github-advanced-security[bot]@users.noreply.github.com>",
            "s\n\nCo-authored-by: Gemini\n", "s\n\nCo-authored-by: Claude <>\n",
            "s\n\nCo-authored-by: Claude 3.5 Sonnet\n",
            "s\n\n\(agent)\n\nAI-Assisted: no\n", "s\n\nAI-Assisted: no\n\(agent)\n", "s\n\nhidden\0\n\(agent)\n",
        ])
    func coAuthors(_ message: String) {
        #expect(flagging(message).state == .ai)
    }

    @Test(
        "a co-author who is a person isn't flagged",
        arguments: [
            "Co-authored-by: Ashwin Bhat <ashwin@anthropic.com>", "Co-authored-by: Claude <claude@home.example>",
            "Co-authored-by: Claude Dioudonnat", "Co-authored-by: Devin Gould <d@x>", "Co-authored-by: unknown <>",
            "Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
            "Co-authored-by: GH <62310815+github-advanced-security[bot]@users.noreply.github.com>",
            "Co-authored-by handling: split on <.", "Co-authored-by:", "Co-authored-by",
            "Xo-authored-by: C <noreply@anthropic.com>",
            "See Co-authored-by: C <noreply@anthropic.com>", "> \(agent)", "- \(agent)", "* \(agent)", "  \(agent)",
            "Reviewed-by: Claude <noreply@anthropic.com>", "Acked-by: Claude <noreply@anthropic.com>",
            "Tested-by: Michael J Gruber <git@drmicha.warpmail.net>",
            "Suggested-by: Claude Opus <noreply@anthropic.com>",
            "Reported-by: Claude Opus <noreply@anthropic.com>", "Signed-off-by: Claude <noreply@anthropic.com>",
        ])
    func people(_ line: String) {
        #expect(flagging("s\n\nprose\n\(line)\nprose\n").state == .unmarked)
    }

    @Test(
        "a tool's or model's name, AI or yes tells of assistance",
        arguments: [
            "Assisted-by: GitHub Copilot (model: x)", "Assisted-by: Opus 4.7", "Assisted-by: gemini-cli",
            "assisted-BY: codex", "Assisted-by: AI",
            "Assisted-by: Claude:claude-3-opus coccinelle sparse", "Generated-by: Claude Code Sonnet 4",
            "Assisted-By: Claude Code - Claude Sonnet 4.5", "Assisted-by: Kimi via Crush <crush@charm.land>",
            "Assisted-by: something via Crush", "Assisted-by: Crush:qwen3.7-max", "Generated-by: Jetbrains Junie",
            "Assisted-by: OpenCode (Claude Opus 4)", "Assisted-by: Grok (model: grok-4.6, supervised)",
            "AI-Assisted: yes",
            "AI-Generated: true", "AI-Assisted-by: Claude", "AI-Tools: GitLab Duo, OpenCode 3",
            "Generated-by: AI tooling",
            "Assisted-by: Bot with gpt-5", "Assisted-by: x-ai/grok-4.5", "Assisted-by: Claude",
            "Assisted-by: Claude v4",
            "Generated-By: Cursor, Jetbrains Junie, claude-code", "Assisted-by: Claude Opus 4.6 <ada@corp.example>",
        ])
    func assistance(_ line: String) {
        let found = flagging("s\n\n\(line)\n")
        #expect(found.markers.count == 1 && found.markers.first?.kind == "trailer")
    }

    @Test(
        "a person's e-mail makes the value a person, without a warning",
        arguments: [
            "Assisted-by: Waldek Maleska <weakcamel@users.github.com>",
            "Assisted-by: Junio C Hamano <gitster@pobox.com>",
            "Assisted-by: Claude Dioudonnat <c@x>", "Assisted-by: Devin Gould <d@x>", "AI-Tools: none",
            "AI-Generated: false",
        ])
    func personalAssistance(_ line: String) {
        let found = flagging("s\n\n\(line)\n")
        #expect(found.state == .unmarked && found.warnings.isEmpty)
    }

    @Test(
        "a value that names no known tool is warned of",
        arguments: [
            "Assisted-by: Claude Dioudonnat", "Assisted-by: Devin Gould", "Assisted-by: Jules Mons",
            "Assisted-by: Ampere",
            "Generated-By: openstack/project-config:roles/copy-release-tools-scripts/files",
            "AI-assisted: intent by me",
            "Assisted-by: Claude-Michel", "Assisted-by: Ai Weiwei", "Generated-by: gptools.sh",
        ])
    func unknownAssistance(_ line: String) {
        let found = flagging("s\n\n\(line)\n")
        #expect(found.state == .unmarked && found.warnings.count == 1)
    }

    @Test(
        "only 'AI-Assisted: no' at column 0 declares a human",
        arguments: [
            ("AI-Assisted: no", true), ("ai-assisted :  NO \r", true), ("AI-Assisted: none", false),
            ("AI-Assisted: false", false), ("AI-Assisted: nobody", false), ("Assisted-by: no", false),
            (" AI-Assisted: no\nx", false), ("> AI-Assisted: no", false), ("AI-Assisted:", false),
        ])
    func declaration(_ line: String, _ isHuman: Bool) {
        let found = flagging("s\n\n\(line)\n")
        #expect(found.declaredHuman == isHuman)
        #expect(found.state == (isHuman ? .human : .unmarked))
    }

    @Test("a marker beats a declaration")
    func markerWins() {
        let found = flagging("s\n\nAI-Assisted: no\nMade-with: Cursor\n")
        #expect(found.declaredHuman && found.state == .ai)
    }

    private static let uuid = "02f9e138-da58-4a60-93b9-eae659d2aa19"

    @Test(
        "a session trailer must match strictly",
        arguments: [
            ("Claude-Session: https://claude.ai/code/session_01Tr2R4N4U", true),
            ("Claude-Session: https://claude.ai/code/session_", false),
            ("Claude-Session: https://claude.ai/code/session_01 x", false),
            ("Claude-Session: https://evil.example/code/session_01", false),
            ("Copilot-Session: \(uuid)", true), ("Copilot-Session: \(uuid)0", false), ("Copilot-Session: later", false),
            ("Agent-Logs-Url: https://github.com/a/b/sessions/\(uuid)", true),
            ("Agent-Logs-Url: https://github.com/a/b/tasks/\(uuid)?x", true),
            ("Agent-Logs-Url: https://github.com/a/b/c/sessions/\(uuid)", false),
            ("Amp-Thread-ID: https://ampcode.com/threads/T-1", true), ("Amp-Thread-ID: T-1", false),
            ("Made-with: Cursor", true), ("Made-with: love", false), ("Made-with: Cursory care", false),
            ("Made-with: pi", true), ("Entire-Agent: Claude Code", true), ("Entire-Agent:", false),
            ("Entire-X: y", false),
            ("X-Lovable-Edit-ID: edt-\(uuid)", true), ("X-Lovable-Edit-ID: \(uuid)", false),
            ("Replit-Commit-Author: Agent", true), ("Replit-Commit-Author: Deployment", false),
            ("Replit-Commit-Author: Assistant mentioned", false),
            ("Agent-Signature: claude-opus on behalf of ada", true), ("Agent-Signature: claude-opus", false),
        ])
    func sessions(_ line: String, _ isAI: Bool) {
        #expect((flagging("s\n\n\(line)\n").state == .ai) == isAI)
    }
}
