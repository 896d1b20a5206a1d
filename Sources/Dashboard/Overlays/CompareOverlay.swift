import EscalationCore
import Terminal

/// Two sessions side by side: how they went, and what their attempts were told and answered differently.
struct CompareOverlay: Overlay {
    private let comparison: SessionComparison
    /// For the width it was laid out for.
    private var rows: [CompareRow] = []
    private var width = 0
    /// First row shown, from 0.
    private var top = 0

    init(_ old: SessionState, _ new: SessionState, in program: DashboardProgram) {
        comparison = SessionComparison(old, new)
        layOut(in: program)
    }

    var coversPanes: Bool { true }

    private mutating func layOut(in program: DashboardProgram) {
        width = program.size.width
        rows = CompareRow.rows(of: comparison, width: width, program.glyphs)
    }

    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {
        guard program.size.width != width else { return }
        layOut(in: program)
        move(by: 0, in: program)
    }

    mutating func move(by distance: Int, in program: DashboardProgram) {
        top = min(max(0, top + distance), max(0, rows.count - program.overlayHeight))
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        [(.back, "back"), (.down, "down"), (.up, "up")]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let body = rect.inset(top: 1)
        let below = max(0, rows.count - top - body.height)
        Rule(
            pane: "\(comparison.old.id.short) and \(comparison.new.id.short)",
            note: below > 0 ? "\(Figures.plural(below, "line")) below" : "", isFocused: true
        ).draw(on: &canvas, in: rect)
        for (row, content) in rows.dropFirst(top).prefix(body.height).enumerated() {
            content.draw(on: &canvas, in: body.row(row))
        }
    }
}

extension DashboardProgram {
    /// Shows two sessions side by side; one of this run as it is by now.
    mutating func compare(_ old: SessionState, _ new: SessionState) {
        overlay = CompareOverlay(sessions[old.id] ?? old, sessions[new.id] ?? new, in: self)
    }
}
