import EscalationCore
import Terminal

/// The output of the attempt looked at, as far as it came.
struct AnswerPane {
    private let answer: AnswerView
    private let heading: String
    private let placeholder: String
    private let isFocused: Bool

    init(_ program: DashboardProgram) {
        answer = program.answer
        isFocused = program.focus == .answer && program.overlay == nil
        guard let attempt = program.shownAttempt else {
            heading = "4 Answer"
            placeholder = "waiting for the first attempt"
            return
        }
        let isOver = program.shown?.finish != nil
        let state = AttemptState(attempt, isOver: isOver, elapsed: program.shownElapsed)
        let words = ["4 Answer #\(attempt.number)", Self.outcome(attempt, program.glyphs)].compactMap(\.self)
        let place = program.answer.searchWords.map { [$0] } ?? []
        heading = (words + place + [Self.position(program.answer, attempt, isOver: isOver)]).joined(separator: " · ")
        placeholder =
            attempt.endedAt != nil || isOver ? "no output" : "\(OneLine.folded(attempt.model)): \(state.activity)"
    }

    private static func outcome(_ attempt: Attempt, _ glyphs: GlyphSet) -> String? {
        let glyph = glyphs[attempt.stage.role]
        switch attempt.stage {
        case .answering: return nil
        case .verifying: return "\(glyph) verifying"
        case .accepted: return "\(glyph) accepted"
        case .rejected: return "\(glyph) escalated"
        case .failed: return "\(glyph) error"
        }
    }

    private static func position(_ answer: AnswerView, _ attempt: Attempt, isOver: Bool) -> String {
        let isLive = attempt.endedAt == nil && !isOver
        guard answer.isFollowing else {
            if answer.newLines > 0 { return "\(answer.words(answer.newLines, "new line")) ▼ F follows" }
            return "\(answer.words(answer.linesBelow, "line")) below ▼"
        }
        if isLive { return "following ▼" }
        return answer.words(answer.lineCount, "line")
    }

    /// - Parameter showsTitle: false on a screen that has no row for it.
    func draw(on canvas: inout Canvas, in rect: Rect, text: Rect, showsTitle: Bool = true) {
        if showsTitle { Rule(pane: heading, isFocused: isFocused).draw(on: &canvas, in: rect) }
        guard answer.lineCount > 0 else {
            Label(placeholder, style: Role.muted.key).draw(on: &canvas, in: text)
            return
        }
        let first = answer.firstShown
        for row in 0..<min(text.height, max(0, answer.lineCount - first)) {
            let line = answer.line(first + row)
            canvas.put(line, at: text.x, text.y + row, in: text)
            answer.search?.text.mark(line, on: &canvas, at: text.x, text.y + row, in: text)
        }
    }
}
