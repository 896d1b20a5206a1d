import EscalationCore
import Terminal

/// The list of sessions: this run's first, then the journal's.
struct SessionsOverlay: Overlay {
    /// The change that the user is asked about; nil while none is.
    var change: SessionChange?
    /// What the journal answered, newest first; nil until it did.
    private(set) var past: [Session]?
    /// How many sessions match, and of how many; nil until the journal has counted.
    private(set) var count: Count?
    /// Why what was typed can't be understood, or the journal can't be read.
    private(set) var refusal: String?
    /// The session behind which more were asked for.
    private var asked: Session.ID?
    private(set) var index = 0
    private(set) var filter = FilterField()
    /// Sessions to be shown side by side, two at most, in the order they were marked.
    private(set) var marked: [Session.ID] = []

    struct Count: Sendable {
        var matching: Int
        var total: Int
        /// Sessions whose texts words can't find yet.
        var unsearchable: Int
    }

    /// What is to be asked when it opens.
    static let opening: [DashboardProgram.Effect] = [.readTime, .listSessions(query: "")]

    var context: KeyBindings.Context? { change == nil ? .sessions : .question }
    var coversPanes: Bool { true }
    var isListing: Bool { true }
    var isTyping: Bool { change?.isTyping ?? filter.isTyping }

    /// The sessions listed: this run's, the newest first, then past ones that are not among them.
    func listed(_ program: DashboardProgram) -> [Session] {
        let query = filter.text.lowercased()
        let order = program.sessions.order.reversed().filter(program.sessions.isOwn)
        let own = order.compactMap { program.sessions[$0] }.map(program.summary).filter {
            query.isEmpty || $0.task.lowercased().contains(query) || $0.id.rawValue.hasPrefix(query)
        }
        let known = Set(own.map(\.id))
        let recorded = (past ?? []).filter { known.contains($0.id) }
        let named = own.map { session in
            // What people call it stands in the journal alone.
            var session = session
            guard let record = recorded.first(where: { $0.id == session.id }) else { return session }
            (session.title, session.tags) = (record.title, record.tags)
            return session
        }
        return named + (past ?? []).filter { !known.contains($0.id) }
    }

    /// The session under the cursor; nil where there is none.
    func selected(_ program: DashboardProgram) -> Session? {
        let listed = listed(program)
        return listed.indices.contains(index) ? listed[index] : nil
    }

