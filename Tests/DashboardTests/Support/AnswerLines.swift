import EscalationCore
import Terminal

@testable import Dashboard

extension DashboardProgram {
    /// The lines of the answer on the screen, all of them set.
    var answerLines: [String] {
        guard let attempt = shownAttempt else { return [] }
        var view = answer
        view.texts.setAll(attempt)
        return (0..<view.lineCount).map { view.line($0).plainText }
    }

    /// The lines that stand in the answer's window.
    var windowLines: [String] {
        let first = answer.firstShown
        return (first..<first + answer.windowHeight).filter { $0 < answer.lineCount }
            .map { answer.line($0).plainText }
    }
}

extension AttemptTexts {
    /// Sets all lines.
    mutating func setAll(_ attempt: Attempt) {
        count(attempt, allowance: .max)
        _ = setLines(
            attempt, answer: 0..<answer.lineCount, thoughts: 0..<thoughts.lineCount,
            progress: 0..<progress.lineCount)
    }
}

extension PagedText {
    /// All lines, without their looks, blanks at their ends trimmed.
    func plainLines(of text: String) -> [String] {
        var whole = self
        var allowance = Int.max
        whole.count(text, allowance: &allowance)
        _ = whole.setLines(0..<whole.lineCount, of: text)
        return (0..<whole.lineCount).map { whole.line($0).trimmedText }
    }
}

extension StyledLine {
    /// The text without its looks and the blanks at its end.
    var trimmedText: String { String(plainText.reversed().drop { $0 == " " }.reversed()) }
}

extension Stage {
    /// Lets the loop tick until nothing is left to be counted or searched.
    mutating func idle() {
        while program.answer.isBusy { send(.secondPassed) }
    }
}
