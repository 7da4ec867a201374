import CountersignObjects
import Testing

@Suite("Moments in time")
struct TimestampTests {
    @Test("a moment is written as date writes it")
    func agreesWithDate() async throws {
        let moments = Self.moments
        let input = moments.map { "@\($0)\n" }.joined()
        let printed = try await GitFixture.output(
            "date", ["-u", "-f", "-", "+%Y-%m-%dT%H:%M:%SZ"], input: Array(input.utf8), directory: nil)
        let expected = String(decoding: printed, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(expected == moments.map { Timestamp(seconds: $0).rfc3339 })
        #expect(expected.map { Timestamp(rfc3339: $0)?.seconds } == moments)
    }

    /// Century ends, leap days, the 32-bit borders, both ends of what can be written, and a spread between them.
    static let moments: [Int64] =
        [
            -62_135_596_800, -62_135_596_799, -2_208_988_801, -2_208_988_800, -1, 0, 1, 951_782_399, 951_782_400,
            951_868_800, 2_147_483_647, 2_147_483_648, 4_107_542_400, 4_107_542_399, 253_402_300_799,
        ] + stride(from: Int64(-62_000_000_000), through: 253_000_000_000, by: 98_765_432_1).map { $0 }

    @Test(
        "what is not exactly a UTC moment in whole seconds is refused",
        arguments: [
            "", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z",
            "2024-01-01T00:00:60Z", "2024-01-01t00:00:00z", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00+00:00",
            "2024-01-01T00:00:00", "2024-01-01T00:00:00.5Z", "0000-01-01T00:00:00Z", "+024-01-01T00:00:00Z",
            "2024-01-01T00:00:00Z\n", "２024-01-01T00:00Z", "12024-01-01T00:00:0Z",
        ])
    func refusals(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("what can't be written is shown as the end of the calendar, and adding never traps")
    func extremes() {
        #expect(Timestamp(seconds: .max).rfc3339 == "9999-12-31T23:59:59Z")
        #expect(Timestamp(seconds: .min).rfc3339 == "0001-01-01T00:00:00Z")
        #expect(Timestamp(seconds: .max).adding(seconds: 1) == Timestamp(seconds: .max))
        #expect(Timestamp(seconds: .min).adding(seconds: -1) == Timestamp(seconds: .min))
        #expect(Timestamp(seconds: 5).adding(seconds: -6) == Timestamp(seconds: -1))
    }
}
