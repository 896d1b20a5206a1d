import EscalationCore

/// Takes an executor's reports and hands them on as events, output gathered over a short while.
///
/// The executor puts, the session takes: so a session has one writer of events, and they keep their order. The first
/// piece of text goes on at once, later ones after 50 ms or 64 KiB, whichever comes first: few enough for the journal,
/// soon enough for the eye. An executor that is four times that ahead has to wait.
///
/// An answer that flows is read at intervals (see `ReadingPace`): an executor that has caught up with it has to wait until
/// the interval is over, and what it has read goes on at once. Text that is read meanwhile waits for the interval at most.
///
/// Whoever takes also runs the ticker.
final class OutputGatherer: Sendable {
    /// Longest wait of text before the answer flows.
    static let interval: Duration = .milliseconds(50)
    static let batchBytes = 64 * 1_024

    fileprivate struct State {
        var pending: [SessionEvent.Kind] = []
        var pendingBytes = 0
        /// Something waits that should go on without delay.
        var isUrgent = false
        var hadText = false
        /// Whether the ticker has been told that it is waited for.
        var isTicking = false
        var pace = ReadingPace()
        /// When the executor was last told to go on.
        var released: Duration?
        /// Whether it has to wait for the ticker.
        var isHeld = false
        /// How the request ended; nothing that comes later counts.
        var result: Result<Answer, any Error>?
    }

    private let attempt: Int
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    private let state = Locked(State())
    /// Rings when the reader may find something to do.
    private let news = Bell()
    /// Rings when there is room again, and when the executor is held no longer.
    private let room = Bell()
    /// Rings when text, or the executor, begins to wait.
    private let tick = Bell()

    /// - Parameter elapsed: time since the session started.
    init(attempt: Int, clock: any Clock<Duration>, elapsed: @escaping @Sendable () -> Duration) {
        self.attempt = attempt
        self.clock = clock
        self.elapsed = elapsed
    }

    /// Takes a report. Suspends while the reader is far behind, or the executor is to read at intervals. What comes after
    /// the request has ended is let go.
    func put(_ report: ExecutorReport) async {
        let came = elapsed()
        await waitForRoom(while: \.isFull)
        let now = Duration.milliseconds(elapsed().milliseconds)
        let (isUrgent, ticks, isHeld) = state.withLock { state in
            guard state.result == nil else { return (false, false, false) }
            let wasUrgent = state.isUrgent
            state.take(report, of: attempt, at: now)
            if case .output(_, let text) = report, !text.isEmpty { state.rest(afterPieceOf: came) }
            let ticks = !state.isTicking && (state.isHeld || !state.isUrgent && !state.pending.isEmpty)
            if ticks { state.isTicking = true }
            return (state.isUrgent && !wasUrgent, ticks, state.isHeld)
        }
        if isUrgent { news.ring() }
        if ticks { tick.ring() }
        if isHeld { await waitForRoom(while: \.isHeld) }
        let end = elapsed()
        state.withLock { $0.released = end }
    }

    /// Holds the executor back, until the request has ended at the latest.
    private func waitForRoom(while isFull: (State) -> Bool) async {
        while state.withLock({ $0.result == nil && isFull($0) }), !Task.isCancelled { await room.wait() }
    }

    /// Says how the request ended. The first word counts.
    func finish(with result: Result<Answer, any Error>) {
        state.withLock {
            $0.result = $0.result ?? result
            $0.isUrgent = true
        }
        news.ring()
        room.ring()
    }

    /// How the request ended; asked once `next` has returned nil.
    var result: Result<Answer, any Error> {
        state.withLock(\.result) ?? .failure(CancellationError())
    }

    /// Lets what has waited for the interval go on, text and executor; runs until it is cancelled.
    func runTicker() async {
        while !Task.isCancelled {
            await tick.wait()
            let now = elapsed()
            let interval = state.withLock { $0.pace.isFlowing(at: now) ? ReadingPace.interval : Self.interval }
            guard (try? await clock.sleep(for: interval)) != nil else { return }
            let (isUrgent, wasHeld) = state.withLock { state in
                defer { (state.isTicking, state.isHeld) = (false, false) }
                let isUrgent = !state.isUrgent && !state.pending.isEmpty
                if isUrgent { state.isUrgent = true }
                return (isUrgent, state.isHeld)
            }
            if isUrgent { news.ring() }
            if wasHeld { room.ring() }
        }
    }

    /// What came since the last call, in order, perhaps nothing; nil once all is taken and the request has ended.
    ///
    /// It waits for the request, not for cancellation: cancelling ends the request, and that ends this.
    func next() async -> [SessionEvent.Kind]? {
        while !state.withLock(\.isUrgent) { await news.waitThroughCancellation() }
        let (kinds, wasFull): ([SessionEvent.Kind]?, Bool) = state.withLock { state in
            if state.pending.isEmpty, state.result != nil { return (nil, false) }
            defer {
                state.pending = []
                state.pendingBytes = 0
                state.isUrgent = state.result != nil
            }
            return (state.pending, state.isFull)
        }
        if wasFull { room.ring() }
        return kinds
    }
}

extension OutputGatherer.State {
    /// Whether the reader is so far behind that the executor has to wait.
    fileprivate var isFull: Bool { pendingBytes > 4 * OutputGatherer.batchBytes }

    /// Where the executor has read all there is of an answer that flows, what it has read goes on and it rests.
    ///
    /// - Parameter came: when the executor came with the piece.
    fileprivate mutating func rest(afterPieceOf came: Duration) {
        let rests = pace.rests(afterWaiting: came - (released ?? came), at: came)
        // What comes in such amounts has gathered already.
        guard rests, pendingBytes < OutputGatherer.batchBytes else { return }
        isHeld = true
        isUrgent = true
    }

    fileprivate mutating func take(_ report: ExecutorReport, of attempt: Int, at now: Duration) {
        switch report {
        case .output(let channel, let text):
            guard !text.isEmpty else { return }
            pendingBytes += text.utf8.count
            append(text, of: attempt, on: channel, at: now)
            if !hadText || pendingBytes >= OutputGatherer.batchBytes { isUrgent = true }
            hadText = true
            return
        case .queued(let place):
            pending.append(.phaseEntered(attempt: attempt, phase: .queued, place: place))
        case .phase(let phase):
            pending.append(.phaseEntered(attempt: attempt, phase: phase, place: nil))
        case .waiting(let reason, let seconds):
            let until = seconds.map { Duration.milliseconds((now + .seconds($0)).milliseconds) }
            pending.append(.waiting(attempt: attempt, reason: reason, until: until))
        }
        isUrgent = true
    }

    /// Adds text to the batch before it where that is of the same channel, and to the piece before it where that came
    /// in the same millisecond.
    private mutating func append(_ text: String, of attempt: Int, on channel: OutputChannel, at now: Duration) {
        guard case .outputReceived(attempt, channel, var pieces)? = pending.last else {
            pending.append(
                .outputReceived(attempt: attempt, channel: channel, pieces: [OutputPiece(offset: now, text: text)]))
            return
        }
        // Taken out first, so that the array is not copied.
        pending.removeLast()
        if pieces[pieces.count - 1].offset == now {
            pieces[pieces.count - 1].text += text
        } else {
            pieces.append(OutputPiece(offset: now, text: text))
        }
        pending.append(.outputReceived(attempt: attempt, channel: channel, pieces: pieces))
    }
}
