import Dashboard
import EscalationCore
import Journal

extension DashboardHost {
    /// Changes what people keep beside a session's events, and says how it stands then.
    func change(_ id: Session.ID, _ body: @Sendable (SessionJournal) async throws -> Void) async throws {
        guard let journal else {
            await mailbox.post(.notice("Nothing is recorded here, so nothing was changed."))
            return
        }
        try await body(journal)
        await mailbox.post(.sessionChanged(id, try await journal.reader.session(id)))
    }

    func delete(_ id: Session.ID) async throws {
        try await change(id) { try await $0.delete(id) }
        guard journal != nil else { return }
        await mailbox.post(.notice("\(id.short) was deleted"))
    }
}
