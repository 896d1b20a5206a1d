import EscalationCore
import Terminal

/// What the tier was told beyond the tier before it: the text its prompt gained.
struct ToldPane {
    private let heading: String
    private let text: String
    private let isEmpty: Bool

    init(_ program: DashboardProgram) {
        let attempt = program.shownAttempt
        heading = attempt.map { "Told #\($0.number)" } ?? "Told"
        let added = attempt?.addedPrompt.drop(while: \.isNewline) ?? ""
        isEmpty = added.isEmpty
        text = added.isEmpty ? (attempt.map { $0.number == 1 ? "the task alone" : "nothing new" } ?? "") : String(added)
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let body = rect.inset(left: 1, top: 1, right: 1)
        let style = (isEmpty ? Role.muted : .feedbackAdd).key
        let lines = TextWrap.wrap([TextRun(text, style: style)], width: body.width - (isEmpty ? 0 : 2))
        let hidden = lines.count - body.height
        Rule(pane: heading, note: hidden > 0 ? "\(Figures.plural(hidden, "line")) more" : "", isFocused: false)
            .draw(on: &canvas, in: rect)
        for (row, line) in lines.prefix(body.height).enumerated() {
            let start = isEmpty ? 0 : canvas.put("+ ", at: body.x, body.y + row, style: style, in: body)
            canvas.put(line, at: body.x + start, body.y + row, in: body)
        }
    }
}
