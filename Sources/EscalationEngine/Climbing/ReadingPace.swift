/// How an answer is read once it flows: not a word at a time but a few, gathered while its executor is held back.
///
/// At 100 words a second, reading each by itself wakes several threads a word, which was two thirds of what a dashboard cost
/// while it streamed. While the executor is held, the words wait in the socket, and nothing runs.
struct ReadingPace {
    /// Time from one reading to the next: short enough for text to flow, and for nobody to wait for the end of an answer.
    static let interval: Duration = .milliseconds(120)
    /// How long an answer flows before its executor is held, so that a short one is over no later.
    private static let runUp: Duration = .milliseconds(500)
    /// Shortest wait that says that all there was has been read. What is at hand comes sooner.
    private static let catchingUp: Duration = .milliseconds(2)
    /// Pieces that make a rest worth its timer: one was read ahead, one had to be waited for.
    private static let worthwhile = 3
    /// Pieces without a rest after which it is tried whether some gather.
    private static let trial = 32

    private var began: Duration?
    /// Pieces since the last time that all had been read, and those since the last rest.
    private var gathered = 0
    private var unrested = 0

    /// Whether the answer has flowed long enough to be read at intervals.
    func isFlowing(at now: Duration) -> Bool { began.map { now - $0 >= Self.runUp } ?? false }

    /// To be asked after each piece.
    ///
    /// - Parameters:
    ///   - waited: how long the piece was waited for.
    ///   - now: since some fixed moment.
    /// - Returns: whether to rest before reading on.
    mutating func rests(afterWaiting waited: Duration, at now: Duration) -> Bool {
        began = began ?? now
        gathered += 1
        // Faster than it is read, or the rest of what gathered: resting would only hold it up.
        guard waited >= Self.catchingUp else { return false }
        defer { gathered = 0 }
        unrested += gathered
        guard isFlowing(at: now), gathered >= Self.worthwhile || unrested >= Self.trial else { return false }
        unrested = 0
        return true
    }
}
