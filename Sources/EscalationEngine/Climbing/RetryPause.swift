import EscalationCore

/// How long a failed attempt rests before it is made again.
enum RetryPause {
    /// Before the first retry; each further one waits twice as long.
    static let first: Duration = .seconds(1)
    /// However often it failed. A server that names a longer time itself is given that.
    static let longest: Duration = .seconds(60)

    /// - Parameters:
    ///   - retry: the number of the retry, from 1.
    ///   - chance: from 0 to below 1; spreads sessions that failed together over the second half of the pause.
    /// - Returns: never less than the server asks for.
    static func length(before retry: Int, after failure: Failure, chance: Double) -> Duration {
        // Doubled six times it is past the longest, and many more would overflow.
        let pause = min(longest, first * (1 << min(max(0, retry - 1), 6)))
        let half = pause / 2
        return max(failure.retryAfter ?? .zero, half) + half * chance
    }
}

extension Failure.Kind {
    /// Whether the same request may do better a little later. A key, a model's name or a prompt stay as they are.
    var isPassing: Bool {
        switch self {
        case .unreachable, .loadFailed, .rateLimited, .noFirstByte, .stalled, .cutOff, .malformed, .server, .other: true
        case .refused, .unknownModel, .contextTooLong, .formatRefused, .cancelled, .timedOut: false
        }
    }
}
