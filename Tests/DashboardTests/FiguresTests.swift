import Testing

@testable import Dashboard

/// Numbers and names, short enough for a list.
@Suite struct FiguresTests {
    @Test(arguments: [
        (0, "0.0s"), (420, "0.4s"), (33_049, "33.0s"), (99_999, "99.9s"), (125_000, "2:05"), (3_725_000, "1:02:05"),
    ])
    func `tells how long something took`(milliseconds: Int, text: String) {
        #expect(Figures.took(.milliseconds(milliseconds)) == text)
    }

    @Test(arguments: [(-5, "0s"), (999, "0s"), (12_999, "12s"), (99_999, "99s"), (100_000, "1:40")])
    func `tells how long something has been running, in whole seconds`(milliseconds: Int, text: String) {
        #expect(Figures.running(.milliseconds(milliseconds)) == text)
    }

    @Test(arguments: [(999, "999"), (1_000, "1.0k"), (1_899, "1.8k"), (24_500, "24k"), (1_250_000, "1.2M")])
    func `counts in thousands from a thousand on`(count: Int, text: String) {
        #expect(Figures.count(count) == text)
    }

    @Test(arguments: [(3.14, "3.1/s"), (9.96, "10/s"), (41.4, "41/s"), (137.6, "138/s"), (.nan, "?/s"), (-1, "?/s")])
    func `tells a speed`(speed: Double, text: String) {
        #expect(Figures.speed(speed) == text)
    }

    @Test func `keeps a latency in its bucket, so that jitter changes nothing`() {
        #expect(Set((301...500).map { Figures.latency(.milliseconds($0)) }) == ["500 ms"])
        #expect(Figures.latency(.zero) == "1 ms")
        #expect(Figures.latency(.milliseconds(501)) == "1 s")
        #expect(Figures.latency(.milliseconds(1_001)) == "2 s")
    }

    @Test func `counts places and things`() {
        let places = [1, 2, 3, 4, 11, 12, 13, 21, 111].map(Figures.ordinal)
        #expect(places == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th"])
        #expect([0, 1, 2].map { Figures.plural($0, "line") } == ["0 lines", "1 line", "2 lines"])
    }

    @Test func `folds lines to one, and leaves out the middle of a long name`() {
        #expect(OneLine.folded("  one\n\n two\tthree \r\n") == "one two three")
        #expect(OneLine.folded(String(repeating: "x", count: 5_000)).count == 1_000)
        #expect(OneLine.shortened("claude-sonnet-4-6", to: 10) == "claud…-4-6")
        #expect(OneLine.shortened("short", to: 10) == "short")
        #expect(OneLine.shortened("claude", to: 3) == "cl…")
    }
}
