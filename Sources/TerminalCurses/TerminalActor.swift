import CTerminal

/// The one thread that speaks to ncurses.
///
/// ncurses keeps global state and expects one thread, and the main actor is not one thread on Linux. Between jobs the thread
/// rests in `poll(2)`: it costs nothing until a job, a key or a signal comes.
@globalActor
public actor TerminalActor {
    public static let shared = TerminalActor()

    static let executor = TerminalExecutor()

    public nonisolated var unownedExecutor: UnownedSerialExecutor { Self.executor.asUnownedSerialExecutor() }

    /// Where a task runs that mostly speaks to the terminal: beside the actor, so that neither has to wake a thread to hand
    /// something to the other. What takes long, or waits for a disk, doesn't belong there: keys and signals wait for it.
    public static var taskExecutor: any TaskExecutor { executor.forTasks }

    private init() {}

    /// Ends a wait that is under way.
    nonisolated func interrupt(_ waiter: Waiter) {
        Self.executor.interrupt(waiter)
    }

    /// Who may wait: one task each at a time.
    enum Waiter: Sendable, Hashable {
        case input, termination
    }
}

extension TerminalActor {
    /// Waits until one of `descriptors` can be read, or has been closed at the other end.
    ///
    /// - Parameter timeout: longest wait; nil for none.
    /// - Returns: the descriptors that are ready; none when time is up, the task is cancelled, or `interrupt` was called.
    @TerminalActor
    static func readable(_ descriptors: [Int32], timeout: Duration? = nil, for waiter: Waiter) async -> [Int32] {
        let executor = Self.executor
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                executor.wait(for: descriptors, timeout: timeout, as: waiter, continuation)
            }
        } onCancel: {
            executor.interrupt(waiter)
        }
    }
}
