import EscalationCore
import RungTestSupport
import Testing

@testable import EscalationEngine

@Suite(.timeLimit(.minutes(10))) struct `The output gatherer` {
    private let clock = ManualClock()

    private func gatherer() -> OutputGatherer {
        let stopwatch = clock.stopwatch
        return OutputGatherer(attempt: 1, clock: clock) { stopwatch.now() }
    }

    private func output(_ pieces: (Int, String)...) -> SessionEvent.Kind {
        .outputReceived(
            attempt: 1, channel: .answer, pieces: pieces.map { .init(offset: .milliseconds($0.0), text: $0.1) })
    }

    @Test func `hands on the first piece at once and gathers the next for 50 ms`() async {
        let gatherer = gatherer()
        await gatherer.put(.output(.answer, "a"))
        #expect(await gatherer.next() == [output((0, "a"))])

        await withTaskGroup(of: Void.self) { group in
            group.addTask { await gatherer.runTicker() }
            await gatherer.put(.output(.answer, "b"))
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(20))
            await gatherer.put(.output(.answer, "c"))
            await gatherer.put(.output(.answer, "d"))
            clock.advance(by: .milliseconds(30))
            #expect(await gatherer.next() == [output((0, "b"), (20, "cd"))])
            group.cancelAll()
        }
    }

    @Test func `hands on at once what is not text, and what reached 64 KiB`() async {
        let gatherer = gatherer()
        await gatherer.put(.output(.answer, "a"))
        _ = await gatherer.next()
        await gatherer.put(.output(.answer, "b"))
        await gatherer.put(.phase(.answer))
        #expect(await gatherer.next() == [output((0, "b")), .phaseEntered(attempt: 1, phase: .answer, place: nil)])

        let large = String(repeating: "x", count: 64 * 1_024)
        await gatherer.put(.output(.answer, large))
        #expect(await gatherer.next() == [output((0, large))])
    }

    @Test func `keeps channels apart and in order`() async {
        let gatherer = gatherer()
        await gatherer.put(.output(.reasoning, "hm"))
        await gatherer.put(.output(.answer, "a"))
        await gatherer.put(.output(.answer, "b"))
        let pieces = { (text: String) in [OutputPiece(offset: .zero, text: text)] }
        #expect(
            await gatherer.next() == [
                .outputReceived(attempt: 1, channel: .reasoning, pieces: pieces("hm")),
                .outputReceived(attempt: 1, channel: .answer, pieces: pieces("ab")),
            ])
    }

    @Test func `ends after the last piece, as the first word says`() async throws {
        let gatherer = gatherer()
        await gatherer.put(.output(.answer, "a"))
        gatherer.finish(with: .success(Answer("a")))
        gatherer.finish(with: .failure(CancellationError()))
        #expect(await gatherer.next() == [output((0, "a"))])
        #expect(await gatherer.next() == nil)
        #expect(try gatherer.result.get() == Answer("a"))
    }

    @Test func `holds back an executor that is far ahead`() async {
        let gatherer = gatherer()
        let text = String(repeating: "x", count: 300 * 1_024)
        let puts = Collector<Int>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await gatherer.put(.output(.answer, text))
                puts.add(1)
                await gatherer.put(.output(.answer, "more"))
                puts.add(2)
            }
            await puts.wait(for: 1)
            #expect(await gatherer.next() == [output((0, text))])
            await puts.wait(for: 2)
        }
    }

    // MARK: An answer that flows

    /// Has an executor read what gathered of an answer that flows, and one word more that it had to wait for; then it is
    /// held. The body says what lets it go.
    private func holding(
        _ body: (_ gatherer: OutputGatherer, _ executor: Task<Void, Never>, _ read: Collector<String>) async -> Void
    ) async {
        let gatherer = gatherer()
        let read = Collector<String>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await gatherer.runTicker() }
            await gatherer.put(.output(.answer, "a"))
            #expect(await gatherer.next() == [output((0, "a"))])
            clock.advance(by: .milliseconds(500))
            for word in ["b", "c", "d"] { await gatherer.put(.output(.answer, word)) }
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(10))
            let executor = Task {
                for word in ["e", "f"] {
                    await gatherer.put(.output(.answer, word))
                    read.add(word)
                }
            }
            // What was read goes on at once, though the ticker still sleeps.
            #expect(await gatherer.next() == [output((500, "bcd"), (510, "e"))])
            #expect(read.all.isEmpty)
            await body(gatherer, executor, read)
            await executor.value
            group.cancelAll()
        }
    }

    @Test func `holds an executor that has read all of an answer that flows, so that a few words gather`() async {
        await holding { gatherer, executor, read in
            clock.advance(by: ReadingPace.interval - .milliseconds(10))
            await executor.value
            #expect(read.all == ["e", "f"])
            await clock.waitForSleepers()
            clock.advance(by: ReadingPace.interval)
            #expect(await gatherer.next() == [output((620, "f"))])
        }
    }

    @Test func `a held executor goes on when its request has ended`() async {
        await holding { gatherer, executor, read in
            gatherer.finish(with: .failure(CancellationError()))
            await executor.value
            #expect(await gatherer.next() == nil)
        }
    }

    @Test func `a held executor goes on when it is cancelled`() async {
        await holding { gatherer, executor, read in
            executor.cancel()
            await executor.value
            #expect(read.all == ["e", "f"])
        }
    }

    @Test func `having waited for room is not having caught up`() async {
        let (readings, stopwatch) = (Collector<Duration>(), clock.stopwatch)
        let gatherer = OutputGatherer(attempt: 1, clock: clock) {
            let now = stopwatch.now()
            readings.add(now)
            return now
        }
        await gatherer.put(.output(.answer, "a"))
        _ = await gatherer.next()
        clock.advance(by: .milliseconds(500))
        for _ in 0..<3 { await gatherer.put(.output(.answer, String(repeating: "x", count: 100 * 1_024))) }
        let seen = readings.all.count
        await withTaskGroup(of: Void.self) { group in
            // There is no ticker: held, it would stay so.
            group.addTask { await gatherer.put(.output(.answer, "late")) }
            await readings.wait(for: seen + 1)
            clock.advance(by: .milliseconds(50))
            _ = await gatherer.next()
        }
    }
}
