/// How long to wait between tries: the first wait, doubled after each, up to the longest.
public struct RetryPace: Sendable, Hashable {
    public var first: Duration
    public var longest: Duration

    public init(first: Duration = .milliseconds(250), longest: Duration = .seconds(5)) {
        self.first = first
        self.longest = longest
    }
}

extension WriteQueue {
    /// Runs the body, and meanwhile tries failed writes again.
    nonisolated(nonsending) func retrying<Result>(
        at pace: RetryPace, on clock: any Clock<Duration>, during body: () async throws -> Result
    ) async rethrows -> Result {
        // Cancelled and awaited when the body has returned.
        async let _ = retry(at: pace, on: clock)
        return try await body()
    }

    private func retry(at pace: RetryPace, on clock: any Clock<Duration>) async {
        for await _ in failures {
            var pause = pace.first
            while status != .recording {
                do { try await clock.sleep(for: pause) } catch { return }
                await flush()
                pause = min(pause * 2, pace.longest)
            }
        }
    }
}
