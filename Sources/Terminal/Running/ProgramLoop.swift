/// Runs a program: takes messages, keys and ticks, updates its state, starts its effects and shows what it looks like.
///
/// Messages and ticks draw at most `framesPerSecond` times a second: the first at once, those that follow together when the
/// frame's time is over. A key or another size draws at once, outside that cap. A frame equal to the one shown is not shown
/// again; while nothing comes, nothing runs.
public struct ProgramLoop<P: Program>: Sendable {
    /// Frames a second drawn for messages and ticks: enough for text to flow, measured as the point where more only costs.
    public static var framesPerSecond: Int { 30 }

    private let display: any Display
    private let mailbox: Mailbox<P.Message>
    private let clock: any Clock<Duration>
    private let symbols: Canvas.Symbols

    /// - Parameter mailbox: where everybody posts messages; closed when the loop ends.
    /// - Parameter clock: paces frames and ticks.
    /// - Parameter symbols: what may be drawn, see `Canvas.symbols`.
    public init(
        display: any Display, mailbox: Mailbox<P.Message>, clock: any Clock<Duration>,
        symbols: Canvas.Symbols = .unicode
    ) {
        self.display = display
        self.mailbox = mailbox
        self.clock = clock
        self.symbols = symbols
    }

    /// Runs `program` until it is finished or the display is gone.
    ///
    /// - Parameter perform: carries out one effect. Effects run at the same time, each in a task of the global executor
    ///   (wherever the loop runs) that is cancelled when the loop ends; `run` returns after the last of them. What they find
    ///   out they post to the mailbox. The number says in which order they were asked for (1, 2, 3, …), for those where only
    ///   the newest counts.
    /// - Returns: the program as it ended.
    /// - Throws: `CancellationError` if the task is cancelled first.
    public func run(_ program: P, perform: @escaping @Sendable (P.Effect, _ number: Int) async -> Void) async throws
        -> P
    {
        let events = Mailbox<Event>(capacity: Self.eventCapacity)
        defer { mailbox.close() }
        return try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await forwardInput(to: events) }
            group.addTask { await forwardMessages(to: events) }
            var frame = FrameState(program: program, canvas: Canvas(size: await display.size, symbols: symbols))

            var started = 0
            func start(_ effects: [P.Effect]) {
                for effect in effects {
                    started += 1
                    // Never where the loop prefers to run: keys would wait for a file to be written.
                    group.addTask(executorPreference: globalConcurrentExecutor) { [started] in
                        await perform(effect, started)
                    }
                }
            }
            // Since when frames for messages may be drawn again, and whether that moment is waited for.
            let now = Self.elapsed(on: clock)
            var frameEnd = Duration.zero
            var isFrameTimed = false
            func startTimer(_ delay: Duration, _ event: Event) {
                group.addTask {
                    // Cancelled only when the loop ends, and then nobody waits for the event.
                    guard (try? await clock.sleep(for: delay)) != nil else { return }
                    await events.post(event)
                }
            }

            start(frame.receive(.resized(frame.canvas.size)))
            await draw(&frame)
            loop: while !frame.program.isFinished {
                if let tick = frame.tickToStart() { startTimer(tick.interval, .tick(tick.number)) }
                guard let event = await events.next() else { break }
                switch event {
                case .input(let input):
                    start(frame.receive(input))
                    await draw(&frame)
                case .messages(let messages):
                    for message in messages where !frame.program.isFinished { start(frame.update(message)) }
                case .tick(let number):
                    start(frame.receiveTick(number))
                case .frameOver:
                    isFrameTimed = false
                case .inputEnded:
                    break loop
                }
                guard frame.isDirty, !isFrameTimed else { continue }
                // A timer only where a frame has to wait: messages that come slowly need none.
                let wait = frameEnd - now()
                if wait > .zero {
                    isFrameTimed = true
                    startTimer(wait, .frameOver)
                } else if await draw(&frame) {
                    frameEnd = now() + .seconds(1) / Self.framesPerSecond
                }
            }
            events.close()
            mailbox.close()
            group.cancelAll()
            try Task.checkCancellation()
            return frame.program
        }
    }

    /// What the loop waits for.
    private enum Event: Sendable {
        case input(DisplayInput)
        case inputEnded
        case messages([P.Message])
        case tick(Int)
        case frameOver
    }

    // Few and small, so that a key never waits behind more than some hundred updates (about a millisecond).
    private static var eventCapacity: Int { 4 }
    private static var batchLimit: Int { 64 }

    private func forwardInput(to events: Mailbox<Event>) async {
        while let input = await display.nextInput() { await events.post(.input(input)) }
        await events.post(.inputEnded)
    }

    private func forwardMessages(to events: Mailbox<Event>) async {
        while true {
            let batch = await mailbox.nextBatch(limit: Self.batchLimit)
            if batch.isEmpty { return }
            await events.post(.messages(batch))
        }
    }

    /// Tells elapsed time, which `any Clock` can't.
    private static func elapsed<C: Clock<Duration>>(on clock: C) -> () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// - Returns: whether there was something new to show.
    @discardableResult
    private func draw(_ frame: inout FrameState<P>) async -> Bool {
        guard let sheet = frame.render() else { return false }
        await display.show(frame.canvas, sheet)
        return true
    }
}

/// The program, and what of it is on the screen.
private struct FrameState<P: Program> {
    var program: P
    var canvas: Canvas
    /// Whether something happened since the last frame.
    var isDirty = true
    private var shownCanvas: Canvas?
    private var shownSheet: StyleSheet?
    /// The tick that is waited for. One that was to come later than is now wanted still comes, and is nothing.
    private var tick: (interval: Duration, number: Int)?
    private var ticks = 0

    init(program: P, canvas: Canvas) {
        self.program = program
        self.canvas = canvas
    }

    mutating func receive(_ input: DisplayInput) -> [P.Effect] {
        switch input {
        case .key(let key):
            return P.message(for: .key(key)).map { update($0) } ?? []
        case .resized(let size):
            if size != canvas.size { canvas.resize(to: size) }
            isDirty = true
            return P.message(for: .resized(size)).map { update($0) } ?? []
        }
    }

    mutating func update(_ message: P.Message) -> [P.Effect] {
        isDirty = true
        return program.update(message)
    }

    mutating func receiveTick(_ number: Int) -> [P.Effect] {
        guard tick?.number == number else { return [] }
        tick = nil
        guard program.tickInterval != nil else { return [] }
        return P.message(for: .tick).map { update($0) } ?? []
    }

    /// A tick to be timed now; nil if none is wanted, or one that comes soon enough is under way.
    mutating func tickToStart() -> (interval: Duration, number: Int)? {
        guard let interval = program.tickInterval else { return nil }
        if let tick, tick.interval <= interval { return nil }
        ticks += 1
        tick = (interval, ticks)
        return tick
    }

    /// Draws the program.
    /// - Returns: the sheet to show the canvas with; nil if the screen shows just that already.
    mutating func render() -> StyleSheet? {
        guard isDirty else { return nil }
        isDirty = false
        canvas.clear()
        program.view(on: &canvas)
        let sheet = program.styleSheet
        if canvas == shownCanvas && sheet == shownSheet { return nil }
        (shownCanvas, shownSheet) = (canvas, sheet)
        return sheet
    }
}
