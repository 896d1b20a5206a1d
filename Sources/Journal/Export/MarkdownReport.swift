import EscalationCore
import Foundation

/// A session as a report in Markdown: the task, what each attempt was told and answered, its verdicts, times and cost.
///
/// Whatever a person, a model or a server wrote stands in a fence longer than any within it, so that no text can leave its
/// place.
public struct MarkdownReport {
    private let state: SessionState
    private let annotations: [Annotation]

    /// - Parameters:
    ///   - state: with all of the session's events.
    ///   - annotations: what people said after its end, oldest first.
    public init(_ state: SessionState, annotations: [Annotation] = []) {
        self.state = state
        self.annotations = annotations
    }

    public var text: String {
        var parts = ["# \(Self.inline(state.task.firstLine))", table(facts)]
        if state.started?.isSimulated == true {
            parts.append("Played by the simulator: no model was asked.")
        }
        parts += ["## Task", Self.fenced(state.task)]
        if let task = state.started?.task, !task.skillPrompt.isEmpty {
            parts += ["## Skill" + (task.skillName.map { " \(Self.inline($0))" } ?? ""), Self.fenced(task.skillPrompt)]
        }
        if !state.attempts.isEmpty {
            parts += ["## Attempts", table(overview)]
            for attempt in state.attempts { parts += self.parts(of: attempt) }
        }
        for skipped in state.skippedTiers {
            parts.append("Tier \(skipped.tier) was skipped: \(Self.inline(skipped.reason))")
        }
        parts += ["## Outcome", ending]
        return parts.joined(separator: "\n\n") + "\n"
    }

    // MARK: Facts

    private var facts: [[String]] {
        var rows = [["Session", "`\(state.id)`"]]
        if let started = state.started {
            rows.append(["Started", Self.date(started.startedAt)])
            let tiers = started.chain.tiers.map { Self.inline($0.model) }.joined(separator: " › ")
            rows.append(["Chain", "\(Self.inline(started.chain.name)): \(tiers)"])
            if !started.verifiers.isEmpty {
                rows.append(["Verifiers", started.verifiers.map(Self.inline).joined(separator: ", ")])
            }
            if let parent = started.task.parent { rows.append(["Follows", "`\(parent)`"]) }
        }
        rows.append(["Outcome", state.outcome?.words ?? "none: it was not recorded to its end"])
        rows.append(["Time", Self.seconds(state.finish?.at ?? state.offset)])
        if state.answerTokens > 0 { rows.append(["Tokens written", String(state.answerTokens)]) }
        if let cost = state.cost { rows.append(["Cost", Self.dollars(cost)]) }
        return [["", ""]] + rows
    }

    private var overview: [[String]] {
        [["#", "Model", "Tier", "Start", "Time", "Tokens", "Verdict", "Cost"]]
            + state.attempts.map { attempt in
                [
                    String(attempt.number), Self.inline(attempt.model), "\(attempt.tier) (\(attempt.label.rawValue))",
                    attempt.start.rawValue, attempt.endedAt.map { Self.seconds($0 - attempt.startedAt) } ?? "–",
                    attempt.completed?.usage?.answerTokens.map(String.init) ?? "–", Self.verdict(of: attempt),
                    attempt.cost.map(Self.dollars) ?? "–",
                ]
            }
    }

    private var ending: String {
        guard let finish = state.finish else { return "The session was not recorded to its end." }
        switch (finish.outcome, finish.acceptedAttempt) {
        case (.accepted, let number?): return "Accepted: the answer of attempt \(number)."
        case (let outcome, _):
            let words = outcome.words.prefix(1).uppercased() + outcome.words.dropFirst() + "."
            return finish.error.isEmpty || finish.error == outcome.words
                ? words : words + "\n\n" + Self.fenced(finish.error)
        }
    }

    // MARK: Attempts

