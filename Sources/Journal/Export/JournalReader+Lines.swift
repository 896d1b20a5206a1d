import EscalationCore

extension JournalReader {
    /// Writes a session as JSON Lines, one object an event. What people said of it after its end stands in the last line,
    /// as `annotations`, oldest first; the events remain as they were.
    ///
    /// - Parameters:
    ///   - line: an event's object; called for each, in order.
    ///   - write: takes a line, without its end.
    /// - Throws: `JournalError`, or what `write` throws.
    public nonisolated(nonsending) func writeLines(
        of session: Session.ID, as line: (SessionEvent) -> JSONValue = \.json, to write: (String) throws -> Void
    ) async throws {
        // Which line is the last is known when no other comes.
        var held: JSONValue?
        for try await events in eventChunks(of: session) {
            for event in events {
                if let held { try write(held.text) }
                held = line(event)
            }
        }
        guard let held else { return }
        try write(try await annotations(of: session).adding(to: held).text)
    }
}
