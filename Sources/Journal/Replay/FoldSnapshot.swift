import EscalationCore

/// A session's state without its long texts, of which it knows how far they had come.
struct FoldSnapshot: Sendable {
    private var state: SessionState
    private var marks: [Mark]

    /// How much of an attempt's texts there was.
    private struct Mark: Sendable {
        /// Which version of the answer, from 0, and how many of its bytes.
        var version: Int
        var answer: Int
        var reasoning: Int
        var progress: Int
    }

    var sequence: Int { state.sequence }

    init(_ state: SessionState, _ texts: FoldTexts) {
        self.state = state
        marks = state.attempts.enumerated().map { index, attempt in
            Mark(
                version: texts.version(at: index), answer: attempt.answer.utf8.count,
                reasoning: attempt.reasoning.utf8.count, progress: attempt.progress.utf8.count)
        }
        // Let go of at once, so that the next piece is still appended in place.
        for index in self.state.attempts.indices {
            self.state.attempts[index].answer = ""
            self.state.attempts[index].reasoning = ""
            self.state.attempts[index].progress = ""
        }
    }

    /// The state with its texts.
    func state(with texts: FoldTexts) -> SessionState {
        var state = state
        for (index, mark) in marks.enumerated() {
            let text = texts.attempts[index]
            state.attempts[index].answer = text.answers[mark.version].beginning(bytes: mark.answer)
            state.attempts[index].reasoning = text.reasoning.beginning(bytes: mark.reasoning)
            state.attempts[index].progress = text.progress.beginning(bytes: mark.progress)
        }
        return state
    }
}

/// Every text of a session at its longest, attempt by attempt.
struct FoldTexts: Sendable {
    private(set) var attempts: [Texts] = []

    struct Texts: Sendable {
        /// Texts only grow, but for an answer that is given whole in the end because it differs from its pieces: then
        /// another version begins.
        var answers: [String] = []
        var reasoning = ""
        var progress = ""
    }

    /// Keeps the text that an event is about to take the place of.
    mutating func note(_ event: SessionEvent, before state: SessionState) {
        if case .attemptStarted = event.kind { attempts.append(Texts()) }
        guard case .answerCompleted(let completed) = event.kind, completed.text != nil,
            let attempt = state.attempt(completed.attempt)
        else { return }
        attempts[completed.attempt - 1].answers.append(attempt.answer)
    }

    /// Takes the texts of the session's last state.
    mutating func close(_ state: SessionState) {
        for (index, attempt) in state.attempts.enumerated() {
            attempts[index].answers.append(attempt.answer)
            attempts[index].reasoning = attempt.reasoning
            attempts[index].progress = attempt.progress
        }
    }

    /// The version that the answer of the attempt at `index` has now.
    func version(at index: Int) -> Int { attempts[index].answers.count }
}

extension String {
    /// The first so many bytes, which end where a piece of the text did.
    ///
    /// With room for what is about to be added: a text that grows out of its place is copied to one of twice its size, and
    /// for one of megabytes that takes longer than all the rest.
    fileprivate func beginning(bytes: Int) -> String {
        guard bytes < utf8.count else { return self }
        var text = ""
        text.reserveCapacity(min(bytes + Self.room, utf8.count))
        text += self[..<utf8.index(startIndex, offsetBy: bytes)]
        return text
    }

    /// Bytes that the events from one snapshot to the next seldom exceed.
    private static var room: Int { 64 * 1_024 }
}
