import CountersignObjects
import Testing

@testable import CountersignReports

@Suite("The figures of an audit")
struct FiguresTests {
    private static func figures(
        _ commits: [CommitReport], changes: [PolicyChangeReport] = [], findings: [Report.FindingReport] = []
    ) -> Figures {
        Figures(commits: commits, policyChanges: changes, findings: findings, asOf: Sample.now)
    }

    @Test("each month tells what landed in it, and months without anything stand between")
    func months() {
        let figures = Self.figures(
            [
                Sample.commit(
                    1, "approved", at: "2025-11-30T23:59:00Z", landed: "2025-12-01T00:00:00Z",
                    [Sample.approval(1, by: "alice", at: "2025-12-01T00:09:00Z")]),
                Sample.commit(
                    2, "approved", at: "2025-12-02T00:00:00Z",
                    [Sample.approval(2, by: "alice", at: "2025-12-02T00:20:00Z")]),
                Sample.commit(3, "exempt", at: "2025-12-03T00:00:00Z", needs: nil),
                Sample.commit(4, "carried", at: "2025-12-04T00:00:00Z"),
                Sample.commit(
                    5, "missing", at: "2025-12-31T23:59:59Z",
                    [Sample.approval(5, by: "mike", at: "2026-01-01T00:00:00Z", refused: "below-level")]),
                Sample.commit(6, "clean", at: "2025-10-01T00:00:00Z", needs: nil),
                Sample.commit(7, "waived", at: "2026-03-01T00:00:00Z"),
            ],
            changes: [
                Sample.change(8, at: "2026-02-10T00:00:00Z", effective: false),
                Sample.change(9, at: "2026-03-10T00:00:00Z", effective: true),
            ],
            findings: [Sample.late(1, at: "2025-12-01T00:09:00Z")])
        #expect(figures.months.map(\.month) == ["2025-12", "2026-01", "2026-02", "2026-03"])
        let december = figures.months[0]
        #expect(december.verdicts == ["approved": 2, "exempt": 1, "carried": 1, "missing": 1])
        #expect(december.flagged == 5 && december.needing == 4 && december.covered == 3 && december.late == 1)
        // 10 and 20 minutes: half are no longer than 10.
        #expect(december.medianSecondsToApproval.value == 600)
        #expect(figures.months.map(\.refusedApprovals) == [0, 1, 0, 0])
        #expect(figures.months.map(\.refusedPolicyChanges) == [0, 0, 1, 0])
        #expect(figures.months.map(\.policyChanges) == [0, 0, 0, 1])
        #expect(figures.months[3].verdicts == ["waived": 1] && figures.months[3].covered == 0)
        #expect(figures.months[1].verdicts.isEmpty && figures.months[1].medianSecondsToApproval.value == nil)
    }

    @Test("what waits is told by the time since it landed, what was late by its delay")
    func ages() {
        let landed = "2026-06-01T00:00:00Z"
        let figures = Self.figures(
            [
                Sample.commit(1, "missing", at: "2026-06-29T00:00:01Z"),
                // A day to the second is no longer under a day.
                Sample.commit(2, "insufficient", at: "2026-06-29T00:00:00Z"),
                Sample.commit(3, "pending", at: "2025-01-01T00:00:00Z", landed: "2026-06-29T12:00:00Z"),
                Sample.commit(4, "missing", at: "2025-06-30T00:00:00Z"),
                Sample.commit(5, "rejected", at: "2026-06-29T12:00:00Z"),
                Sample.commit(6, "missing", at: "2030-01-01T00:00:00Z"),
                Sample.commit(7, "approved", at: landed, landed: landed),
                Sample.commit(8, "approved", at: landed, landed: landed),
            ],
            findings: [Sample.late(7, at: "2026-06-01T05:00:00Z"), Sample.late(8, at: "2026-06-09T00:00:00Z")])
        #expect(figures.ages.map(\.from) == [0, 86_400, 604_800, 2_592_000, 7_776_000, 31_536_000])
        #expect(figures.ages.map(\.open) == [3, 1, 0, 0, 0, 1])
        #expect(figures.ages.map(\.late) == [1, 0, 1, 0, 0, 0])
        #expect(figures.ages.last?.to.value == nil)
    }

