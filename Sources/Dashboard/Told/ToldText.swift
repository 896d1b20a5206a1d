import EscalationCore
import Terminal

/// What the attempt on the screen was told, as a difference from what the one before was told.
struct ToldText {
    let heading: String
    private let difference: PromptDifference?

    init(_ program: DashboardProgram) {
        let attempt = program.shownAttempt
        heading = attempt.map { "Told #\($0.number)" } ?? "Told"
        difference = attempt.flatMap { attempt in program.shown?.difference(toldTo: attempt.number) }
    }

    /// Its lines, wrapped to `width` columns, each row with the mark of its line.
    func lines(width: Int) -> [StyledLine] {
        (difference?.lines ?? []).flatMap { line -> [StyledLine] in
            switch line {
            case .same(let text): rows(text, mark: " ", .muted, width)
            case .added(let text): rows(text, mark: "+", .feedbackAdd, width)
            case .removed(let text): rows(text, mark: "-", .feedbackRemove, width)
            case .skipped(let count): rows("\(Figures.plural(count, "line")) as before", mark: "·", .muted, width)
            }
        }
    }

    private func rows(_ text: String, mark: String, _ role: Role, _ width: Int) -> [StyledLine] {
        TextWrap.wrap([TextRun(text, style: role.key)], width: max(1, width - 2)).map { row in
            var line = StyledLine(mark + " ", role)
            line.append(row)
            return line
        }
    }
}
