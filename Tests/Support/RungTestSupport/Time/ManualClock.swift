import EscalationCore
import Foundation

/// A clock that stands still until a test moves it.
///
/// `@unchecked Sendable`: every access to `state` holds `lock`, and no continuation is resumed while it is held.
public final class ManualClock: Clock, @unchecked Sendable {
    public struct Instant: InstantProtocol {
        public var offset: Duration

        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        var id: Int
        var deadline: Instant
        var wake: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        /// Given the deadlines slept for.
        var condition: @Sendable ([Instant]) -> Bool
        var wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []
        var cancelled: Set<Int> = []
    }

    private let lock = NSLock()
    private var state = State()

    public init() {}

    public var now: Instant { lock.withLock { state.now } }
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// Elapsed time on this clock.
    public var stopwatch: Stopwatch { .on(self) }

    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = lock.withLock {
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (outcome, watchers) = lock.withLock { () -> (Result<Void, any Error>?, [Watcher]) in
                    if state.cancelled.remove(id) != nil { return (.failure(CancellationError()), []) }
                    if deadline <= state.now { return (.success(()), []) }
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, wake: continuation))
                    return (nil, takeWatchers())
                }
                if let outcome { continuation.resume(with: outcome) }
                for watcher in watchers { watcher.wake.resume() }
            }
        } onCancel: {
            let sleeper = lock.withLock { () -> Sleeper? in
                if let index = state.sleepers.firstIndex(where: { $0.id == id }) {
                    return state.sleepers.remove(at: index)
                }
                state.cancelled.insert(id)
                return nil
            }
            sleeper?.wake.resume(throwing: CancellationError())
        }
    }

    /// Moves time on and wakes who slept until then, earliest first.
    public func advance(by duration: Duration) {
        let due = lock.withLock { () -> [Sleeper] in
            let now = state.now.advanced(by: duration)
            state.now = now
            let due = state.sleepers.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= now }
            return due
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    /// Returns once at least that many wait on this clock.
    public func waitForSleepers(_ count: Int = 1) async {
        await wait { $0.count >= count }
    }

    /// Returns once somebody sleeps who will wake within that time from now.
    public func waitForSleeper(within duration: Duration) async {
        let latest = now.advanced(by: duration)
        await wait { deadlines in deadlines.contains { $0 <= latest } }
    }

    private func wait(until condition: @escaping @Sendable ([Instant]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isTrue = lock.withLock { () -> Bool in
                if condition(state.sleepers.map(\.deadline)) { return true }
                state.watchers.append(Watcher(condition: condition, wake: continuation))
                return false
            }
            if isTrue { continuation.resume() }
        }
    }

    /// Those whose condition has come true. Call with the lock held.
    private func takeWatchers() -> [Watcher] {
        let deadlines = state.sleepers.map(\.deadline)
        let ready = state.watchers.filter { $0.condition(deadlines) }
        state.watchers.removeAll { $0.condition(deadlines) }
        return ready
    }
}
