import Testing

@testable import EscalationEngine

struct ReadingPaceTests {
    /// After which of these pieces it rests, each waited for so long after the one before, in milliseconds.
    private func rests(_ waits: [Int]) -> [Int] {
        var pace = ReadingPace()
        var now = Duration.zero
        return waits.indices.filter { index in
            now += .milliseconds(waits[index])
            return pace.rests(afterWaiting: .milliseconds(waits[index]), at: now)
        }
    }

    @Test func `an answer of less than half a second is read as it comes`() {
        #expect(rests(Array(repeating: 10, count: 50)).isEmpty)
        #expect(rests(Array(repeating: 10, count: 52)) == [50])
    }

    @Test func `after a rest what gathered is read, and the next piece that is waited for brings another`() {
        let gathered = [0, 0, 0, 0, 0, 8]
        #expect(rests(Array(repeating: 10, count: 51) + gathered + gathered) == [50, 56, 62])
    }

    @Test func `a stream so slow that nothing gathers is hardly ever rested from`() {
        #expect(rests(Array(repeating: 100, count: 100)) == [31, 63, 95])
        // One read ahead, and one that is waited for.
        #expect(rests(Array(repeating: 100, count: 32) + Array(repeating: [0, 90], count: 15).joined()) == [31])
    }

    @Test func `what comes faster than it is read is not held up`() {
        #expect(rests([600] + Array(repeating: 1, count: 10_000)).isEmpty)
    }
}
