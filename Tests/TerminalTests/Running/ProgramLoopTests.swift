import RungTestSupport
import Terminal
import Testing

struct ProgramLoopTests {
    /// Shows what it has been told.
    private struct Recorder: Program {
        enum Message: Sendable, Equatable {
            case text(String)
            case key(Key)
            case size(Size)
            case tick
            case style(Style)
            case spin(Duration?)
            case confirm
            case ignore
        }

        enum Effect: Sendable, Equatable {
            case ask(String)
        }

        var lines: [String] = []
        var ticks = 0
        var tickInterval: Duration?
        var style = Style()
        var isFinished = false

        static func message(for input: ProgramInput) -> Message? {
            switch input {
            case .key("esc"): nil
            case .key(let key): .key(key)
            case .resized(let size): .size(size)
            case .tick: .tick
            }
        }

        mutating func update(_ message: Message) -> [Effect] {
            switch message {
            case .text(let text): lines.append(text)
            case .key("q"): isFinished = true
            case .key("?"): return [.ask("one"), .ask("two")]
            case .key(let key): lines.append(key.description)
            case .size(let size): lines.append("\(size.width)x\(size.height)")
            case .tick: ticks += 1
            case .style(let style): self.style = style
            case .spin(let interval): tickInterval = interval
            case .confirm: return [.ask("confirm")]
            case .ignore: break
            }
            return []
        }

        func view(on canvas: inout Canvas) {
            canvas.put(lines.joined(separator: " ") + (ticks > 0 ? " ticks \(ticks)" : ""), at: 0, 0)
        }

        var styleSheet: StyleSheet { StyleSheet(fallback: style) }
    }

    private let display = RecordingDisplay(size: Size(width: 40, height: 1))
    private let mailbox = Mailbox<Recorder.Message>(capacity: 16)
    private let clock = ManualClock()

    private typealias Perform = @Sendable (Recorder.Effect) async -> Void

    /// Runs a recorder while `body` drives it, until `body` has made it finish.
    private func run(
        perform: @escaping Perform = { _ in },
        _ body: () async throws -> Void
    ) async throws -> Recorder {
        let loop = ProgramLoop<Recorder>(display: display, mailbox: mailbox, clock: clock)
        async let ended = loop.run(Recorder()) { effect, _ in await perform(effect) }
        try await body()
        return try await ended
    }

    private func shown(_ count: Int) async -> [String] {
        _ = await display.waitForFrames(count)
        return await display.frames.map { $0.canvas.plainRows[0] }
    }

    @Test func `tells the program the size, shows a first frame, and ends when the program is finished`() async throws {
        let ended = try await run {
            #expect(await shown(1) == ["40x1"])
            await display.press("q")
        }
        #expect(ended.lines == ["40x1"])
        #expect(ended.isFinished)
        #expect(await display.frames.count == 1)
    }

    @Test func `a key draws at once, while messages wait for their frame`() async throws {
        _ = try await run {
            _ = await shown(1)
            await mailbox.post(.text("a"))
            #expect(await shown(2) == ["40x1", "40x1 a"])
            await mailbox.post(.text("b"))
            await clock.waitForSleepers()
            await display.press("k")
            // The clock has not moved: only the key can have drawn this.
            let frame = await display.waitForFrames(3)
            #expect(frame?.canvas.plainRows[0].hasSuffix("k") == true)
            await display.press("q")
        }
    }

    @Test func `messages draw at most thirty times a second, the last state included`() async throws {
        let confirmed = Mailbox<Recorder.Effect>(capacity: 1)
        let frame = Duration.seconds(1) / 30
        let confirm: Perform = { await confirmed.post($0) }
        _ = try await run(perform: confirm) {
            _ = await shown(1)
            await mailbox.post(.text("a"))
            _ = await shown(2)
            for round in 0..<3 {
                for letter in ["b", "c", "d"] { await mailbox.post(.text("\(letter)\(round)")) }
                await mailbox.post(.confirm)
                // All of them are in, and the frame's time is not over.
                #expect(await confirmed.next() == .ask("confirm"))
                await clock.waitForSleepers()
                clock.advance(by: frame - .nanoseconds(1))
                #expect(await display.frames.count == 2 + round)
                clock.advance(by: .nanoseconds(1))
                #expect(await shown(3 + round).last?.hasSuffix("b\(round) c\(round) d\(round)") == true)
            }
            await display.press("q")
        }
        #expect(await display.frames.count == 5)
    }

    @Test func `a frame equal to the one shown is not shown again`() async throws {
        _ = try await run {
            _ = await shown(1)
            await mailbox.post(.ignore)
            await display.press("esc")
            await display.press("x")
            #expect(await shown(2) == ["40x1", "40x1 x"])
            await display.press("q")
        }
        #expect(await display.frames.count == 2)
    }

    @Test func `another style sheet is shown with the same canvas`() async throws {
        _ = try await run {
            let first = await display.waitForFrames(1)
            await mailbox.post(.style(Style(attributes: .bold)))
            let second = await display.waitForFrames(2)
            #expect(first?.canvas == second?.canvas)
            #expect(second?.styleSheet == StyleSheet(fallback: Style(attributes: .bold)))
            await display.press("q")
        }
    }

