import EscalationCore
import Terminal

/// What the verifiers said about an attempt, whole: of the attempt looked at, or of the one before while that has none.
struct VerdictPane {
    private let heading: String
    private let runs: [TextRun]
    private let top: Int
    private let isFocused: Bool

    init(_ program: DashboardProgram) {
        isFocused = program.focus == .verdict && program.overlay == nil
        top = program.verdictTop
        guard let attempt = Self.judged(program) else {
            heading = "3 Verdict"
            runs = [TextRun("nothing judged yet", style: Role.muted.key)]
            return
        }
        heading = "3 Verdict #\(attempt.number)"
        let logKey = program.replay == nil ? program.setup.keys.key(for: .serverLog)?.description : nil
        runs =
            Self.runs(attempt, program.glyphs, logKey: logKey) + Self.runs(program.remark(on: attempt), program.glyphs)
    }

    /// What a person said after the end.
    private static func runs(_ remark: Verdict?, _ glyphs: GlyphSet) -> [TextRun] {
        guard let remark else { return [] }
        let role: Role = remark == .accept ? .verdictAccept : .verdictEscalate
        let words = remark == .accept ? "accepted by you" : "rejected by you"
        return [
            TextRun("\(glyphs[role]) \(words)", style: role.key),
            TextRun(" after the end\n", style: Role.muted.key),
        ] + (remark.feedback.isEmpty ? [] : [TextRun(remark.feedback + "\n", style: Role.text.key)])
    }

    /// The attempt whose verdict is shown; nil where none has been judged.
    private static func judged(_ program: DashboardProgram) -> Attempt? {
        guard let shown = program.shown, let looked = program.shownAttempt else { return nil }
        return shown.attempts.prefix(looked.number).last {
            $0.verdict != nil || $0.failure != nil || !$0.judgements.isEmpty
        }
    }

    /// - Parameter logKey: what shows the server's log; nil where nothing does.
    private static func runs(_ attempt: Attempt, _ glyphs: GlyphSet, logKey: String?) -> [TextRun] {
        var runs: [TextRun] = []
        func add(_ text: String, _ role: Role = .text) { runs.append(TextRun(text, style: role.key)) }
        if let failure = attempt.failure {
            add("\(glyphs[.verdictError]) error", .verdictError)
            add("\n\(failure.text)\n")
            // Why a load failed only the server knows.
            if failure.kind == .loadFailed, let logKey { add("\(logKey) shows the server's log\n", .muted) }
        }
        for remark in attempt.judgements {
            switch remark.word {
            case .answered(let judgement):
                let role: Role = judgement.verdict == .accept ? .verdictAccept : .verdictEscalate
                let word = judgement.verdict == .accept ? "accept" : "escalate"
                add("\(glyphs[role]) \(word)", role)
                add(" \(Figures.took(remark.duration)) · \(OneLine.folded(remark.verifier))\n", .muted)
                let text = judgement.verdict == .accept ? judgement.remark : judgement.verdict.feedback
                if !text.isEmpty { add(text + "\n") }
            case .failed(let failure):
                add("\(glyphs[.verdictError]) could not judge", .verdictError)
                add(" \(Figures.took(remark.duration)) · \(OneLine.folded(remark.verifier))\n", .muted)
                add(failure.text + "\n")
            }
        }
        if attempt.judge == .nobody {
            add("\(glyphs[.verdictAccept]) taken as it came, nobody judged\n", .verdictAccept)
        }
        if attempt.judge == .person {
            // What the person said stands above, as the last of the judgements.
            add(attempt.overturned == nil ? "a person decided\n" : "a person overruled the verifiers\n", .warning)
        } else if let overruled = attempt.overruled {
            add("overruled: \(overruled == .accept ? "accept" : "escalate")\n\(overruled.feedback)\n", .warning)
        }
        return runs
    }

    /// Its lines, wrapped to `width` columns.
    func lines(width: Int) -> [StyledLine] {
        var lines = TextWrap.wrap(runs, width: width)
        while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// - Parameter showsTitle: false on a screen that has no row for it.
    func draw(on canvas: inout Canvas, in rect: Rect, text: Rect, showsTitle: Bool = true) {
        guard !rect.isEmpty else { return }
        let lines = lines(width: text.width)
        let first = min(top, max(0, lines.count - text.height))
        let below = lines.count - first - text.height
        let note = below > 0 ? "\(Figures.plural(below, "line")) below" : ""
        if showsTitle { Rule(pane: heading, note: note, isFocused: isFocused).draw(on: &canvas, in: rect) }
        for (row, line) in lines[first...].prefix(text.height).enumerated() {
            canvas.put(line, at: text.x, text.y + row, in: text)
        }
    }
}
