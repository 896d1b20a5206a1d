import EscalationCore

extension SessionTape {
    /// Events before a stretch that are read along with it, so that a text is found that came in several pieces.
    private static let leadIn = 32

    /// The first event that matches after a sequence.
    ///
    /// - Returns: its sequence; nil where none does.
    public func first(_ condition: EventCondition, after sequence: Int) async throws -> Int? {
        var matcher = EventMatcher(condition, after: attempts(before: sequence))
        var last = max(0, sequence - Self.leadIn)
        while case let events = try await events(after: last, limit: Self.chunk), let newest = events.last {
            for event in events where matcher.matches(event) && event.sequence > sequence { return event.sequence }
            last = newest.sequence
        }
        return nil
    }

    /// The last event that matches before a sequence.
    ///
    /// - Returns: its sequence; nil where none does.
    public func last(_ condition: EventCondition, before sequence: Int) async throws -> Int? {
        var end = min(sequence, count + 1)
        while end > 1 {
            let start = max(1, end - Self.chunk)
            let lead = max(1, start - Self.leadIn)
            var matcher = EventMatcher(condition, after: attempts(before: lead - 1))
            let matches = try await events(after: lead - 1, limit: end - lead).filter { matcher.matches($0) }
            if let found = matches.last?.sequence, found >= start { return found }
            end = start
        }
        return nil
    }

    private func attempts(before sequence: Int) -> [SessionEvent.AttemptStarted] {
        landmarks.prefix { $0.sequence <= sequence }.compactMap { event in
            if case .attemptStarted(let started) = event.kind { started } else { nil }
        }
    }
}
