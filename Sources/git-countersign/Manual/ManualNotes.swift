/// What the parser does not know of a command, and its manual page tells.
struct ManualNotes {
    /// A heading of a list, and what stands under it.
    typealias Item = (name: String, text: String)

    /// Commands as one types them, each with what it is for.
    let examples: [Item]
    /// The names of what it reads, as ``settings``, ``environment`` and ``files`` have them.
    let reads: [String]
    /// What its exit status means.
    let statuses: [Item]

    /// The notes on a command.
    static func on(_ command: String) -> ManualNotes {
        ManualNotes(
            examples: examples[command] ?? [], reads: usual + (more[command] ?? []),
            statuses: statuses[command] ?? done)
    }

    private static let usual = [
        "countersign.trustRoot", "countersign.policyRef", "refs/notes/countersign", ".countersign",
    ]
    private static let signing = [
        "gpg.format", "user.signingKey", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand", "gpg.program",
        "gpg.openpgp.program", "SSH_AUTH_SOCK",
    ]
    private static let text = ["color.countersign", "core.pager", "GIT_PAGER", "NO_COLOR"]
    private static let long = ["GIT_PROGRESS_DELAY", "caches"]

    private static let more: [String: [String]] = [
        "approve": signing, "reject": signing, "revoke": signing, "waive": signing, "authored": signing,
        "init": signing,
        "queue": text + long + ["user.email"],
        "review": signing + text + long + ["core.editor", "GIT_EDITOR", "review"],
        "verify": ["color.countersign", "NO_COLOR", "memory"] + long,
        "audit": text + long + ["memory", "pseudonym-key"],
        "show": text,
        "log": text, "explain": text, "people": text,
        "doctor": signing + ["notes.displayRef", "remote.NAME.fetch", "user.email", "memory"],
    ]

    static let settings: [Item] = [
        ("countersign.trustRoot", "The commit from which on the policy is believed; its full id."),
        ("countersign.policyRef", "The ref of the protected branch; by default the remote's default branch."),
        ("user.email", "Who you are, by an address that the policy knows."),
        ("gpg.format", "What signs: ssh, or openpgp, the default."), ("user.signingKey", "The key that signs."),
        ("gpg.ssh.program", "What signs with SSH keys; by default ssh-keygen."),
        ("gpg.ssh.defaultKeyCommand", "What prints the SSH key to sign with, where user.signingKey is not set."),
        ("gpg.program", "What signs with OpenPGP keys; by default gpg."),
        ("gpg.openpgp.program", "The same, and goes before it."),
        ("core.editor", "What words are written in."), ("core.pager", "What shows long text on a terminal."),
        ("color.countersign", "Whether to use colour: always, never or auto; by default as color.ui says."),
        ("notes.displayRef", "Which notes git log shows."), ("remote.NAME.fetch", "What git fetch brings."),
    ]

    static let environment: [Item] = [
        ("GIT_EDITOR", "Overrides core.editor."), ("GIT_PAGER", "Overrides core.pager; cat means none."),
        ("GIT_PROGRESS_DELAY", "After how many seconds to tell how far it is; 2 by default."),
        ("NO_COLOR", "No colour, whatever the configuration says."),
        ("SSH_AUTH_SOCK", "The agent that ssh-keygen asks for a signature."),
    ]

    static let files: [Item] = [
        (
            "caches",
            "What is read faster the next time: $GIT_COMMON_DIR/countersign/commits, changes, merges, policies, "
                + "policy-changes and ledger-index. They may be removed at any time."
        ),
        (".countersign", "The policy and the keys of its people, in the tree of the protected branch."),
        ("memory", "What the verifier remembers: $GIT_COMMON_DIR/countersign/memory."),
        ("pseudonym-key", "The key of --pseudonymize: $GIT_COMMON_DIR/countersign/pseudonym-key."),
        ("refs/notes/countersign", "The ledger."),
        ("review", "What is decided and not signed: $GIT_COMMON_DIR/countersign/review."),
    ]

    private static let done: [Item] = [
        ("0", "What was asked for is done."), ("1", "It would not count, and was not done."),
        ("2", "It could not be decided or done."), ("129", "Wrong usage."),
    ]
    private static let verdicts: [Item] = [
        ("0", "Every commit passes."), ("1", "At least one commit does not pass."), ("2", "It could not be decided."),
        ("129", "Wrong usage."),
    ]
    private static let shown: [Item] = [
        ("0", "It was shown, be it nothing."), ("2", "It could not be found out."), ("129", "Wrong usage."),
    ]

    private static let statuses: [String: [Item]] = [
        "verify": verdicts, "audit": verdicts, "explain": verdicts, "queue": shown, "show": shown, "log": shown,
        "people": shown,
        "doctor": [
            ("0", "All is well."), ("1", "Something is to mend."), ("2", "Something could not be found out."),
            ("129", "Wrong usage."),
        ],
        "sync": [
            ("0", "Both ledgers are the same."), ("1", "The remote refused the ledger."),
            ("2", "The remote could not be reached."), ("129", "Wrong usage."),
        ],
    ]

    private static let examples: [String: [Item]] = [
        "init": [("git countersign init --repository acme/shop", "Adopt a policy:")],
        "approve": [
            ("git countersign approve -m 'Read it.' 4b0c5d1", "Approve one commit:"),
            ("git countersign approve --push origin/main..topic", "Approve a branch as one, and share that:"),
        ],
        "reject": [("git countersign reject -m 'No tests.' 4b0c5d1", "Hold a commit back:")],
        "revoke": [("git countersign revoke 4b0c5d1", "Take back what you said of a commit:")],
        "waive": [("git countersign waive --for 24h -m 'Outage; see ticket 4711.' 4b0c5d1", "Let a repair through:")],
        "authored": [("git countersign authored HEAD", "Claim the squash that a forge made of your branch:")],
        "queue": [
            ("git countersign queue --all-branches", "See what waits for you anywhere:"),
            ("git countersign queue -z | tr '\\e0' '\\en' | cut -f1", "Have the ids for a script:"),
        ],
        "review": [
            ("git countersign review", "Review the current branch:"),
            ("git countersign review --all-branches --author june --push", "Review all that june asks for:"),
        ],
        "sync": [("git countersign sync origin", "Exchange approvals with a remote:")],
        "verify": [
            ("git countersign verify", "See what the current branch lacks:"),
            ("git countersign verify --trust-root \"$ROOT\" \"$BASE..$HEAD\"", "Guard a branch in CI:"),
        ],
        "audit": [("git countersign audit --format json -o report.json", "Write a report over a whole history:")],
        "show": [("git countersign show HEAD", "See who approved the last commit:")],
        "log": [("git countersign log --graph -5 origin/main", "See the last landings and who let them through:")],
        "explain": [("git countersign explain 4b0c5d1", "Ask why a commit has its verdict:")],
        "people": [("git countersign people", "See who may approve, and with which keys:")],
        "hook": [("git countersign hook install pre-push", "Be warned before a push:")],
        "export": [("git countersign export -o approvals.jsonl", "Hand all statements to another tool:")],
        "doctor": [("git countersign doctor -q", "See only what is amiss:")],
    ]
}
