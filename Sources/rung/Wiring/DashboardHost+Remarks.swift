import Dashboard
import EscalationCore
import Journal

extension DashboardHost {
    /// Keeps what a person thinks of an attempt after its session's end, and shows it.
    func annotate(_ verdict: Verdict, on attempt: Int, of id: Session.ID) async throws {
        guard let journal else {
            await mailbox.post(.notice("Nothing is recorded, so there is nowhere to keep that."))
            return
        }
        try await journal.annotate(session: id, attempt: attempt, verdict: verdict, at: currentDate())
        await mailbox.post(.remarked(try await journal.reader.annotations(of: id).latest, on: id))
    }
}
