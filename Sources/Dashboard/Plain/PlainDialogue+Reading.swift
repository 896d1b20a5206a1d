import EscalationCore
import Terminal

/// What the user types, line by line.
extension PlainDialogue {
    /// A line that was typed, without its end.
    public mutating func read(_ line: String) -> [Effect] {
        guard !isAwaitingChoices else {
            early.append(line)
            return []
        }
        if let writing { return write(line, to: writing) }
        let word = line.trimmingBlanks
        guard !word.isEmpty else {
            sayChoices()
            return []
        }
        guard let number = Int(word), choices.indices.contains(number - 1) else {
            say("There is no choice '\(word)'. Type a number from 1 to \(choices.count).")
            return []
        }
        return choose(choices[number - 1])
    }

    /// Whether the numbers of the next line are still to be said.
    var isAwaitingChoices: Bool { isListing || opening != nil || replay != nil && replay?.state == nil }

    /// Takes in lines that came too early, as far as there is something to choose from now.
    mutating func readEarly() -> [Effect] {
        var effects: [Effect] = []
        while !isAwaitingChoices, !early.isEmpty { effects += read(early.removeFirst()) }
        leaveIfDone()
        return effects
    }

    private mutating func choose(_ choice: PlainChoice) -> [Effect] {
        switch choice {
        case .write: begin(PlainWriting(.task))
        case .resume:
            say(draft)
            begin(
                PlainWriting(
                    .task, lines: draft.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)))
        case .sample(let index): return submit(setup.samples[index].prompt)
        case .chains:
            choices = setup.chains.map { .chain($0.name) } + [.back]
            sayChoices()
        case .chain(let name):
            chainName = name
            offerMenu()
        case .skills:
            choices = [.skill(nil)] + setup.skills.map { .skill($0) } + [.back]
            sayChoices()
        case .skill(let chosen):
            if let problem = chosen?.problem { say(problem) } else { take(chosen) }
            offerMenu()
        case .accept(let attempt, let id): return decide(.accept, attempt, id)
        case .reject(let attempt, let id): begin(PlainWriting(.feedback(attempt: attempt, of: id)))
        case .passOn(let attempt, let id):
            let feedback = sessions[id]?.attempt(attempt)?.verifiersFeedback ?? ""
            return decide(.escalate(feedback: feedback), attempt, id)
        case .sessions:
            isListing = true
            return [.listSessions(query: "")]
        case .session(let session):
            opening = session
            return [.open(session.id)]
        case .replay(let id): return beginReplay(of: id)
        case .replayControl(let control): return self.control(control)
        case .cancel(let id):
            say("cancelling …")
            return [.cancel(id)]
        case .back: offerMenu()
        case .quit: isFinished = true
        }
        return []
    }

    private mutating func begin(_ text: PlainWriting) {
        writing = text
        let what =
            switch text.purpose {
            case .task: "the task"
            case .feedback: "what the next tier should hear of this answer"
            }
        say("Write \(what). A line with nothing but a dot sends it; with nothing but 'x', leaves it.")
    }

    private mutating func take(_ chosen: SkillChoice?) {
        skill = chosen
        // It can be changed afterwards.
        if let chain = chosen?.chain { chainName = chain }
    }

    private mutating func decide(_ verdict: Verdict, _ attempt: Int, _ id: Session.ID) -> [Effect] {
        choices = [.cancel(id)]
        return [.decide(verdict, attempt: attempt, of: id)]
    }

    private mutating func write(_ line: String, to text: PlainWriting) -> [Effect] {
        switch line {
        case ".": return send(text)
        case "x":
            writing = nil
            guard case .task = text.purpose else {
                sayChoices()
                return []
            }
            draft = text.text
            offerMenu()
            return []
        default:
            let text = text.adding(line)
            writing = text
            return text.purpose == .task ? [.saveDraft(text.text)] : []
        }
    }

    private mutating func send(_ text: PlainWriting) -> [Effect] {
        writing = nil
        switch text.purpose {
        case .feedback(let attempt, let id):
            guard !text.text.trimmingBlanks.isEmpty else {
                say("There is nothing in it, so nothing was decided.")
                sayChoices()
                return []
            }
            return decide(.escalate(feedback: text.text), attempt, id)
        case .task:
            draft = ""
            guard !text.text.trimmingBlanks.isEmpty else {
                offerMenu()
                return [.saveDraft("")]
            }
            return [.saveDraft("")] + (setup.isSimulated ? [] : [.remember(text.text)]) + submit(text.text)
        }
    }

    private mutating func submit(_ prompt: String) -> [Effect] {
        guard let chain else {
            say("No chain is configured, so nobody can be asked.")
            return []
        }
        awaited += 1
        return [.submit(TaskSpec(prompt, skillPrompt: skill?.prompt ?? "", skillName: skill?.name), chain: chain.name)]
    }
}

extension String {
    /// Without the blanks at its ends.
    fileprivate var trimmingBlanks: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
