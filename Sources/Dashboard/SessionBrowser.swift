import EscalationCore
import Terminal

/// The list of sessions while it is open: this run's first, then the journal's.
struct SessionBrowser: Sendable {
    /// What the journal answered, newest first; nil until it did.
    var past: [Session]?
    var index = 0
    var filter = LineEditor()
    /// Whether keys go into the filter.
    var isFiltering = false
}

extension DashboardProgram {
    /// The sessions listed: this run's, the newest first, then past ones that are not among them.
    func listedSessions(_ browser: SessionBrowser) -> [Session] {
        let query = browser.filter.text.lowercased()
        let own = sessions.order.reversed().compactMap { sessions[$0] }.map(summary).filter {
            query.isEmpty || $0.task.lowercased().contains(query) || $0.id.rawValue.hasPrefix(query)
        }
        let known = Set(own.map(\.id))
        return own + (browser.past ?? []).filter { !known.contains($0.id) }
    }

    private func summary(_ state: SessionState) -> Session {
        Session(
            id: state.id, startedAt: state.started?.startedAt ?? 0,
            state: state.finish.map { .ended($0.outcome) } ?? (sessions.isRunning(state.id) ? .running : .interrupted),
            chain: state.chain?.name ?? "", task: state.task, attempts: state.attempts.count,
            duration: sessions.elapsed(of: state.id, now: moment?.now),
            isSimulated: state.started?.isSimulated ?? false)
    }
}
