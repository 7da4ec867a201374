/// On how many shoulders the approvals rest.
public struct Concentration: Encodable, Sendable, Equatable {
    /// How many people approved anything.
    public let approvers: Int
    /// Approvals of commits, by all of them together.
    public let approvals: Int
    /// Those by the busiest.
    public let byTheBusiest: Int
    /// How few people together gave at least half of them.
    public let halfBy: Int

    init(_ approvers: [ApproverFigures]) {
        let loads = approvers.map(\.commits).sorted(by: >)
        let all = loads.reduce(0, +)
        self.approvers = loads.count
        approvals = all
        byTheBusiest = loads.first ?? 0
        var sum = 0
        halfBy =
            loads.prefix { load in
                defer { sum += load }
                return sum * 2 < all
            }.count
    }
}
