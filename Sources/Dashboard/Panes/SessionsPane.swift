import EscalationCore
import Terminal

/// The sessions of this run and the journal's, to choose one from.
struct SessionsPane {
    private let browser: SessionBrowser
    private let sessions: [Session]
    private let glyphs: GlyphSet
    private let now: Int64?
    private let current: Session.ID?

    init(_ program: DashboardProgram, _ browser: SessionBrowser) {
        self.browser = browser
        sessions = program.listedSessions(browser)
        glyphs = program.glyphs
        now = program.moment?.wallTime
        current = program.shown?.id
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let count = browser.past == nil ? "reading the journal …" : Figures.plural(sessions.count, "session")
        Rule(pane: "Sessions", note: count, isFocused: true).draw(on: &canvas, in: rect)
        var body = rect.inset(top: 1)
        if browser.isFiltering || !browser.filter.isEmpty {
            canvas.put(" / ", at: body.x, body.y, style: Role.key.key, in: body)
            if browser.isFiltering {
                Label("Enter keeps it · Esc clears it ", style: Role.hint.key, alignment: .right)
                    .draw(on: &canvas, in: body.row(0).inset(left: 3 + browser.filter.count + 2))
            }
            TextArea(browser.filter, isFocused: browser.isFiltering).draw(on: &canvas, in: body.row(0).inset(left: 3))
            body = body.inset(top: 1)
        }
        guard !sessions.isEmpty else {
            let words = browser.past == nil ? "" : browser.filter.isEmpty ? " no session yet" : " no task matches"
            Label(words, style: Role.muted.key).draw(on: &canvas, in: body)
            return
        }
        var state = ListState(selection: min(browser.index, sessions.count - 1))
        state.reveal(count: sessions.count, height: body.height)
        let (pane, width) = (self, body.width)
        ListView(count: sessions.count, state: state, selectionOverlay: Role.selection.key) { index in
            pane.line(pane.sessions[index], width: width)
        }.draw(on: &canvas, in: body)
    }

    private func line(_ session: Session, width: Int) -> StyledLine {
        let (role, word) = state(session)
        var line = StyledLine(session.id == current ? glyphs[.tierActive] : " ", .tierActive)
        line.append(session.id.short + "  ", .muted)
        line.append("\(glyphs[role]) \(word)".padded(to: 15), role)
        if width >= 60 {
            line.append(Figures.clock(session.duration).leftPadded(to: 5) + "  ")
            line.append(Figures.plural(session.attempts, "attempt").leftPadded(to: 11) + "  ", .muted)
        }
        if width >= 90 { line.append(age(session).leftPadded(to: 9) + "  ", .muted) }
        if width >= 110 { line.append(OneLine.shortened(session.chain, to: 12).padded(to: 12) + "  ", .muted) }
        line.append(OneLine.folded(session.task))
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
