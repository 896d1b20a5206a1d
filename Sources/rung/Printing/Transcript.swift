import EscalationCore
import Foundation
import Terminal

/// A session in words: what was asked, every attempt with its answer and verdict, and how it ended.
struct Transcript {
    private let session: Session
    private let state: SessionState
    private let remarks: [Int: Verdict]

    /// - Parameter remarks: what a person said of attempts after the end, by their numbers.
    init(_ session: Session, _ state: SessionState, remarks: [Int: Verdict] = [:]) {
        self.session = session
        self.state = state
        self.remarks = remarks
    }

    var text: String {
        var lines = ["session \(session.id) · \(session.startedAtText) · chain \(visible(session.chain))"]
        if session.isSimulated { lines.append("played by the simulator: no model was asked") }
        lines += ["", "task", indented(state.task)]
        if let skill = state.started?.task.skillPrompt, !skill.isEmpty { lines += ["", "skill", indented(skill)] }
        for attempt in state.attempts { lines += [""] + self.lines(of: attempt) }
        if !state.skippedTiers.isEmpty { lines.append("") }
        for skipped in state.skippedTiers { lines.append("tier \(skipped.tier) skipped: \(visible(skipped.reason))") }
        lines += ["", ending + (state.cost.map { " · \($0.inDollars)" } ?? "")]
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of attempt: Attempt) -> [String] {
        var head = "#\(attempt.number) \(visible(attempt.model)) · tier \(attempt.tier) · \(attempt.start.rawValue)"
        if let ended = attempt.endedAt { head += " · \(ProgressLine.seconds(ended - attempt.startedAt))" }
        if let tokens = attempt.completed?.usage?.answerTokens { head += " · \(ProgressLine.counted(tokens, "token"))" }
        var lines = [head]
        if let cost = attempt.cost { lines[0] += " · \(cost.inDollars)" }
        if let whole = attempt.taskPrompt {
            lines += ["  was told, in place of what the one before was", indented(whole)]
        } else if !attempt.addedPrompt.isEmpty {
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
        case .accepted: lines.append("  accept" + note(on: attempt))
        case .rejected:
            lines.append("  escalate" + note(on: attempt))
            if attempt.judge == .person, let feedback = attempt.verdict?.feedback, !feedback.isEmpty {
                lines.append(indented(feedback))
            }
        case .failed: break
        case .answering, .verifying: lines.append("  no verdict")
        }
        if let remark = remarks[attempt.number] {
            lines.append(
                remark == .accept ? "  accepted by a person, after the end" : "  rejected by a person, after the end")
            if !remark.feedback.isEmpty { lines.append(indented(remark.feedback)) }
        }
        return lines
    }

    /// Who decided, where that weren't the verifiers alone, and whether one of them could not judge.
    private func note(on attempt: Attempt) -> String {
        var notes: [String] = []
        switch attempt.judge {
        case .nobody: notes.append("taken as it came")
        case .person: notes.append(attempt.overturned == nil ? "a person decided" : "a person overruled the verifiers")
        case .verifiers, nil: break
        }
        if attempt.lacksVerdict { notes.append("a verdict is missing") }
        return notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
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
