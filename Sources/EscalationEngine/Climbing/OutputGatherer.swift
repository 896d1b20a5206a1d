import EscalationCore

/// Takes an executor's reports and hands them on as events, output gathered over a short while.
///
/// The executor puts, the session takes: so a session has one writer of events, and they keep their order. The first
/// piece of text goes on at once, later ones after 50 ms or 64 KiB, whichever comes first: few enough for the journal,
/// soon enough for the eye. An executor that is four times that ahead has to wait.
final class OutputGatherer: Sendable {
    static let interval: Duration = .milliseconds(50)
    static let batchBytes = 64 * 1_024

    fileprivate struct State {
        var pending: [SessionEvent.Kind] = []
        var pendingBytes = 0
        /// Something waits that should go on without delay.
        var isUrgent = false
        var hadText = false
        var isFinished = false
    }

    private let attempt: Int
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    private let state = Locked(State())
    /// Rings when the reader may find something to do.
    private let news = Bell()
    /// Rings when there is room again.
    private let room = Bell()

    /// - Parameter elapsed: time since the session started.
    init(attempt: Int, clock: any Clock<Duration>, elapsed: @escaping @Sendable () -> Duration) {
        self.attempt = attempt
        self.clock = clock
        self.elapsed = elapsed
    }

    /// Takes a report. Suspends while the reader is far behind.
    func put(_ report: ExecutorReport) async {
        while state.withLock({ $0.pendingBytes > 4 * Self.batchBytes }), !Task.isCancelled { await room.wait() }
        let now = Duration.milliseconds(elapsed().milliseconds)
        let wakes = state.withLock { state in
            let wasQuiet = state.pending.isEmpty
            let wasUrgent = state.isUrgent
            state.take(report, of: attempt, at: now)
            return wasQuiet || state.isUrgent && !wasUrgent
        }
        if wakes { news.ring() }
    }

    /// Says that nothing will follow.
    func finish() {
        state.withLock {
            $0.isFinished = true
            $0.isUrgent = true
        }
        news.ring()
    }

    /// What came since the last call, in order, perhaps nothing; nil once all is taken and the executor has finished.
    ///
    /// It waits for the executor, not for cancellation: cancelling ends the executor, and that ends this.
    func next() async -> [SessionEvent.Kind]? {
        while state.withLock({ $0.pending.isEmpty && !$0.isFinished }) { await news.waitThroughCancellation() }
        if !state.withLock(\.isUrgent) {
            _ = try? await within(Self.interval, on: clock) { [state, news] in
                while !state.withLock(\.isUrgent), !Task.isCancelled { await news.wait() }
            }
        }
        defer { room.ring() }
        return state.withLock { state in
            if state.pending.isEmpty, state.isFinished { return nil }
            defer {
                state.pending = []
                state.pendingBytes = 0
                state.isUrgent = state.isFinished
            }
            return state.pending
        }
    }
}

extension OutputGatherer.State {
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
