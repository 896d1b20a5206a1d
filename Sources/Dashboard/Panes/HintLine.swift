import Terminal

/// The last line: a question, a notice, or the keys that do something right now.
struct HintLine {
    /// Each is shown whole, as many as fit.
    private let pieces: [StyledLine]

    init(_ program: DashboardProgram) {
        if let question = program.overlay?.question(in: program) {
            pieces = question
        } else if let notice = program.notice {
            pieces = [StyledLine(OneLine.folded(notice), .info)]
        } else {
            let waiting = program.overlay == nil && program.focus != .task ? program.awaitedAttempt : nil
            pieces =
                (waiting.map { [StyledLine("#\($0.number) waits for you", .warning)] } ?? [])
                + program.hints.compactMap { hint in
                    program.key(for: hint.action).map { Self.piece($0, hint.word) }
                }
        }
    }

    /// Whether it says something that must be seen even where there is no room for hints.
    static func isPressing(_ program: DashboardProgram) -> Bool {
        program.notice != nil || program.overlay?.question(in: program) != nil || program.awaitedAttempt != nil
    }

    /// A key and the word for what it does.
    static func piece(_ key: Key, _ word: String) -> StyledLine {
        StyledLine(key.description, .key).appending(" " + word, .hint)
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let row = rect.row(0)
        canvas.fill(row)
        var column = row.x + (row.width >= 40 ? 1 : 0)
        for (index, piece) in pieces.enumerated() {
            if index == 0 {
                column += canvas.put(piece.truncated(to: row.endX - column), at: column, row.y, in: row) + 2
            } else if column + piece.width <= row.endX {
                column += canvas.put(piece, at: column, row.y, in: row) + 2
            }
        }
    }
}
