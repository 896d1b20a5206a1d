import EscalationCore
import RungTestSupport
import Testing

@testable import Backends

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

    // MARK: The reader

    /// Serves an answer in five pieces, and runs the body when the reader rests after the fourth; `goOn` has the last come.
    private func resting(
        _ body:
            @Sendable (
                ManualClock, Task<Answer, any Error>, _ progress: Collector<String>, _ goOn: @Sendable () -> Void
            ) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        let (progress, steps) = (Collector<String>(), Collector<Void>())
        try await LoopbackServer.serving { exchange in
            try await exchange.startStream()
            try await exchange.chunk(event(#"{"content":"A"}"#))
            await steps.wait(for: 1)
            for text in ["B", "C"] { try await exchange.chunk(event(#"{"content":"\#(text)"}"#)) }
            await steps.wait(for: 2)
            try await exchange.chunk(event(#"{"content":"D"}"#))
            await steps.wait(for: 3)
            try await exchange.chunk(event(#"{"content":"E"}"#, finish: "stop") + done)
            try await exchange.endStream()
            progress.add("sent")
            return .keepOpen
        } during: { server in
            try await withClients { clients in
                var executor = clients.chatExecutor(for: BackendEndpoint(name: "local", url: server.url))
                executor.clock = clock
                let request = Task { [executor] in
                    try await executor.answer(to: Request(model: "m", taskPrompt: "t")) { report in
                        if case .output(_, let text) = report { progress.add(text) }
                    }
                }
                await progress.wait { $0.joined() == "A" }
                steps.add(())
                await progress.wait { $0.joined() == "ABC" }
                // The next piece is waited for that long.
                clock.advance(by: ReadingPace.runUp)
                steps.add(())
                await clock.waitForSleepers()
                #expect(progress.all.joined() == "ABCD")
                try await body(clock, request, progress, { steps.add(()) })
            }
        }
    }

    @Test func `reads on after the rest, and loses nothing`() async throws {
        try await resting { clock, request, progress, goOn in
            goOn()
            await progress.wait { $0.contains("sent") }
            #expect(progress.all.contains("E") == false)
            clock.advance(by: ReadingPace.rest)
            let answer = try await request.value
            #expect(answer.text == "ABCDE")
        }
    }

    @Test func `a rest ends when the request is cancelled`() async throws {
        try await resting { _, request, _, goOn in
            request.cancel()
            await #expect(throws: CancellationError.self) { try await request.value }
            goOn()
        }
    }
}
