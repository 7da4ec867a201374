import CountersignGit

/// The script that git calls: it runs this program, then the hook that was there before, and refuses if either does.
struct HookScript {
    let kind: HookKind
    /// The program's own file: a hook's `PATH` is not the one of whoever installed it.
    let program: String

    /// By this line a script is known as ours.
    static let mark = "# Written by git countersign hook install; git countersign hook uninstall takes it out."

    /// What the hook that was there before is called now.
    static func keptName(of kind: HookKind) -> String { "\(kind.rawValue).before-countersign" }

    /// The script's text.
    var text: String {
        let quoted = Self.quoted(program)
        let call = "\(quoted) hook \(kind.rawValue) \"$@\""
        let body =
            kind.readsInput
            ? """
            input=$(cat)
            feed() { if [ -n "$input" ]; then printf '%s\\n' "$input"; fi; }
            feed | \(call) || exit 1
            if [ -x "$before" ]; then feed | "$before" "$@" || exit $?; fi
            """
            : """
            \(call) || exit 1
            if [ -x "$before" ]; then "$before" "$@" || exit $?; fi
            """
        return """
            #!/bin/sh
            \(Self.mark)
            before=$(dirname "$0")/\(Self.keptName(of: kind))
            \(body)
            exit 0

            """
    }

    /// A word that a POSIX shell reads back as the text.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
