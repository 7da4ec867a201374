import CountersignApprovals
import CountersignObjects
import TestRepositories

/// A history that grows at random: commits, merges, policies and statements, each step from the same dice.
///
/// Everything is put together in memory; the repository gets all of it at once, at the end.
struct RandomHistory {
    /// One line of the ledger, and what it says; nil for one that can't be read.
    struct Line {
        let place: ObjectID
        let bytes: [UInt8]
        let statement: PlainStatement?
    }

    /// A change that was signed before its commit was thrown away.
    struct Ghost {
        let id: ObjectID
        let change: Digest256
    }

    /// How far everything was after a step, and what is to be verified then.
    struct Moment {
        let now: Int64
        let lineCount: Int
        let main: ObjectID
        let base: ObjectID
        let head: ObjectID
        let isUpdate: Bool
    }

    static let topics = ["topic0", "topic1", "topic2"]
    static let paths = ["a", "b", "c", "src/x", "src/y", "infra/main", "infra/net"]

    var dice: SeededGenerator
    var store = ObjectStore()
    var commits: [ObjectID: PlainCommit] = [:]
    /// Every commit in the order in which they were made: parents come first.
    var made: [ObjectID] = []
    var policies: [ObjectID: PlainPolicy] = [:]
    var branches: [String: ObjectID] = [:]
    var lines: [Line] = []
    var ghosts: [Ghost] = []
    var moments: [Moment] = []
    /// How often what happened.
    var events: [String: Int] = [:]
    var clock: Int64 = 1_790_000_000
    /// The commit that adopted the policy.
    private(set) var root = ObjectID.zero

    /// Starts with a commit or two, and adopts a policy.
    init(seed: UInt64) {
        dice = SeededGenerator(seed: seed)
        var files: [String: TreeFile] = [:]
        for path in Self.paths.prefix(4) { files[path] = store.blob("\(path) is 0\n") }
        var parents: [ObjectID] = []
        if chance(30) { parents = [commit(Draft(parents: [], files: files, author: .june, declaration: .marked))] }
        var policy = PlainPolicy.standard
        for _ in 0..<Int.random(in: 0...4, using: &dice) { policy = mutated(policy, isSmall: true) }
        if chance(50) { policy.waiver = .init(level: pick([2, 2, 3]), hours: pick([24, 72, 100])) }
        put(policy, into: &files)
        root = commit(Draft(parents: parents, files: files, author: .alice, signer: Member.alice.key))
        branches["main"] = root
        for name in Self.topics { branches[name] = root }
    }

    var main: ObjectID { branches["main"] ?? root }

    subscript(id: ObjectID) -> PlainCommit {
        guard let commit = commits[id] else { preconditionFailure("\(id) was not made") }
        return commit
    }
}

/// Dice.
extension RandomHistory {
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &dice)]
    }

    /// One of several things, each as likely as its weight says.
    mutating func weighted<Element>(_ choices: [(weight: Int, element: Element)]) -> Element {
        var left = Int.random(in: 0..<choices.reduce(0) { $0 + $1.weight }, using: &dice)
        for choice in choices {
            if left < choice.weight { return choice.element }
            left -= choice.weight
        }
        return choices[choices.count - 1].element
    }

    /// A commit, most likely a late one.
    mutating func lateCommit() -> ObjectID {
        pick(chance(75) ? made.suffix(8) : made)
    }

    mutating func branch() -> String {
        chance(25) ? "main" : pick(branches.keys.sorted())
    }

    mutating func note(_ event: String) { events[event, default: 0] += 1 }
}

/// The people of these tests.
enum Member: CaseIterable {
    case alice
    case bob
    case carol
    case dave
    case june
    case mike
    case mallory

    var email: String { "\(self)@example.com" }
    var key: KeyNumber { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension PlainPolicy {
    /// Alice and bob senior, carol principal, mike mid, june and dave junior; mallory is nobody.
    static let standard: PlainPolicy = {
        func person(_ member: Member, _ level: Int) -> (String, Person) {
            (member.email, Person(level: level, keys: [Key(number: member.key)]))
        }
        var people = Dictionary(
            uniqueKeysWithValues: [
                person(.alice, 2), person(.bob, 2), person(.carol, 3), person(.dave, 0), person(.june, 0),
                person(.mike, 1),
            ])
        people[Member.alice.email]?.otherEmails = ["alice@old.example"]
        return PlainPolicy(people: people)
    }()
}