    @Test func `another size draws at once, in that size`() async throws {
        _ = try await run {
            _ = await shown(1)
            await display.resize(to: Size(width: 7, height: 2))
            let frame = await display.waitForFrames(2)
            #expect(frame?.canvas.size == Size(width: 7, height: 2))
            #expect(frame?.canvas.plainRows == ["40x1 7x", ""])
            await display.press("q")
        }
    }

    @Test func `ticks come while they are wanted, one at a time`() async throws {
        let confirmed = Mailbox<Recorder.Effect>(capacity: 1)
        let confirm: Perform = { await confirmed.post($0) }
        _ = try await run(perform: confirm) {
            _ = await shown(1)
            await display.press("s")
            await mailbox.post(.spin(.milliseconds(200)))
            _ = await shown(2)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(200))
            #expect(await shown(3).last == "40x1 s ticks 1")
            await clock.waitForSleepers()
            await mailbox.post(.spin(nil))
            await mailbox.post(.confirm)
            // Before that, a tick would still be wanted.
            #expect(await confirmed.next() == .ask("confirm"))
            clock.advance(by: .seconds(60))
            await display.press("x")
            let frame = await display.waitForFrames(4)
            #expect(frame?.canvas.plainRows == ["40x1 s x ticks 1"])
            await display.press("q")
        }
    }

    @Test func `a tick that is wanted sooner doesn't wait for the one under way, which then is nothing`() async throws {
        let confirmed = Mailbox<Recorder.Effect>(capacity: 1)
        let confirm: Perform = { await confirmed.post($0) }
        let ended = try await run(perform: confirm) {
            _ = await shown(1)
            await display.press("s")
            await mailbox.post(.spin(.seconds(1)))
            _ = await shown(2)
            await clock.waitForSleepers()
            await mailbox.post(.spin(.milliseconds(4)))
            await clock.waitForSleepers(2)
            clock.advance(by: .milliseconds(4))
            #expect(await shown(3).last == "40x1 s ticks 1")
            // The one under way, and the next.
            await clock.waitForSleepers(2)
            await mailbox.post(.spin(.seconds(60)))
            await mailbox.post(.confirm)
            #expect(await confirmed.next() == .ask("confirm"))
            clock.advance(by: .seconds(1))
            await clock.waitForSleepers()
            await display.press("q")
        }
        #expect(ended.ticks == 2)
    }

    @Test func `effects run in the loop's own tasks, and report by message`() async throws {
        let mailbox = mailbox
        let answer: Perform = { effect in
            if case .ask(let question) = effect { await mailbox.post(.text(question)) }
        }
        let ended = try await run(perform: answer) {
            _ = await shown(1)
            await display.press("?")
            _ = await shown(2)
            clock.advance(by: .seconds(1))
            while await !display.frames.contains(where: { $0.canvas.plainRows[0].count == 12 }) {
                await clock.waitForSleepers()
                clock.advance(by: .seconds(1))
            }
            await display.press("q")
        }
        #expect(ended.lines.sorted() == ["40x1", "one", "two"])
    }

    @Test func `effects still running are cancelled at the end, and awaited`() async throws {
        let done = Mailbox<String>(capacity: 1)
        let clock = clock
        let wait: Perform = { _ in
            do {
                try await clock.sleep(for: .seconds(1000))
            } catch {
                await done.post("cancelled")
            }
        }
        _ = try await run(perform: wait) {
            _ = await shown(1)
            await display.press("?")
            await clock.waitForSleepers(2)
            await display.press("q")
            #expect(await done.next() == "cancelled")
            #expect(await done.next() == "cancelled")
        }
    }

    @Test func `ends when the display is gone`() async throws {
        let ended = try await run {
            _ = await shown(1)
            await display.press("a")
            await display.disconnect()
        }
        #expect(ended.lines == ["40x1", "a"])
    }

    @Test func `ends with a cancellation error when cancelled, and lets posters go`() async throws {
        let loop = ProgramLoop<Recorder>(display: display, mailbox: mailbox, clock: clock)
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup { group in
                group.addTask { _ = try await loop.run(Recorder()) { _, _ in } }
                _ = await display.waitForFrames(1)
                group.cancelAll()
                try await group.waitForAll()
            }
        }
        for number in 0..<100 { await mailbox.post(.text("\(number)")) }
        #expect(await mailbox.next() == nil)
    }

    @Test func `a program that only gets keys never waits on the clock`() async throws {
        let loop = ProgramLoop<Recorder>(display: display, mailbox: mailbox, clock: ForbiddenClock())
        async let ended = loop.run(Recorder()) { _, _ in }
        await display.press("x", "y", "z", "q")
        #expect(try await ended.lines == ["40x1", "x", "y", "z"])
    }

    /// A clock that must not be waited on.
    private struct ForbiddenClock: Clock {
        var now: ManualClock.Instant { ManualClock().now }
        var minimumResolution: Duration { .nanoseconds(1) }

        func sleep(until deadline: ManualClock.Instant, tolerance: Duration?) async throws {
            Issue.record("somebody waits until \(deadline.offset)")
        }
    }
}
