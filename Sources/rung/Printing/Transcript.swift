import EscalationCore
import Foundation
import Terminal

/// A session in words: what was asked, every attempt with its answer and verdict, and how it ended.
struct Transcript {
    private let session: Session
    private let state: SessionState

    init(_ session: Session, _ state: SessionState) {
        self.session = session
        self.state = state
    }

    var text: String {
        var lines = ["session \(session.id) · \(session.startedAtText) · chain \(visible(session.chain))"]
        if session.isSimulated { lines.append("played by the simulator: no model was asked") }
        lines += ["", "task", indented(state.task)]
        if let skill = state.started?.task.skillPrompt, !skill.isEmpty { lines += ["", "skill", indented(skill)] }
        for attempt in state.attempts { lines += [""] + self.lines(of: attempt) }
        lines += ["", ending]
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of attempt: Attempt) -> [String] {
        var head = "#\(attempt.number) \(visible(attempt.model)) · tier \(attempt.tier) · \(attempt.start.rawValue)"
        if let ended = attempt.endedAt { head += " · \(ProgressLine.seconds(ended - attempt.startedAt))" }
        if let tokens = attempt.completed?.usage?.answerTokens { head += " · \(ProgressLine.counted(tokens, "token"))" }
        var lines = [head]
        if !attempt.addedPrompt.isEmpty {
            lines += ["  was told besides", indented(attempt.addedPrompt.trimmingCharacters(in: .newlines))]
        }
        if !attempt.reasoning.isEmpty { lines += ["  thought", indented(attempt.reasoning)] }
        if !attempt.progress.isEmpty { lines += ["  the server said", indented(attempt.progress)] }
        if !attempt.answer.isEmpty {
            lines += [attempt.completed == nil ? "  answered so far" : "  answered", indented(attempt.answer)]
        }
        if let failure = attempt.failure { lines += ["  error", indented(failure.text)] }
        for remark in attempt.judgements { lines += self.lines(of: remark) }
        switch attempt.stage {
        case .accepted: lines.append("  accept" + (attempt.judge == .nobody ? " (taken as it came)" : ""))
        case .rejected: lines.append("  escalate")
        case .failed: break
        case .answering, .verifying: lines.append("  no verdict")
        }
        return lines
    }

    private func lines(of remark: Attempt.VerifierRemark) -> [String] {
        let name = "  \(visible(remark.verifier)) · \(ProgressLine.seconds(remark.duration))"
        switch remark.word {
        case .answered(let judgement):
            switch judgement.verdict {
            case .accept:
                return [name + " · accept"] + (judgement.remark.isEmpty ? [] : [indented(judgement.remark)])
            case .escalate(let feedback):
                return [name + " · escalate"] + (feedback.isEmpty ? [] : [indented(feedback)])
            }
        case .failed(let failure):
            return [name + " · can't judge", indented(failure.text)]
        }
    }

    private var ending: String {
        switch session.state {
        case .running: "still running"
        case .interrupted: "interrupted: the program that ran it is gone"
        case .ended(.accepted): "accepted after \(ProgressLine.counted(state.attempts.count, "attempt"))"
        case .ended(let outcome): "\(outcome.words): \(visible(state.finish?.error ?? ""))"
        }
    }

    private func visible(_ text: String) -> String { VisibleText.escape(text, keepingNewlinesAndTabs: true) }

    private func indented(_ text: String) -> String {
        visible(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
    }
}
