import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories

/// A team's history of five years: promotions, departures, a key change, and one change of policy that was refused.
///
/// Nobody but the people whom a year names is trusted in it.
struct FiveYears {
    let scenario: Scenario
    private var serial = 1
    private var levels = ["alice": "senior", "bob": "mid", "carol": "mid", "june": "junior", "mike": "junior"]
    private var signers: String

    /// When the audit is made.
    static let end = day(2031, 12, 31)

    /// Lives through all of it.
    static func lived() async throws -> Scenario {
        var story = try await FiveYears()
        try await story.yearOfBeginning()
        try await story.yearOfGrowth()
        try await story.yearOfTheNewKey()
        try await story.yearOfTheShortcut()
        try await story.yearOfDeparture()
        return story.scenario
    }

    private init() async throws {
        scenario = try await Scenario(policy: nil)
        signers = Scenario.signers(scenario.cast.known)
        scenario.today = Self.day(2027, 1, 4)
        try await scenario.commit("Begin", by: scenario.cast.june, files: ["README": "Shop\n"])
        try write()
        try await scenario.adopt()
    }

    private mutating func yearOfBeginning() async throws {
        let cast = scenario.cast
        scenario.today = Self.day(2027, 2, 1)
        let cart = try await flagged("Count the cart again", by: cast.june)
        try await scenario.decide(by: cast.alice, on: cart)
        scenario.today = Self.day(2027, 9, 6)
        levels["bob"] = "senior"
        // She is the only trusted person, and proven to be the author: that is enough.
        try await changePolicy("Bob becomes a senior", by: cast.alice, approvedBy: [])
    }

    private mutating func yearOfGrowth() async throws {
        let cast = scenario.cast
        scenario.today = Self.day(2028, 3, 1)
        let taxes = try await flagged("Round taxes once", by: cast.mike)
        scenario.today = Self.day(2028, 3, 4)
        try await scenario.decide(by: cast.bob, on: taxes)
        scenario.today = Self.day(2028, 5, 2)
        levels["carol"] = "principal"
        try await changePolicy("Carol becomes a principal", by: cast.bob, approvedBy: [cast.alice])
        scenario.today = Self.day(2028, 8, 15)
        let own = try await scenario.commit(
            "Cache prices\n\n\(Scenario.marker)", by: cast.bob, files: ["prices": "cached\n"], signed: true)
        _ = own
    }

    private mutating func yearOfTheNewKey() async throws {
        let cast = scenario.cast
        scenario.today = Self.day(2029, 2, 1)
        let newKey = try await TestKey.make()
        signers = signers.replacing(
            "\(cast.alice.email) \(cast.alice.key.publicText)",
            with: "\(cast.alice.email) valid-before=\"20290201Z\" \(cast.alice.key.publicText)\n"
                + "\(cast.alice.email) valid-after=\"20290201Z\" \(newKey.publicText)")
        try await changePolicy("Alice has a new key", by: cast.alice, key: newKey, approvedBy: [cast.bob, cast.carol])
        scenario.today = Self.day(2029, 3, 12)
        let search = try await flagged("Search by colour", by: cast.june)
        try await scenario.record(try await scenario.statement(by: cast.alice, about: [search]), key: newKey)
        scenario.today = Self.day(2029, 6, 1)
        let payment = try await flagged("Retry payments", by: cast.june)
        // The old key ended in February.
        try await scenario.decide(by: cast.alice, on: payment)
    }

    private mutating func yearOfTheShortcut() async throws {
        let cast = scenario.cast
        scenario.today = Self.day(2030, 4, 9)
        let before = (levels, serial)
        levels["june"] = "senior"
        serial += 1
        try write()
        try await scenario.commit("Update settings", by: cast.june, signed: true)
        let used = try await scenario.commit(
            "Skip checks\n\n\(Scenario.marker)", by: cast.june, files: ["checks": "off\n"], signed: true)
        (levels, serial) = before
        try write()
        scenario.today = Self.day(2030, 4, 10)
        try await scenario.commit("Put the policy back", by: cast.bob, signed: true)
        try await scenario.decide(.reject, by: cast.carol, on: used)
        let outage = try await flagged("Turn the shop back on", by: cast.mike)
        let waiver = try await scenario.statement(
            .waive, by: cast.carol, about: [outage], expires: Self.day(2030, 4, 12), comment: "the shop was down")
        try await scenario.record(waiver, key: cast.carol.key)
        scenario.today = Self.day(2030, 4, 15)
        try await scenario.decide(by: cast.bob, on: outage)
    }

    private mutating func yearOfDeparture() async throws {
        let cast = scenario.cast
        scenario.today = Self.day(2031, 3, 3)
        levels["alice"] = nil
        signers = signers.split(separator: "\n").filter { !$0.hasPrefix(cast.alice.email) }.map { "\($0)\n" }.joined()
        try await changePolicy("Alice leaves", by: cast.bob, approvedBy: [cast.carol])
        scenario.today = Self.day(2031, 4, 1)
        let late = try await flagged("Sort by price", by: cast.mike)
        try await scenario.decide(by: cast.alice, on: late)
        scenario.today = Self.day(2031, 5, 5)
        levels["june"] = "senior"
        try await changePolicy("June becomes a senior", by: cast.bob, approvedBy: [cast.carol])
        scenario.today = Self.day(2031, 6, 1)
        try await scenario.commit(
            "Offer gift cards\n\n\(Scenario.marker)", by: cast.june, files: ["gifts": "yes\n"], signed: true)
    }

    // MARK: What happens again and again

    private func flagged(_ subject: String, by author: Cast.Member) async throws -> ObjectID {
        let file = subject.lowercased().replacing(" ", with: "-")
        return try await scenario.commit("\(subject)\n\n\(Scenario.marker)", by: author, files: [file: "done\n"])
    }

    private mutating func changePolicy(
        _ subject: String, by author: Cast.Member, key: TestKey? = nil, approvedBy people: [Cast.Member]
    ) async throws {
        let before = try await scenario.policyTree(try await scenario.id("HEAD"))
        serial += 1
        try write()
        let change = try await scenario.commit(subject, by: author, signed: true, key: key)
        let pair = Statement.PolicyChange(from: before, to: try await scenario.policyTree(change))
        for person in people {
            let statement = try await scenario.statement(by: person, about: [change], policyChange: pair)
            try await scenario.record(statement, key: person.key)
        }
    }

    private func write() throws {
        let people = levels.sorted { $0.key < $1.key }.map {
            "[person \"\($0.key)@example.com\"]\n\tname = \($0.key)\n\tlevel = \($0.value)\n"
        }
        try scenario.repository.write(
            ".countersign/policy",
            """
            [countersign]
            \tversion = 1
            \tserial = \(serial)
            \trepository = example/shop
            [levels]
            \torder = junior mid senior principal
            \ttrusted = senior
            [waiver]
            \tlevel = principal
            \tmax = 72h
            \(people.joined())
            """)
        try scenario.repository.write(".countersign/allowed_signers", signers)
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Timestamp {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Timestamp(rfc3339: "\(year)-\(two(month))-\(two(day))T12:00:00Z") ?? .init(seconds: 0)
    }
}
