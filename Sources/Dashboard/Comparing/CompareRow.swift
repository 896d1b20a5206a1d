import EscalationCore
import Terminal

/// A row of two sessions side by side: the old one's half and the new one's, or one line across both.
struct CompareRow: Sendable {
    private var content: Content

    private enum Content: Sendable {
        case halves(StyledLine, StyledLine)
        case across(StyledLine)
    }

    /// Lines before and after a change that are shown of what both have.
    private static let context = 2

    func draw(on canvas: inout Canvas, in row: Rect) {
        switch content {
        case .across(let line): canvas.put(line, at: row.x, row.y, in: row)
        case .halves(let left, let right):
            let (old, new) = Self.halves(of: row)
            canvas.put(left, at: old.x, row.y, in: old)
            canvas.put("│", at: old.endX, row.y, style: Role.border.key, in: row)
            canvas.put(right, at: new.x, row.y, in: new)
        }
    }

    private static func halves(of row: Rect) -> (Rect, Rect) {
        let (old, rest) = row.split(left: max(0, (row.width - 1) / 2))
        return (old, rest.inset(left: min(1, rest.width)))
    }

    // MARK: Laying out

    static func rows(of comparison: SessionComparison, width: Int, _ glyphs: GlyphSet) -> [CompareRow] {
        let layout = Layout(half: max(1, (width - 1) / 2 - 1), glyphs: glyphs)
        var rows = layout.both(layout.heading(comparison.old), layout.heading(comparison.new))
        rows += layout.text("task", TextDifference(from: comparison.old.task, to: comparison.new.task))
        for pair in comparison.pairs {
            rows.append(CompareRow(content: .across(StyledLine())))
            rows += layout.both(
                [layout.line(of: pair.old, tier: pair.tier)], [layout.line(of: pair.new, tier: pair.tier)])
            rows += layout.text("answer", pair.answer)
            rows += layout.text("feedback", pair.feedback)
        }
        return rows
    }

    private struct Layout {
        /// Columns of one side.
        let half: Int
        let glyphs: GlyphSet

        func both(_ left: [StyledLine], _ right: [StyledLine]) -> [CompareRow] {
            (0..<max(left.count, right.count)).map { index in
                CompareRow(
                    content: .halves(
                        left.indices.contains(index) ? left[index] : StyledLine(),
                        right.indices.contains(index) ? right[index] : StyledLine()))
            }
        }

        func heading(_ state: SessionState) -> [StyledLine] {
            var line = StyledLine(" \(state.id.short)  ", .title)
            if let outcome = state.outcome {
                line.append("\(glyphs[outcome.role]) \(outcome.words)", outcome.role)
            } else {
                line.append("no end", .warning)
            }
            let time = Figures.took(state.finish?.at ?? state.offset)
            var words = "  \(time)  \(Figures.plural(state.attempts.count, "attempt"))"
            if state.answerTokens > 0 { words += "  \(Figures.count(state.answerTokens)) tok" }
            line.append(words, .muted)
            return [
                line.truncated(to: half), StyledLine(" chain " + (state.chain?.name ?? ""), .muted).truncated(to: half),
            ]
        }

        func line(of attempt: Attempt?, tier: Int) -> StyledLine {
            guard let attempt else { return StyledLine(" tier \(tier) was not asked", .muted).truncated(to: half) }
            var line = StyledLine(" #\(attempt.number) \(OneLine.folded(attempt.model))  ", .title)
            line.append("tier \(tier)  ", .muted)
            if let end = attempt.endedAt { line.append(Figures.took(end - attempt.startedAt) + "  ") }
            line.append("\(glyphs[attempt.stage.role]) \(attempt.stage.comparedWord)", attempt.stage.role)
            return line.truncated(to: half)
        }

        /// A text's difference; nothing where neither side has one, and a word where both have the same.
        func text(_ name: String, _ difference: TextDifference) -> [CompareRow] {
            guard !difference.hunks.isEmpty else { return [] }
            guard !difference.isEmpty else {
                return [CompareRow(content: .across(StyledLine(" \(name): the same", .muted)))]
            }
            var rows = [CompareRow(content: .across(StyledLine(" \(name)", .muted)))]
            for (index, hunk) in difference.hunks.enumerated() {
                switch hunk {
                case .same(let lines):
                    rows += same(lines, isFirst: index == 0, isLast: index == difference.hunks.count - 1)
                case .changed(let old, let new):
                    rows += both(wrapped(old, .feedbackRemove, "- "), wrapped(new, .feedbackAdd, "+ "))
                }
            }
            return rows
        }

        /// Of what both have, what stands next to a change.
        private func same(_ lines: [String], isFirst: Bool, isLast: Bool) -> [CompareRow] {
            let before = isFirst ? [] : Array(lines.prefix(CompareRow.context))
            let rest = lines.dropFirst(before.count)
            let after = isLast ? [] : Array(rest.suffix(CompareRow.context))
            let hidden = rest.count - after.count
            let gap =
                hidden > 0
                ? [CompareRow(content: .across(StyledLine("   ⋮ \(Figures.plural(hidden, "line"))", .muted)))] : []
            func shown(_ lines: [String]) -> [CompareRow] {
                lines.flatMap { line in
                    let set = wrapped([[.init(text: line, isChanged: false)]], .text, "  ")
                    return both(set, set)
                }
            }
            return shown(before) + gap + shown(Array(after))
        }

        private func wrapped(_ lines: [TextDifference.Line], _ role: Role, _ sign: String) -> [StyledLine] {
            lines.flatMap { line in
                let runs = line.map { TextRun($0.text, style: ($0.isChanged ? role : .muted).key) }
                let set = TextWrap.wrap(runs.isEmpty ? [TextRun("")] : runs, width: max(1, half - 3))
                return set.enumerated().map { index, text in
                    var whole = StyledLine(" " + (index == 0 ? sign : "  "), style: role.key)
                    whole.append(text)
                    return whole
                }
            }
        }
    }
}

extension Attempt.Stage {
    fileprivate var comparedWord: String {
        switch self {
        case .answering: "no answer"
        case .verifying: "no verdict"
        case .accepted: "accept"
        case .rejected: "escalate"
        case .failed: "error"
        }
    }
}
