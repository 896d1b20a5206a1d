import Terminal

/// Beginnings of an attempt's texts that were wrapped already, so that going back in a replay wraps no more than a stretch
/// of them again.
///
/// They share their lines with the texts that grew out of them, but for the block that was open.
struct AnswerCheckpoints: Sendable {
    /// Bytes from one to the next: so many are wrapped within a few milliseconds.
    static let stride = 64 * 1_024

    struct Checkpoint: Sendable {
        var answer: Int
        var reasoning: Int
        var progress: Int
        var text: AnswerText
        var thoughts: StreamingWrap
        var progressText: StreamingWrap

        fileprivate var bytes: Int { answer + reasoning + progress }
    }

    /// By attempt, in the order of their bytes.
    private var kept: [Int: [Checkpoint]] = [:]

    mutating func removeAll() { kept = [:] }

    /// Keeps one that goes a stretch further than all before.
    mutating func keep(_ checkpoint: Checkpoint, of attempt: Int) {
        guard checkpoint.bytes >= (kept[attempt]?.last?.bytes ?? 0) + Self.stride else { return }
        kept[attempt, default: []].append(checkpoint)
    }

    /// The longest beginning of texts that have so many bytes.
    func longest(of attempt: Int, answer: Int, reasoning: Int, progress: Int) -> Checkpoint? {
        kept[attempt]?.last { $0.answer <= answer && $0.reasoning <= reasoning && $0.progress <= progress }
    }
}