    private func parts(of attempt: Attempt) -> [String] {
        var parts = ["### Attempt \(attempt.number): \(Self.inline(attempt.model))"]
        if let prompt = attempt.taskPrompt {
            parts += ["It was told:", Self.fenced(prompt)]
        } else if !attempt.addedPrompt.isEmpty {
            parts += ["It was told besides:", Self.fenced(attempt.addedPrompt.trimmingCharacters(in: .newlines))]
        }
        if !attempt.reasoning.isEmpty { parts += ["It thought:", Self.fenced(attempt.reasoning)] }
        if !attempt.answer.isEmpty {
            parts += [attempt.completed == nil ? "It answered so far:" : "It answered:", Self.fenced(attempt.answer)]
        }
        if let failure = attempt.failure { parts += ["It failed:", Self.fenced(failure.text)] }
        for remark in attempt.judgements { parts += self.parts(of: remark) }
        if let verdict = attempt.verdict {
            let judge =
                switch attempt.judge {
                case .person: ", by a person"
                case .nobody: ", taken as it came"
                case .verifiers, nil: ""
                }
            parts.append("Verdict: **\(verdict == .accept ? "accept" : "escalate")**\(judge).")
        }
        if let overruled = attempt.overruled {
            parts.append("Overruled by a person: **\(overruled == .accept ? "accept" : "escalate")**.")
            if !overruled.feedback.isEmpty { parts.append(Self.fenced(overruled.feedback)) }
        }
        for annotation in annotations where annotation.attempt == attempt.number {
            let word = annotation.verdict == .accept ? "accept" : "escalate"
            parts.append("After the end, by a person on \(Self.date(annotation.madeAt)): **\(word)**.")
            if !annotation.verdict.feedback.isEmpty { parts.append(Self.fenced(annotation.verdict.feedback)) }
        }
        return parts
    }

    private func parts(of remark: Attempt.VerifierRemark) -> [String] {
        let name = "\(Self.inline(remark.verifier)) (\(Self.seconds(remark.duration)))"
        switch remark.word {
        case .answered(let judgement):
            let text = judgement.verdict == .accept ? judgement.remark : judgement.verdict.feedback
            let word = judgement.verdict == .accept ? "accepts" : "rejects"
            return text.isEmpty ? ["\(name) \(word)."] : ["\(name) \(word):", Self.fenced(text)]
        case .failed(let failure): return ["\(name) can't judge:", Self.fenced(failure.text)]
        }
    }

    private static func verdict(of attempt: Attempt) -> String {
        switch attempt.stage {
        case .accepted: "accept"
        case .rejected: "escalate"
        case .failed: "error"
        case .answering, .verifying: "none"
        }
    }

    // MARK: Writing

    private func table(_ rows: [[String]]) -> String {
        var lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        lines.insert("|" + String(repeating: "---|", count: rows[0].count), at: 1)
        return lines.joined(separator: "\n")
    }

    /// A block that shows the text as it is.
    static func fenced(_ text: String) -> String {
        var (longest, run) = (0, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)text\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
    }

    /// A text on one line, with what Markdown or a table would read into it taken for itself.
    static func inline(_ text: some StringProtocol) -> String {
        var result = ""
        for character in text {
            if character.isNewline {
                result += " "
            } else {
                if "\\`*_{}[]<>#|&~".contains(character) { result += "\\" }
                result.append(character)
            }
        }
        return result
    }

    /// - Parameter moment: milliseconds since 1970 UTC.
    private static func date(_ moment: Int64) -> String {
        Date(timeIntervalSince1970: Double(moment) / 1_000).formatted(.iso8601)
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths = (duration.milliseconds + 50) / 100
        return "\(tenths / 10).\(tenths % 10) s"
    }

    private static func dollars(_ amount: Double) -> String {
        "$" + amount.formatted(.number.precision(.fractionLength(4)).locale(Locale(identifier: "en_US_POSIX")))
    }
}

extension String {
    fileprivate var firstLine: Substring { split(whereSeparator: \.isNewline).first ?? "" }
}
