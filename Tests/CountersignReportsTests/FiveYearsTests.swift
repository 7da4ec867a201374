import CountersignHistory
import CountersignLedger
import CountersignReports
import CountersignVerifier
import Scenarios
import Testing

@Suite("The audit of five years")
struct FiveYearsTests {
    @Test("the report tells the story: promotions, departures, a new key, and the change of policy that was refused")
    func story() async throws {
        let scenario = try await FiveYears.lived()
        let tip = try await scenario.id("HEAD")
        let repository = try scenario.open()
        let ledger = try await Ledger.snapshot(repository)
        let chronicle = try await LedgerChronicle.read(repository, tip: #require(ledger.tip))
        let verification = try await scenario.verifier([tip], now: FiveYears.end).audit(
            tip: tip, root: scenario.root, keeping: .notClean, chronicle: chronicle)
        let index = try await CurrentLedger.open(repository, worthwhile: nil).statements
        let report = try Report(
            verification, command: "audit", version: "0",
            ledger: .init(ref: Ledger.reference, tip: ledger.tip, index: index, defects: []),
            asOf: FiveYears.end)
        let text = TextReport(report, style: Style(isColored: false)).render()
        let snapshot = try Snapshot(text, "five-years.txt", beside: #filePath)
        #expect(snapshot.found == snapshot.wanted)
        let json = try JSONText.render(report)
        let schema = try await Validator.run("validate-json", [Validator.reportSchema, "--closed"], on: json)
        #expect(schema.accepts, "\(schema.output)")
        let figures = try await Validator.run("check-figures", on: json)
        #expect(figures.accepts, "\(figures.output)")
    }
}