    mutating func move(by distance: Int, in program: DashboardProgram) {
        guard change == nil else { return }
        index = min(max(0, index + distance), max(0, listed(program).count - 1))
    }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        if change != nil { return typeName(key) }
        switch filter.take(key) {
        case .same: return .stay()
        case .moved(let distance):
            move(by: distance, in: program)
            return .stay(moved(in: &program))
        case .changed:
            index = 0
            (count, refusal, asked) = (nil, nil, nil)
            return .stay([.listSessions(query: filter.text)])
        }
    }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        if change != nil { return answer(action) }
        switch action {
        case .sessions: return .close()
        case .filter:
            filter.isTyping = true
            return .stay()
        case .open: return open(in: &program)
        case .replay:
            guard let session = selected(program) else { return .stay() }
            // Being replayed already, it only has to be seen.
            if program.replay?.state.session == session.id { return .close() }
            return .stay(program.startReplay(of: session.id, isRunning: session.state == .running))
        case .goOn:
            guard let session = selected(program) else { return .stay() }
            let effects = program.goOn(from: session)
            return effects.isEmpty ? .stay() : .close(effects)
        case .mark:
            if let session = selected(program) { mark(session.id) }
            return .stay()
        case .compare: return compare(in: &program)
        case .delete: return ask(.delete, in: &program)
        case .tag: return ask(.tag, in: &program)
        case .untag: return ask(.untag, in: &program)
        case .rename: return ask(.rename, in: &program)
        case .cancel:
            guard let session = selected(program), program.sessions.isRunning(session.id) else { return .stay() }
            return .stay([.cancel(session.id)])
        default: return .pass
        }
    }

    private mutating func mark(_ id: Session.ID) {
        if let index = marked.firstIndex(of: id) {
            marked.remove(at: index)
        } else {
            marked = marked.suffix(1) + [id]
        }
    }

    /// The two marked sessions; else the selected one and the one that was marked, or that is on the screen.
    private func compare(in program: inout DashboardProgram) -> OverlayReply {
        var pair = marked
        for id in [selected(program)?.id, program.shown?.id].compactMap(\.self) where pair.count < 2 {
            if !pair.contains(id) { pair.append(id) }
        }
        guard pair.count == 2 else {
            let key = program.key(for: .mark)?.description ?? ""
            program.notice = "mark two sessions with \(key), or look at another one than the one on the screen"
            return .stay()
        }
        guard let old = program.sessions[pair[0]], let new = program.sessions[pair[1]] else {
            return .stay([.compare(pair[0], pair[1])])
        }
        return .open(CompareOverlay(old, new, in: program))
    }

    private func open(in program: inout DashboardProgram) -> OverlayReply {
        guard let session = selected(program) else { return .stay() }
        if program.focus == .task { program.focus = .attempts }
        let leaving: [DashboardProgram.Effect] = program.replay == nil ? [] : [.replayControl(.stop)]
        guard program.sessions[session.id] != nil else { return .close(leaving + [.open(session.id)]) }
        program.select(session.id)
        return .close(leaving)
    }

    /// Rows from the end of what is known at which more is asked for.
    private static let margin = 50

    mutating func moved(in program: inout DashboardProgram) -> [DashboardProgram.Effect] {
        guard let last = past?.last?.id, last != asked, index + Self.margin >= listed(program).count else { return [] }
        asked = last
        return [.listMore(query: filter.text, after: last)]
    }

    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {
        switch message {
        case .listed(let sessions, filter.text):
            let known = Set(sessions.map(\.id))
            // A list that was read further stays as long as it is.
            let rest = refusal == nil && asked != nil ? (past ?? []).filter { !known.contains($0.id) } : []
            (past, refusal) = (sessions + rest, nil)
        case .listedMore(let sessions, filter.text, let last) where past?.last?.id == last:
            past = (past ?? []) + sessions
        case .counted(let matching, let total, let unsearchable, filter.text):
            count = Count(matching: matching, total: total, unsearchable: unsearchable)
        case .listRefused(let reason, filter.text):
            (past, count, refusal) = ([], nil, reason)
        case .sessionChanged(let id, let session): take(id, changedTo: session, in: program)
        default: break
        }
    }

    /// Takes in how a session stands after a change; nil where it is gone.
    private mutating func take(_ id: Session.ID, changedTo session: Session?, in program: DashboardProgram) {
        past = past?.compactMap { $0.id == id ? session : $0 }
        guard session == nil else { return }
        marked.removeAll { $0 == id }
        if change?.session.id == id { change = nil }
        index = min(index, max(0, listed(program).count - 1))
    }

    func question(in program: DashboardProgram) -> [StyledLine]? { change?.question(in: program) }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        if isTyping || change != nil { return [] }
        guard let session = selected(program) else { return [(.filter, "filter"), (.back, "back")] }
        let own: DashboardProgram.Hint? =
            program.sessions.isRunning(session.id)
            ? (.cancel, "cancel") : session.state == .running ? nil : (.replay, "replay")
        let marking: [DashboardProgram.Hint] =
            marked.isEmpty ? [(.mark, "mark")] : [(.compare, "compare"), (.mark, "mark")]
        return [(.open, "open"), (.filter, "filter")] + [own].compactMap(\.self) + marking + [(.back, "back")]
            + changingHints(of: session)
    }
}

extension DashboardProgram {
    fileprivate func summary(_ state: SessionState) -> Session {
        Session(
            id: state.id, startedAt: state.started?.startedAt ?? 0,
            state: state.finish.map { .ended($0.outcome) } ?? (sessions.isRunning(state.id) ? .running : .interrupted),
            chain: state.chain?.name ?? "", task: state.task, attempts: state.attempts.count,
            duration: sessions.elapsed(of: state.id, now: moment?.now),
            isSimulated: state.started?.isSimulated ?? false)
    }
}
