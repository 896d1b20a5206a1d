import EscalationCore

/// How a stream is read once its answer flows: not a word at a time but a few, gathered while the reader rests.
///
/// At 100 words a second, reading each by itself wakes six threads a word, which was two thirds of what a dashboard cost
/// while it streamed. While nobody reads, the words wait in the socket, and nothing runs.
struct ReadingPace {
    /// How long a rest is: short enough for text to flow, and for nobody to wait for the end of an answer.
    static let rest: Duration = .milliseconds(75)
    /// How long an answer flows before its reader rests, so that a short one is over no later.
    static let runUp: Duration = .milliseconds(500)
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

    /// To be asked after each piece.
    ///
    /// - Parameters:
    ///   - waited: how long the piece was waited for.
    ///   - now: since some fixed moment.
    /// - Returns: whether to rest before reading on.
    mutating func rests(afterWaiting waited: Duration, at now: Duration) -> Bool {
        let start = began ?? now
        began = start
        gathered += 1
        // Faster than it is read, or the rest of what gathered: resting would only hold it up.
        guard waited >= Self.catchingUp else { return false }
        defer { gathered = 0 }
        unrested += gathered
        guard now - start >= Self.runUp, gathered >= Self.worthwhile || unrested >= Self.trial else { return false }
        unrested = 0
        return true
    }
}
