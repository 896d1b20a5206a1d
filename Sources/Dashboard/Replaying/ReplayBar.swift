import EscalationCore
import Terminal

/// Where a replay stands between the session's start and its end, with its attempts and the viewer's marks.
struct ReplayBar {
    private let state: ReplayState
    private let marks: [Character: Duration]
    private let glyphs: GlyphSet

    /// Columns from which the bar has room for more than itself.
    private static let roomy = 60

    init(_ view: ReplayView, _ glyphs: GlyphSet) {
        state = view.state
        marks = view.marks
        self.glyphs = glyphs
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let row = rect.row(0)
        let sign = state.isPlaying ? (canvas.symbols == .ascii ? ">" : "▶") : (canvas.symbols == .ascii ? "=" : "‖")
        let head = " \(sign) \(speed)x  \(Figures.clock(state.position)) "
        var tail = " \(Figures.clock(state.length)) "
        if row.width >= Self.roomy, let cap = state.idleCap { tail += " idle <= \(cap.components.seconds) s " }
        canvas.put(head, at: row.x, row.y, style: Role.timelinePlayhead.key, in: row)
        let bar = row.inset(left: TextWidth.of(head), right: TextWidth.of(tail))
        guard bar.width >= 8 else { return }
        canvas.put(tail, at: bar.endX, row.y, style: Role.muted.key, in: row)
        drawBar(on: &canvas, in: bar)
    }

    private func drawBar(on canvas: inout Canvas, in bar: Rect) {
        let track = bar.inset(left: 1, right: 1)
        canvas.put("├", at: bar.x, bar.y, style: Role.muted.key, in: bar)
        canvas.put("┤", at: bar.endX - 1, bar.y, style: Role.muted.key, in: bar)
        let head = column(of: state.position, in: track)
        canvas.horizontalLine(at: track.x, track.y, length: track.width, glyph: "╌", style: Role.muted.key)
        canvas.horizontalLine(at: track.x, track.y, length: head - track.x, glyph: "━", style: Role.timelineAnswer.key)
        var free = track.x
        for mark in state.marks {
            let label = "#\(mark.attempt)\(glyphs[mark.stage.role])"
            // A label ends where its attempt does, and never covers the one before.
            let start = max(free, column(of: mark.at, in: track) - TextWidth.of(label) + 1)
            guard start + TextWidth.of(label) <= track.endX else { continue }
            canvas.put(label, at: start, track.y, style: mark.stage.role.key, in: track)
            free = start + TextWidth.of(label) + 1
        }
        for (letter, position) in marks.sorted(by: { $0.key < $1.key }) {
            canvas.put(
                String(letter), at: column(of: position, in: track), track.y, style: Role.timelineMark.key, in: track)
        }
        canvas.put("●", at: head, track.y, style: Role.timelinePlayhead.key, in: track)
    }

    private func column(of offset: Duration, in track: Rect) -> Int {
        guard state.length > .zero else { return track.x }
        let fraction = min(1, max(0, offset.seconds / state.length.seconds))
        return track.x + Int(fraction * Double(track.width - 1))
    }

    /// With one decimal, and two below a half: `1.0`, `0.25`, `16`.
    private var speed: String {
        let hundredths = Int((min(max(state.speed, 0), 1_000) * 100).rounded())
        if hundredths >= 1_000 { return "\(hundredths / 100)" }
        if hundredths % 10 == 0 { return "\(hundredths / 100).\(hundredths / 10 % 10)" }
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
