import EscalationCore
import Terminal

/// The session's time in one line: what each attempt spent on loading, reading, answering and being judged.
struct TimelinePane {
    private let attempts: [Bar]
    private let glyphs: GlyphSet

    private struct Bar {
        var number: Int
        var stretches: [Stretch]
        var stage: Attempt.Stage
    }

    private struct Stretch {
        var role: Role
        var glyph: Character
        var time: Duration

        init(_ role: Role, _ glyph: Character, from start: Duration, to end: Duration) {
            self.role = role
            self.glyph = glyph
            time = max(.zero, end - start)
        }
    }

    private static let legend: [(String, Role, Character)] = [
        ("wait", .timelineLoad, "░"), ("prompt", .timelinePrompt, "▒"), ("answer", .timelineAnswer, "█"),
        ("verify", .timelineVerify, "▓"),
    ]

    init(_ program: DashboardProgram) {
        glyphs = program.glyphs
        let now = program.shownElapsed
        attempts = (program.shown?.attempts ?? []).map { attempt in
            Bar(number: attempt.number, stretches: Self.stretches(attempt, now: now), stage: attempt.stage)
        }
    }

    private static func stretches(_ attempt: Attempt, now: Duration) -> [Stretch] {
        func began(_ phase: Phase) -> Duration? { attempt.phases.first { $0.phase == phase }?.at }
        let end = attempt.endedAt ?? now
        let answer = min(attempt.firstPieceAt ?? began(.answer) ?? end, end)
        let prompt = min(began(.prompt) ?? answer, answer)
        let judged = attempt.completed == nil ? end : attempt.judgedAt ?? now
        return [
            Stretch(.timelineLoad, "░", from: attempt.startedAt, to: prompt),
            Stretch(.timelinePrompt, "▒", from: prompt, to: answer),
            Stretch(.timelineAnswer, "█", from: answer, to: end),
            Stretch(.timelineVerify, "▓", from: end, to: judged),
        ]
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        guard !attempts.isEmpty, !rect.isEmpty else { return }
        let legend = Self.legend.map { TextWidth.of($0.0) + 4 }.reduce(0, +)
        var row = rect.row(0).inset(left: 1, right: 1)
        if row.width >= legend * 2 {
            var place: Rect
            (row, place) = row.split(right: legend)
            for (word, role, glyph) in Self.legend {
                let used = canvas.put("  \(word) ", at: place.x, place.y, style: Role.muted.key, in: place)
                canvas.put(String(glyph), at: place.x + used, place.y, style: role.key, in: place)
                place = place.inset(left: used + 1)
            }
        }
        drawBars(on: &canvas, in: row)
    }

    private func drawBars(on canvas: inout Canvas, in row: Rect) {
        // Each bar has its number before it, its verdict and two blanks behind.
        let overhead = attempts.map { TextWidth.of("#\($0.number) ") + 3 }.reduce(0, +)
        let total = attempts.flatMap(\.stretches).reduce(Duration.zero) { $0 + $1.time }
        let room = max(0, row.width - overhead)
        var x = row.x
        for bar in attempts where x < row.endX {
            x += canvas.put("#\(bar.number) ", at: x, row.y, style: Role.muted.key, in: row)
            for stretch in bar.stretches where stretch.time > .zero {
                let length = Int(stretch.time.seconds / total.seconds * Double(room))
                let columns = min(max(1, length), row.endX - x)
                canvas.horizontalLine(at: x, row.y, length: columns, glyph: stretch.glyph, style: stretch.role.key)
                x += max(0, columns)
            }
            let glyph = bar.stage == .answering ? "" : glyphs[bar.stage.role]
            x += canvas.put(glyph + "  ", at: x, row.y, style: bar.stage.role.key, in: row)
        }
    }
}
