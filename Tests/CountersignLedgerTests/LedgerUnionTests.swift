import CountersignLedger
import TestRepositories
import Testing

@Suite("Uniting sets of lines")
struct LedgerUnionTests {
    @Test("any order and any number of times give the same bytes", arguments: 0..<200 as Range<UInt64>)
    func property(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let sets = (0..<Int.random(in: 0...4, using: &generator)).map { _ in Self.set(&generator) }
        let united = LedgerUnion.unite(sets)
        #expect(LedgerUnion.unite(sets.shuffled(using: &generator)) == united)
        #expect(LedgerUnion.unite(sets + sets) == united)
        #expect(LedgerUnion.unite([united]) == united)
        #expect(sets.reversed().reduce([]) { LedgerUnion.unite([$0, $1]) } == united)
        #expect(LedgerUnion.unite([sets.flatMap { $0.shuffled(using: &generator) }]) == united)
        #expect(zip(united, united.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }

    @Test("blank lines and CR at the end go, all else stays as it is")
    func normalizing() {
        let lines = ["b\r", "b", "", " \t", "\r\r", " a ", "\u{0}", "\u{e9}"].map { Array($0.utf8) }
        let expected = ["\u{0}", " a ", "b", "\u{e9}"].map { Array($0.utf8) }
        #expect(LedgerUnion.unite([lines, [[0xff]]]) == expected + [[0xff]])
    }

    private static func set(_ generator: inout SeededGenerator) -> [[UInt8]] {
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                [0, 13, 32, 97, 98, 255].randomElement(using: &generator) ?? 97
            }
        }
    }
}
