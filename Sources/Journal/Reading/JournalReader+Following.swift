import EscalationCore

extension JournalReader {
    /// Gives a session's events as the process that runs it stores them, until it ends or that process does.
    ///
    /// - Parameters:
    ///   - sequence: only events after this one; 0 for all.
    ///   - interval: how long to wait between two looks into the journal.
    /// - Returns: how the session stands: ended or interrupted, never running. Nil where the journal holds no such
    ///   session.
    /// - Throws: `JournalError`, `CancellationError`, or what `post` throws.
    public nonisolated(nonsending) func follow(
        _ session: Session.ID, after sequence: Int = 0, every interval: Duration = .milliseconds(100),
        on clock: any Clock<Duration>, _ post: (SessionEvent) async throws -> Void
    ) async throws -> Session.Run? {
        var last = sequence
        while true {
            // Asked before the events are read: whatever a session had stored when it ended is there to be read then.
            guard let state = try await self.session(session)?.state else { return nil }
            for try await events in eventChunks(of: session, after: last) {
                for event in events {
                    try await post(event)
                    last = event.sequence
                }
            }
            guard state == .running else { return state }
            try await clock.sleep(for: interval)
        }
    }
}
