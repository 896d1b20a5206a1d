import EscalationCore
import Terminal

/// The attempts in their order, one row each: what it took, and what came of it.
struct AttemptsPane {
    private let title: String
    private let isFocused: Bool
    private let rows: [Row]
    private let remarks: [StyledLine]
    /// Index of the attempt looked at, and whether the user chose it.
    private let selection: Int?
    private let isChosen: Bool
    private let glyphs: GlyphSet

    private struct Row {
        var number: String
        var tier: String
        var name: String
        var start: Start
        var time: String
        var tokens: String
        var speed: String
        var state: AttemptState
        var isLive: Bool
    }

    init(_ program: DashboardProgram, showsTask: Bool) {
        glyphs = program.glyphs
        isFocused = program.focus == .attempts && program.overlay == nil
        let shown = program.shown
        // On a narrow screen the task needs the columns of the pane's name.
        let name = showsTask && program.size.width < 60 ? "2" : "2 Attempts"
        title = showsTask ? "\(name) · \(OneLine.folded(shown?.task ?? ""))" : name
        rows = (shown?.attempts ?? []).map { Self.row($0, program) }
        remarks = Self.remarks(program)
        selection = program.shownAttempt.map { $0.number - 1 }
        isChosen = program.selectedAttempt != nil
    }

    /// Rows the pane would like to have, its title not counted.
    static func rowCount(_ program: DashboardProgram) -> Int {
        (program.shown?.attempts.count ?? 0) + remarks(program).count
    }

    /// Tiers passed over, and how the session ended where no attempt says so.
    private static func remarks(_ program: DashboardProgram) -> [StyledLine] {
        guard let shown = program.shown else { return [] }
        var lines = shown.skippedTiers.map {
            StyledLine(" – tier \($0.tier) skipped: \(OneLine.folded($0.reason))", .muted)
        }
        if let finish = shown.finish, finish.outcome != .accepted {
            let role = finish.outcome.role
            lines.append(StyledLine(" \(program.glyphs[role]) \(words(finish, shown))", role))
        }
        return lines
    }

    private static func words(_ finish: SessionState.Finish, _ session: SessionState) -> String {
        // The error says no more than this, and says it in more columns.
        if finish.outcome == .exhausted {
            return "exhausted after \(Figures.plural(session.attempts.count, "attempt"))"
        }
        let reason = OneLine.folded(finish.error)
        return finish.outcome.words + (reason.isEmpty || reason == finish.outcome.words ? "" : ": \(reason)")
    }

    private static func row(_ attempt: Attempt, _ program: DashboardProgram) -> Row {
        let usage = attempt.completed?.usage
        let isOver = attempt.endedAt != nil || program.shown?.finish != nil
        let took = (attempt.endedAt ?? program.shownElapsed) - attempt.startedAt
        return Row(
            number: "#\(attempt.number)", tier: "t\(attempt.tier)", name: OneLine.folded(attempt.model),
            start: attempt.start, time: isOver ? Figures.took(took) : Figures.running(took),
            tokens: usage?.answerTokens.map { "\(Figures.count($0)) tok" } ?? "",
            speed: usage?.answerSpeed.map(Figures.speed) ?? "",
            state: AttemptState(
                attempt, isOver: program.shown?.finish != nil, elapsed: program.shownElapsed,
                remark: program.remark(on: attempt)),
            isLive: attempt.verdict == nil && attempt.failure == nil && program.shown?.finish == nil)
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        Rule(pane: title, isFocused: isFocused).draw(on: &canvas, in: rect)
        let body = rect.inset(top: 1)
        guard !body.isEmpty else { return }
        if rows.isEmpty && remarks.isEmpty {
            Label(" no attempt yet", style: Role.muted.key).draw(on: &canvas, in: body)
            return
        }
        let columns = Columns(rows, width: body.width)
        let lines =
            rows.indices.map { columns.line(rows[$0], isSelected: $0 == selection, glyphs, width: body.width) }
            + remarks
        let first = firstShown(in: body)
        for (offset, line) in lines[first...].prefix(body.height).enumerated() {
            canvas.put(line.truncated(to: body.width), at: body.x, body.y + offset, in: body)
            if isFocused, first + offset == selection {
                canvas.apply(overlay: Role.selection.key, to: body.row(offset))
                canvas.focus = Canvas.Position(x: body.x, y: body.y + offset)
            }
        }
    }

    /// The newest rows, unless the user looks at an older one.
    private func firstShown(in body: Rect) -> Int {
        let last = max(0, rows.count + remarks.count - body.height)
        return isChosen ? min(last, max(0, (selection ?? 0) - body.height / 2)) : last
    }

    /// Number of the attempt drawn in that row of the screen; nil where there is none.
    func attempt(at y: Int, in rect: Rect) -> Int? {
        let body = rect.inset(top: 1)
        let index = firstShown(in: body) + y - body.y
        return y >= body.y && rows.indices.contains(index) ? index + 1 : nil
    }

    /// Which columns fit, and how wide each is.
    private struct Columns {
        var name = 0
        var start = 0
        var time = 0
        var tokens = 0
        var speed = 0
        var showsTier = false

        init(_ rows: [Row], width: Int) {
            func widest(_ text: (Row) -> String) -> Int { rows.map { TextWidth.of(text($0)) }.max() ?? 0 }
            name = min(width < 100 ? 14 : 24, widest(\.name))
            start = widest { $0.start.rawValue }
            time = max(5, widest(\.time))
            tokens = widest(\.tokens)
            speed = widest(\.speed)
            // The verdict's word, and some of the feedback where the row is long.
            let wanted = 12
            func fixed() -> Int {
                [name, start, time, tokens, speed].filter { $0 > 0 }.map { $0 + 2 }.reduce(5, +)
            }
            if fixed() + wanted + 8 > width { speed = 0 }
            if fixed() + wanted > width { start = 0 }
            if fixed() + wanted > width { tokens = 0 }
            if fixed() + wanted > width { name = max(8, name - (fixed() + wanted - width)) }
            if fixed() + wanted > width { (name, showsTier) = (2, true) }
        }

        func line(_ row: Row, isSelected: Bool, _ glyphs: GlyphSet, width: Int) -> StyledLine {
            let role: Role = row.isLive ? .attemptLive : .attemptDone
            var line = StyledLine(isSelected ? glyphs[.tierActive] : " ", .tierActive)
            line.append(row.number.padded(to: 2) + " ", role)
            line.append((showsTier ? row.tier : OneLine.shortened(row.name, to: name)).padded(to: name), role)
            if start > 0 { line.append("  " + row.start.rawValue.padded(to: start), row.start.role) }
            line.append("  " + row.time.leftPadded(to: time), role)
            if tokens > 0 { line.append("  " + row.tokens.leftPadded(to: tokens), role) }
            if speed > 0 { line.append("  " + row.speed.leftPadded(to: speed), .muted) }
            line.append("  ")
            line.append(row.state.line(glyphs, width: width - line.width))
            return line
        }
    }
}
