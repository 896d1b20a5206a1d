import EscalationCore
import Terminal

extension SessionsOverlay {
    /// What can be typed into the filter beside words, as the journal's queries have it.
    static let filterHint = "words  outcome: tier: model: chain: skill: tag: since: before: is:  ! inverts"

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        SessionList(self, program).draw(on: &canvas, in: rect)
        change?.draw(on: &canvas, in: rect)
    }
}

/// The sessions as rows.
private struct SessionList {
    private let overlay: SessionsOverlay
    private let sessions: [Session]
    private let glyphs: GlyphSet
    private let now: Int64?
    private let current: Session.ID?
    private let keys: KeyMap<Action>

    init(_ overlay: SessionsOverlay, _ program: DashboardProgram) {
        self.overlay = overlay
        sessions = overlay.listed(program)
        glyphs = program.glyphs
        now = program.moment?.wallTime
        current = program.shown?.id
        keys = program.setup.keys
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let isReading = overlay.past == nil
        Rule(pane: "Sessions", note: isReading ? "reading the journal …" : count, isFocused: true)
            .draw(on: &canvas, in: rect)
        var body = rect.inset(top: 1)
        if overlay.filter.isTyping || !overlay.filter.isEmpty {
            overlay.filter.draw(on: &canvas, in: body)
            body = body.inset(top: 1)
            if overlay.filter.isTyping, body.height > 3 {
                Label(" " + SessionsOverlay.filterHint, style: Role.hint.key).draw(on: &canvas, in: body.row(0))
                body = body.inset(top: 1)
            }
        }
        if let refusal = overlay.refusal {
            let rows = Paragraph(refusal, style: Role.warning.key)
                .draw(on: &canvas, in: body.inset(left: 1, right: 1))
            body = body.inset(top: rows)
        }
        guard !sessions.isEmpty else {
            for (row, line) in emptyLines.enumerated() where !isReading && overlay.refusal == nil {
                Label(" " + line, style: Role.muted.key).draw(on: &canvas, in: body.row(row))
            }
            return
        }
        var state = ListState(selection: min(overlay.index, sessions.count - 1))
        state.reveal(count: sessions.count, height: body.height)
        let (list, width) = (self, body.width)
        ListView(count: sessions.count, state: state, selectionOverlay: Role.selection.key) { index in
            list.line(list.sessions[index], width: width)
        }.draw(on: &canvas, in: body)
    }

    /// How many match of how many there are, once that is counted.
    private var count: String {
        guard let count = overlay.count else { return Figures.plural(sessions.count, "session") }
        if overlay.filter.isEmpty { return Figures.plural(max(count.total, sessions.count), "session") }
        let words = "\(count.matching) of \(Figures.plural(count.total, "session"))"
        return count.unsearchable == 0 ? words : words + " · \(count.unsearchable) not searchable yet"
    }

    /// What stands in the place of sessions where there are none: why, and what to do.
    private var emptyLines: [String] {
        if overlay.filter.isEmpty {
            return [
                "No session yet.", "Every task that is run is kept here, to be looked at and replayed.",
                key(.compose).map { "\($0) writes the first." } ?? "",
            ]
        }
        return [
            "No session matches “\(OneLine.shortened(overlay.filter.text, to: 40))”.",
            overlay.isTyping ? "Esc shows all again." : key(.filter).map { "\($0), then Esc, shows all again." } ?? "",
        ]
    }

    private func key(_ action: Action) -> KeySequence? {
        keys.key(for: action, in: KeyBindings.Context.sessions.rawValue)
    }

    private func line(_ session: Session, width: Int) -> StyledLine {
        let (role, word) = state(session)
        var line =
            overlay.marked.contains(session.id)
            ? StyledLine("*", .badge) : StyledLine(session.id == current ? glyphs[.tierActive] : " ", .tierActive)
        line.append(session.id.short + "  ", .muted)
        line.append("\(glyphs[role]) \(word)".padded(to: 15), role)
        if width >= 60 {
            line.append(Figures.clock(session.duration).leftPadded(to: 5) + "  ")
            line.append(Figures.plural(session.attempts, "attempt").leftPadded(to: 11) + "  ", .muted)
        }
        if width >= 90 { line.append(age(session).leftPadded(to: 9) + "  ", .muted) }
        if width >= 110 { line.append(OneLine.shortened(session.chain, to: 12).padded(to: 12) + "  ", .muted) }
        for tag in session.tags { line.append("#\(OneLine.folded(tag)) ", .badge) }
        line.append(OneLine.folded(session.name))
        return line.truncated(to: width)
    }

    private func state(_ session: Session) -> (Role, String) {
        switch session.state {
        case .running: (.verdictPending, "running")
        case .interrupted: (.warning, "interrupted")
        case .ended(let outcome): (outcome.role, outcome.words)
        }
    }

    /// How long ago the session started; empty where nobody knows the time.
    private func age(_ session: Session) -> String {
        guard let now, session.startedAt > 0, now >= session.startedAt else { return "" }
        let minutes = (now - session.startedAt) / 60_000
        switch minutes {
        case 0: return "just now"
        case ..<60: return "\(minutes)m ago"
        case ..<1_440: return "\(minutes / 60)h ago"
        default: return "\(minutes / 1_440)d ago"
        }
    }
}