    @Test("the time to approval runs to the last approval needed, by another person, for this very commit")
    func timeToApproval() {
        let start = "2026-01-01T00:00:00Z"
        func approved(_ number: Int, needs count: Int = 1, _ approvals: [CommitReport.ApprovalReport]) -> CommitReport {
            Sample.commit(number, "approved", at: start, needs: count, approvals)
        }
        #expect(
            approved(
                1, needs: 2,
                [
                    Sample.approval(1, by: "alice", at: "2026-01-01T00:00:10Z"),
                    Sample.approval(2, by: "alice", at: "2026-01-01T00:00:20Z"),
                    Sample.approval(3, by: "bob", at: "2026-01-01T00:01:00Z"),
                    Sample.approval(4, by: "carol", at: "2026-01-01T01:00:00Z"),
                ]
            ).secondsToApproval == 60)
        #expect(approved(2, [Sample.approval(1, by: "alice", at: "2025-12-31T00:00:00Z")]).secondsToApproval == 0)
        #expect(
            approved(3, [Sample.approval(1, by: "alice", at: start, carriedFrom: 9)]).secondsToApproval == nil)
        #expect(
            approved(4, [Sample.approval(1, by: "alice", at: start, refused: "revoked")]).secondsToApproval == nil)
        #expect(
            Sample.commit(5, "rejected", at: start, [Sample.approval(1, by: "alice", at: start)]).secondsToApproval
                == nil)
    }

    @Test("percentiles are by nearest rank: always a span that somebody waited")
    func percentiles() {
        func values(_ spans: [Int64]) -> [Int64?] {
            let spread = Spread(spans)
            return [spread.median.value, spread.p90.value, spread.p99.value]
        }
        #expect(values([]) == [nil, nil, nil])
        #expect(values([7]) == [7, 7, 7])
        #expect(values([2, 1]) == [1, 2, 2])
        #expect(values((1...10).reversed()) == [5, 9, 10])
        #expect(values(Array(1...100)) == [50, 90, 99])
        #expect(values(Array(1...101)) == [51, 91, 100])
    }

    @Test("an approver's load and pace: batches, the busiest ten minutes, seconds for each commit and changed line")
    func approver() throws {
        // One signature over three commits; two minutes later one over two; a day later a last one.
        let times = ["2026-01-01T10:00:00Z", "2026-01-01T10:02:00Z", "2026-01-02T10:00:00Z"]
        let commits = [(1, 0, "june"), (2, 0, "june"), (3, 0, "mike"), (4, 1, "june"), (5, 1, "mike"), (6, 2, "june")]
            .map {
                Sample.commit(
                    $0.0, "approved", at: $0.0 == 3 ? "2026-01-01T09:58:01Z" : "2025-12-01T00:00:00Z", by: $0.2,
                    lines: [10, 20, nil, 50, nil, 70][$0.0 - 1], [Sample.approval($0.1, by: "alice", at: times[$0.1])])
            }
        let alice = try #require(Self.figures(commits).approvers.first)
        #expect(alice.person == "alice@example.com" && alice.commits == 6 && alice.statements == 3)
        #expect(alice.authors == 2 && alice.mostlyFor == "june@example.com" && alice.commitsOfThat == 4)
        #expect(alice.largestStatement == 3 && alice.busiestTenMinutes == 5)
        #expect(alice.withinTwoMinutes == 1, "119 seconds")
        // 120 seconds for two commits; the first of a sitting, and the one of the next day, tell nothing.
        #expect(alice.secondsPerCommit.value == 60)
        #expect(
            alice.secondsPerChangedLine.value == 2.4, "120 seconds for 50 lines that are told, and some that are not")
    }

    @Test("ten minutes are ten minutes: the signature a second later is in the next")
    func window() {
        func busiest(_ second: String) -> Int? {
            Self.figures([
                Sample.commit(
                    1, "approved", at: "2026-01-01T00:00:00Z",
                    [Sample.approval(1, by: "alice", at: "2026-01-01T10:00:00Z")]),
                Sample.commit(
                    2, "approved", at: "2026-01-01T00:00:00Z", [Sample.approval(2, by: "alice", at: second)]),
            ]).approvers.first?.busiestTenMinutes
        }
        #expect(busiest("2026-01-01T10:10:00Z") == 2)
        #expect(busiest("2026-01-01T10:10:01Z") == 1)
    }

    @Test("concentration counts on how few shoulders half of the approvals rest")
    func concentration() {
        func load(_ loads: [Int]) -> Concentration {
            var number = 0
            return Self.figures(
                loads.enumerated().flatMap { person, count in
                    (0..<count).map { _ in
                        number += 1
                        return Sample.commit(
                            number, "approved", at: "2026-01-01T00:00:00Z",
                            [Sample.approval(number, by: "p\(person)", at: "2026-01-02T00:00:00Z")])
                    }
                }
            ).concentration
        }
        #expect(
            [load([1, 1, 1, 1]).halfBy, load([4, 2, 2]).halfBy, load([3, 2, 2]).halfBy, load([]).halfBy] == [
                2, 1, 2, 0,
            ])
        let uneven = load([5, 1, 1])
        #expect(uneven.approvals == 7 && uneven.approvers == 3 && uneven.byTheBusiest == 5 && uneven.halfBy == 1)
    }

    @Test("a waiver stands, has ended or was taken back; one that never held is none")
    func waivers() {
        func waiver(_ number: Int, until: String, refused: String? = nil, carriedFrom: Int? = nil) -> CommitReport {
            Sample.commit(
                number, "waived", at: "2026-01-01T00:00:00Z",
                [
                    Sample.approval(
                        number, by: "carol", at: "2026-01-0\(number)T00:00:00Z", decision: "waive", refused: refused,
                        carriedFrom: carriedFrom, expires: until, comment: "outage")
                ])
        }
        let figures = Self.figures([
            waiver(5, until: "2026-07-01T00:00:00Z", refused: "revoked"), waiver(1, until: "2026-07-01T00:00:00Z"),
            waiver(2, until: "2026-06-30T00:00:00Z", refused: "revoked"),
            waiver(3, until: "2026-07-01T00:00:00Z", refused: "below-level"),
            waiver(4, until: "2026-07-01T00:00:00Z", carriedFrom: 9),
        ])
        #expect(figures.waivers.map(\.commit) == [1, 2, 5].map(Sample.id))
        #expect(figures.waivers.map(\.state) == ["standing", "ended", "revoked"])
        #expect(figures.waivers.allSatisfy { $0.reviewer == "carol@example.com" && $0.comment == "outage" })
    }

    @Test("approvals that do not count are told by reason, for each commit and each statement")
    func refusals() {
        let figures = Self.figures([
            Sample.commit(
                1, "missing", at: "2026-01-01T00:00:00Z",
                [
                    Sample.approval(1, by: "mike", at: "2026-01-01T00:00:00Z", refused: "below-level"),
                    Sample.approval(2, by: "june", at: "2026-01-01T00:00:00Z", refused: "self-approval"),
                    Sample.approval(3, by: "bob", at: "2026-01-01T00:00:00Z", decision: "reject", refused: "revoked"),
                ]),
            Sample.commit(
                2, "missing", at: "2026-01-01T00:00:00Z",
                [Sample.approval(1, by: "mike", at: "2026-01-01T00:00:00Z", refused: "below-level")]),
        ])
        #expect(
            figures.refusals == [
                RefusalFigures(reason: "below-level", approvals: 2, statements: 1),
                RefusalFigures(reason: "self-approval", approvals: 1, statements: 1),
            ])
    }
}
