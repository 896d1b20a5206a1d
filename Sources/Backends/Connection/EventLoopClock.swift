import NIOCore

/// The continuous clock, with the waiting done by the thread that reads and writes the connections: a wait that ends wakes
/// that thread alone.
struct EventLoopClock: Clock {
    /// Longest wait at once: the loop's time stands still while the machine is suspended, and this bounds how long that goes
    /// unnoticed.
    private static let longestWait: Duration = .seconds(60)

    let eventLoop: any EventLoop

    var now: ContinuousClock.Instant { .now }
    var minimumResolution: Duration { ContinuousClock().minimumResolution }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        while true {
            try Task.checkCancellation()
            let left = deadline - .now
            if left <= .zero { return }
            let nanoseconds = min(left, Self.longestWait).components
            let wait = eventLoop.scheduleTask(
                in: .nanoseconds(nanoseconds.seconds * 1_000_000_000 + nanoseconds.attoseconds / 1_000_000_000)
            ) {}
            await withTaskCancellationHandler {
                // Fails only where it is cancelled, which is looked at next.
                try? await wait.futureResult.get()
            } onCancel: {
                wait.cancel()
            }
        }
    }
}
