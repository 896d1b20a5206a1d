/// Measures elapsed time, which `any Clock` can't.
public struct Stopwatch: Sendable {
    private let reading: @Sendable () -> Duration

    /// - Parameter reading: time since some fixed moment; never goes back.
    public init(reading: @escaping @Sendable () -> Duration) {
        self.reading = reading
    }

    /// Time since some fixed moment of this stopwatch.
    public func now() -> Duration { reading() }

    /// A stopwatch on a clock, from this moment.
    public static func on<C: Clock<Duration>>(_ clock: C) -> Stopwatch where C.Instant: Sendable {
        let origin = clock.now
        return Stopwatch { origin.duration(to: clock.now) }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    public var milliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }

    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// As in `300 s` or `0.5 s`: no fraction where it is whole.
    public var inSeconds: String {
        components.attoseconds == 0 ? "\(components.seconds) s" : "\(seconds) s"
    }
}
