import EscalationCore
import Foundation

/// A clock on which every sleep is over at once, and the time then what it would have been.
///
/// `@unchecked Sendable`: `offset` is read and written with `lock` held.
public final class JumpingClock: Clock, @unchecked Sendable {
    public struct Instant: InstantProtocol {
        public var offset: Duration

        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let lock = NSLock()
    private var offset = Duration.zero

    public init() {}

    public var now: Instant { Instant(offset: lock.withLock { offset }) }
    public var minimumResolution: Duration { .nanoseconds(1) }

    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        lock.withLock { offset = max(offset, deadline.offset) }
    }
}
