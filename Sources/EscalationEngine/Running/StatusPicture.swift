import EscalationCore

/// What is known of a server, put together from what it answers and what it tells by itself.
///
/// The newest word counts, with one exception: up to v217 llama-swap answers only with models that are ready, so that
/// a load it told of goes on although the answers don't mention it.
struct StatusPicture: Sendable {
    /// Rings when a load has been told of for long that no answer mentions. llama-swap up to v217 says nothing when a
    /// load fails, so it may be over.
    let doubt = Bell()
    /// Before the next poll.
    private(set) var pause: Duration
    private let backend: String
    private let interval: Duration

    private var reach: BackendStatus.Reach?
    private var server: ServerStatus?
    /// Since when it has been away, or has refused, whichever it does now; nil while it answers.
    private var trouble: (isRefusal: Bool, since: Duration)?
    /// What the open feed said last; nil where none is open, or it has said nothing yet.
    private var feed: ServerStatus?
    /// How often the feed has spoken: an answer to a question from before its last word is older than that.
    private var words = 0
    /// Since when the feed has told of a load that the answers don't mention; nil while they agree.
    private var unmentionedSince: Duration?
    /// Whether an answer ever mentioned a load: then none is left out.
    private var mentionsLoads = false
    private var hasNews = false

    init(backend: String, interval: Duration) {
        self.backend = backend
        self.interval = interval
        pause = interval
    }

    /// To be kept while a question is under way.
    var question: Int { words }

    private var status: BackendStatus? { reach.map { BackendStatus(backend: backend, reach: $0, server: server) } }

    /// What is new since the last time; nil where nothing is.
    mutating func takeNews() -> BackendStatus? {
        defer { hasNews = false }
        return hasNews ? status : nil
    }

    mutating func answered(
        _ answer: ServerStatus, to question: Int, latency: Duration, at now: Duration
    ) -> BackendStatus {
        (trouble, pause, hasNews) = (nil, interval, true)
        let reach = BackendStatus.Reach.reachable(latency: latency)
        self.reach = reach
        if answer.starts.values.contains(.loading) { mentionsLoads = true }
        var current = answer
        if let feed { current = question == words ? self.answer(answer, beside: feed, at: now) : feed }
        server = current
        return BackendStatus(backend: backend, reach: reach, server: current)
    }

    mutating func failed(_ failure: Failure, at now: Duration) -> BackendStatus {
        let isRefusal = failure.kind == .refused
        let longest = max(interval, StatusMonitor.longestPause)
        pause = min(max(trouble == nil ? interval : pause, interval) * 2, longest)
        if trouble?.isRefusal != isRefusal { trouble = (isRefusal, now) }
        (hasNews, server) = (true, nil)
        let since = now - (trouble?.since ?? now)
        let reach =
            isRefusal
            ? BackendStatus.Reach.refused(reason: failure.text, since: since, nextTry: pause)
            : .away(reason: failure.text, since: since, nextTry: pause)
        self.reach = reach
        return BackendStatus(backend: backend, reach: reach, server: nil)
    }

    mutating func heard(_ status: ServerStatus) {
        feed = status
        words += 1
        unmentionedSince = nil
        // Until an answer has come nobody knows how long the server takes; and one that is away is so until it answers.
        guard case .reachable? = reach else { return }
        (server, hasNews) = (status, true)
    }

    mutating func lostFeed() {
        feed = nil
        unmentionedSince = nil
    }

    private mutating func answer(_ answer: ServerStatus, beside feed: ServerStatus, at now: Duration) -> ServerStatus {
        var status = answer
        status.aliases.merge(feed.aliases) { answered, _ in answered }
        status.listed = answer.listed.map { $0.union(feed.listed ?? []) } ?? feed.listed
        status.loadProgress = feed.loadProgress.filter { answer.starts[$0.key] == .loading }
        guard !mentionsLoads else { return status }
        let unmentioned = feed.starts.filter { $0.value == .loading && answer.starts[$0.key] == nil }
        guard !unmentioned.isEmpty else {
            unmentionedSince = nil
            return status
        }
        status.starts.merge(unmentioned) { answered, _ in answered }
        let since = unmentionedSince ?? now
        unmentionedSince = since
        if now - since >= StatusMonitor.doubtAfter {
            unmentionedSince = now
            doubt.ring()
        }
        return status
    }
}
