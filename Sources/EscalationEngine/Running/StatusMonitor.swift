import EscalationCore

/// What a backend's server says of its models, again and again: asked at an interval, and heard in between where the
/// server tells by itself.
///
/// While the server can't be reached, or refuses the key, it is asked less and less often: twice the interval after the first failure, then
/// twice that, up to 10 s. Polling goes on beside the feed, for servers leave things out: up to v217 llama-swap says
/// nothing of a crash.
public struct StatusMonitor: Sendable {
    /// Longest pause between two tries of a server that is away, unless the interval is longer.
    public static let longestPause: Duration = .seconds(10)
    /// Longest wait for one answer; slower counts as away.
    public static let patience: Duration = .seconds(2)
    /// Before a feed that ended is opened again; doubled, up to `longestPause`, while it ends without a word.
    public static let feedPause: Duration = .seconds(1)
    /// Before a server without a feed is asked for one again: another may have taken its place.
    public static let unofferedPause: Duration = .seconds(30)
    /// How long a load is believed that the feed tells of and the polls don't. A fresh feed then says what is true.
    public static let doubtAfter: Duration = .seconds(5)

    private let backend: String
    private let probe: any StatusProbe
    private let feed: (any StatusFeed)?
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch

    /// - Parameters:
    ///   - feed: nil where the server tells nothing by itself.
    ///   - interval: between two polls of a server that answers; above zero.
    public init(
        backend: String, probe: any StatusProbe, feed: (any StatusFeed)? = nil, interval: Duration,
        clock: any Clock<Duration>, stopwatch: Stopwatch
    ) {
        self.backend = backend
        self.probe = probe
        self.feed = feed
        self.interval = interval
        self.clock = clock
        self.stopwatch = stopwatch
    }

    /// Asks once.
    ///
    /// - Throws: `CancellationError` alone; a server that is away, or refuses, is an answer.
    public func status() async throws -> BackendStatus {
        let picture = Locked(StatusPicture(backend: backend, interval: interval))
        return try await poll(into: picture)
    }

    /// Asks and listens until it is cancelled.
    ///
    /// - Parameter report: given the newest state after each poll and each change that was heard; one that comes while
    ///   it works takes the place of those before.
    public func run(_ report: @escaping @Sendable (BackendStatus) async -> Void) async throws {
        let picture = Locked(StatusPicture(backend: backend, interval: interval))
        let (news, nextPoll) = (Bell(), Bell())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    try Task.checkCancellation()
                    _ = try await poll(into: picture)
                    news.ring()
                    // A feed's end cuts the pause short: all models may have stopped.
                    _ = try await within(picture.withLock { $0.pause }, on: clock) { await nextPoll.wait() }
                }
            }
            if let feed {
                group.addTask { try await listen(to: feed, into: picture, news: news, nextPoll: nextPoll) }
            }
            group.addTask {
                while true {
                    await news.wait()
                    try Task.checkCancellation()
                    if let status = picture.withLock({ $0.takeNews() }) { await report(status) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func poll(into picture: Locked<StatusPicture>) async throws -> BackendStatus {
        let began = stopwatch.now()
        let question = picture.withLock { $0.question }
        do {
            guard let server = try await within(Self.patience, on: clock, probe.status) else {
                return failed(Failure(.unreachable, "no answer within \(Self.patience.inSeconds)"), picture)
            }
            let latency = stopwatch.now() - began
            return picture.withLock { $0.answered(server, to: question, latency: latency, at: began + latency) }
        } catch {
            try Task.checkCancellation()
            return failed(Failure(error), picture)
        }
    }

    private func failed(_ failure: Failure, _ picture: Locked<StatusPicture>) -> BackendStatus {
        let now = stopwatch.now()
        return picture.withLock { $0.failed(failure, at: now) }
    }

    // MARK: Listening

    private func listen(
        to feed: any StatusFeed, into picture: Locked<StatusPicture>, news: Bell, nextPoll: Bell
    ) async throws {
        var pause = Self.feedPause
        while true {
            try Task.checkCancellation()
            let hasHeard = Locked(false)
            let end = try await untilDoubtful(picture) {
                try await feed.follow { status in
                    hasHeard.withLock { $0 = true }
                    picture.withLock { $0.heard(status) }
                    news.ring()
                }
            }
            // What it said stands until the fresh one has spoken.
            if end == .doubtful { continue }
            picture.withLock { $0.lostFeed() }
            if end == .notOffered {
                try await clock.sleep(for: Self.unofferedPause)
                continue
            }
            if hasHeard.withLock({ $0 }) {
                nextPoll.ring()
                pause = Self.feedPause
            }
            try await clock.sleep(for: pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private enum Ending: Sendable { case closed, notOffered, failed, doubtful }

    /// Follows until the feed ends, or tells of a load for long that the polls know nothing of.
    private func untilDoubtful(
        _ picture: Locked<StatusPicture>, _ follow: @escaping @Sendable () async throws -> FeedEnd
    ) async throws -> Ending {
        try await withThrowingTaskGroup(of: Ending.self) { group in
            group.addTask {
                do {
                    return try await follow() == .closed ? .closed : .notOffered
                } catch {
                    // Whether the server is away is the polls' to say.
                    try Task.checkCancellation()
                    return .failed
                }
            }
            group.addTask {
                await picture.withLock { $0.doubt }.wait()
                try Task.checkCancellation()
                return .doubtful
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }
}
