import EscalationCore
import Terminal

/// What an attempt is doing, or what came of it, in a few words.
struct AttemptState {
    private let attempt: Attempt
    private let isOver: Bool
    private let elapsed: Duration
    private let remark: Verdict?

    /// Columns from which on a detail is worth showing: the longest word and a few of the detail.
    private static let leastDetail = 22

    /// Marks an attempt that a verifier could not judge.
    private static let missing = "  no verdict"

    /// - Parameters:
    ///   - isOver: whether the session has ended, so that nothing is under way any more.
    ///   - elapsed: time since the session started.
    ///   - remark: what a person said of it after the end.
    init(_ attempt: Attempt, isOver: Bool, elapsed: Duration, remark: Verdict? = nil) {
        self.attempt = attempt
        self.isOver = isOver
        self.elapsed = elapsed
        self.remark = remark
    }

    /// Glyph, word, and, where there is room for some of it, what was said about it.
    func line(_ glyphs: GlyphSet, width: Int) -> StyledLine {
        let role = attempt.stage.role
        var line: StyledLine
        let badges = badges(glyphs, isShort: width < Self.leastDetail)
        func detail(_ text: String) -> String {
            let folded = OneLine.folded(text)
            return folded.isEmpty || width < Self.leastDetail ? "" : "  " + folded
        }
        switch attempt.stage {
        case .accepted:
            line = StyledLine("\(glyphs[role]) accept", role).appending(badges, .warning)
            line.append(detail(attempt.judge == .nobody ? "taken as it came" : verifiersRemark), .muted)
        case .rejected:
            line = StyledLine("\(glyphs[role]) escalate", role).appending(badges, .warning)
            line.append(detail(attempt.verdict?.feedback ?? ""), .text)
        case .failed:
            line = StyledLine("\(glyphs[role]) error", role)
            let text = attempt.failure?.text ?? ""
            line.append(detail(attempt.waiting == nil ? text : "\(activity): \(text)"), .text)
        case .answering, .verifying:
            line = StyledLine(
                isOver ? "– unfinished" : "\(glyphs[.verdictPending]) \(activity)", isOver ? .muted : role
            ).appending(badges, .warning)
        }
        return line
    }

    /// What goes before everything that was said, the last word first, so that it is seen on a narrow screen too.
    private func badges(_ glyphs: GlyphSet, isShort: Bool) -> String {
        var badges = ""
        if let remark {
            let isAccepted = remark == .accept
            badges +=
                isShort
                ? " \(glyphs[isAccepted ? .verdictAccept : .verdictEscalate])you"
                : isAccepted ? "  accepted by you" : "  rejected by you"
        }
        if attempt.lacksVerdict, attempt.verdict != nil { badges += Self.missing }
        if let overturned = attempt.overturned {
            badges += "  overruled: \(overturned == .accept ? "accept" : "escalate")"
        }
        return badges
    }

    /// What is going on: `loading 12s`, `queued 2nd`, `streaming`, `verifying`, `waiting for a person`.
    var activity: String {
        if let wait = attempt.waiting {
            let left = wait.until.map { $0 > elapsed ? ", \(Figures.running($0 - elapsed)) left" : "" } ?? ""
            return "waiting: \(OneLine.folded(wait.reason))\(left)"
        }
        if attempt.stage == .verifying { return "verifying" }
        switch attempt.phase {
        case nil: return "asking"
        case .queued: return attempt.queuePlace.map { "queued \(Figures.ordinal($0))" } ?? "queued"
        case .loading: return "loading \(Figures.running(elapsed - (attempt.phases.last?.at ?? elapsed)))"
        case .prompt: return "reading the prompt"
        case .answer: return attempt.answer.isEmpty && !attempt.reasoning.isEmpty ? "thinking" : "streaming"
        }
    }

    private var verifiersRemark: String {
        for judgement in attempt.judgements.reversed() {
            if case .answered(let word) = judgement.word, !word.remark.isEmpty { return word.remark }
        }
        return ""
    }
}
