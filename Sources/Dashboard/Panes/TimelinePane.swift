import EscalationCore
import Terminal

/// The session's time: what each attempt spent on loading, reading, answering and being judged. In one row the attempts
/// follow each other; with more, every tier has a lane, and what happened at one time stands in one column.
struct TimelinePane {
    private let attempts: [Bar]
    private let lanes: [Lane]
    private let glyphs: GlyphSet
    /// Since the session's start.
    private let now: Duration
    private let isOver: Bool

    private struct Bar {
        var number: Int
        var tier: Int
        var stretches: [Stretch]
        var stage: Attempt.Stage
    }

    private struct Lane {
        var tier: Int
        var name: String
    }

    private struct Stretch {
        var role: Role
        var glyph: Character
        var start: Duration
        var end: Duration

        var time: Duration { end - start }

        init(_ role: Role, _ glyph: Character, from start: Duration, to end: Duration) {
            self.role = role
            self.glyph = glyph
            self.start = start
            self.end = max(start, end)
        }
    }

    private static let legend: [(String, Role, Character)] = [
        ("wait", .timelineLoad, "░"), ("prompt", .timelinePrompt, "▒"), ("answer", .timelineAnswer, "█"),
        ("verify", .timelineVerify, "▓"),
    ]

    init(_ program: DashboardProgram) {
        glyphs = program.glyphs
        let now = program.shownElapsed
        self.now = now
        isOver = program.shown?.finish != nil
        attempts = (program.shown?.attempts ?? []).map { attempt in
            Bar(
                number: attempt.number, tier: attempt.tier, stretches: Self.stretches(attempt, now: now),
                stage: attempt.stage)
        }
        lanes = (program.shown?.chain?.tiers ?? []).enumerated().map {
            Lane(tier: $0.offset + 1, name: OneLine.folded($0.element.model))
        }
    }

    /// Rows it takes with a lane for every tier, the scale included.
    static func laneRows(_ program: DashboardProgram) -> Int { (program.shown?.chain?.tiers.count ?? 0) + 1 }

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
        let row = drawLegend(on: &canvas, in: rect.row(0).inset(left: 1, right: 1))
        if rect.height > 1 {
            drawLanes(on: &canvas, in: rect, scale: row)
        } else {
            drawBars(on: &canvas, in: row)
        }
    }

    /// - Returns: what is left of the row.
    private func drawLegend(on canvas: inout Canvas, in row: Rect) -> Rect {
        let legend = Self.legend.map { TextWidth.of($0.0) + 4 }.reduce(0, +)
        guard row.width >= legend * 2 else { return row }
        let (rest, end) = row.split(right: legend)
        var place = end
        for (word, role, glyph) in Self.legend {
            let used = canvas.put("  \(word) ", at: place.x, place.y, style: Role.muted.key, in: place)
            canvas.put(String(glyph), at: place.x + used, place.y, style: role.key, in: place)
            place = place.inset(left: used + 1)
        }
        return rest.inset(right: 1)
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

// MARK: Lanes

extension TimelinePane {
    private func drawLanes(on canvas: inout Canvas, in rect: Rect, scale: Rect) {
        let names = min(rect.width / 5, lanes.map { TextWidth.of($0.name) }.max() ?? 0)
        // The tier's number and name before a lane, room for the last verdict behind.
        let label = 4 + names + 1
        let track = rect.inset(left: label, top: 1, right: 3)
        let length = Self.scaleLength(now, isOver: isOver)
        Label("time", style: Role.muted.key).draw(on: &canvas, in: scale)
        let end = "to \(Figures.clock(length))"
        Label(end, style: Role.muted.key).draw(on: &canvas, in: scale.inset(left: label - 1))
        for (index, lane) in lanes.prefix(track.height).enumerated() {
            let y = track.y + index
            let text = " \(lane.tier)".padded(to: 3) + OneLine.shortened(lane.name, to: names)
            canvas.put(text, at: rect.x, y, style: Role.muted.key, in: rect)
            for bar in attempts where bar.tier == lane.tier {
                drawLane(bar, on: &canvas, in: Rect(x: track.x, y: y, width: track.width, height: 1), length)
            }
        }
    }

    private func drawLane(_ bar: Bar, on canvas: inout Canvas, in lane: Rect, _ length: Duration) {
        guard lane.width > 0, length > .zero else { return }
        func column(_ time: Duration) -> Int { Int(time.seconds / length.seconds * Double(lane.width)) }
        var end = lane.x
        for stretch in bar.stretches where stretch.time > .zero {
            // However short, it is seen; what comes next takes the column after it.
            let first = max(end, lane.x + column(stretch.start))
            end = max(first + 1, lane.x + column(stretch.end))
            canvas.horizontalLine(
                at: first, lane.y, length: min(end, lane.endX) - first, glyph: stretch.glyph, style: stretch.role.key)
        }
        guard bar.stage != .answering else { return }
        canvas.put(glyphs[bar.stage.role], at: min(end, lane.endX), lane.y, style: bar.stage.role.key)
    }

    /// What the whole width stands for. While a session runs it grows in steps, so that bars grow and don't shrink every
    /// second.
    private static func scaleLength(_ now: Duration, isOver: Bool) -> Duration {
        if isOver { return max(now, .milliseconds(1)) }
        var seconds = 10
        while Duration.seconds(seconds) < now { seconds = seconds < 60 ? seconds + 10 : seconds * 3 / 2 / 10 * 10 }
        return .seconds(seconds)
    }
}
