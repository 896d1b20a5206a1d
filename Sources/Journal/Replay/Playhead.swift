/// Where a replay stands in the session, and how fast it moves on.
///
/// Moments are readings of one stopwatch; positions are offsets since the session started.
public struct Playhead: Sendable, Hashable {
    /// Recorded time that passes in one unit of the viewer's.
    public static let speeds: ClosedRange<Double> = 0.25...64

    /// Where the session ends.
    public let end: Duration
    public private(set) var isPaused = false
    public private(set) var speed: Double
    /// The position at `moment`, from which it moves on.
    private var anchor: Duration = .zero
    private var moment: Duration

    /// At the session's start, moving.
    init(end: Duration, speed: Double, at moment: Duration) {
        self.end = end
        self.speed = Self.clamped(speed)
        self.moment = moment
    }

    /// Never past the end.
    public func position(at now: Duration) -> Duration {
        isPaused ? anchor : min(end, anchor + (now - moment) * speed)
    }

    /// How long until the position is reached; zero or less where it was, nil where it won't be while paused.
    func wait(until position: Duration, at now: Duration) -> Duration? {
        let remaining = position - self.position(at: now)
        if remaining <= .zero { return .zero }
        return isPaused ? nil : remaining / speed
    }

    mutating func pause(at now: Duration) {
        settle(at: now)
        isPaused = true
    }

    mutating func resume(at now: Duration) {
        settle(at: now)
        isPaused = false
    }

    mutating func setSpeed(_ speed: Double, at now: Duration) {
        settle(at: now)
        self.speed = Self.clamped(speed)
    }

    /// Moves to a position, forward or back, and goes on from there; never before the start or past the end.
    mutating func seek(to position: Duration, at now: Duration) {
        anchor = min(end, max(.zero, position))
        moment = now
    }

    private mutating func settle(at now: Duration) {
        anchor = position(at: now)
        moment = now
    }

    /// A speed that isn't a number counts as 1.
    private static func clamped(_ speed: Double) -> Double {
        speed.isNaN ? 1 : min(max(speed, speeds.lowerBound), speeds.upperBound)
    }
}
