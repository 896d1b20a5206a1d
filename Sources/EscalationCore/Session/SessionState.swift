/// A session as its events tell it: the one fold that live, watched, resumed and replayed sessions share.
public struct SessionState: Sendable, Hashable, Identifiable {
    public var id: Session.ID
    /// The sequence of the last event applied; 0 before the first.
    public var sequence = 0
    /// The offset of the last event applied.
    public var offset: Duration = .zero
    /// Nil until the session's first event.
    public var started: SessionEvent.SessionStarted?
    /// In the order they were made; attempt number n stands at n - 1.
    public var attempts: [Attempt] = []
    public var skippedTiers: [SkippedTier] = []
    /// Nil while the session runs.
    public var finish: Finish?

    public struct SkippedTier: Sendable, Hashable {
        public var tier: Int
        public var reason: String
    }

    public struct Finish: Sendable, Hashable {
        public var outcome: Outcome
        public var acceptedAttempt: Int?
        /// Empty where the outcome is `accepted`.
        public var error: String
        public var at: Duration
    }

    public init(id: Session.ID) { self.id = id }

    public var task: String { started?.task.prompt ?? "" }
    public var chain: Chain? { started?.chain }
    public var outcome: Outcome? { finish?.outcome }

    /// The accepted answer; nil before there is one.
    public var acceptedAnswer: String? {
        finish?.acceptedAttempt.flatMap { attempt($0)?.answer }
    }

    /// Records of the attempts that ended, in order.
    public var records: [AttemptRecord] { attempts.compactMap(\.record) }

    /// Tokens written by all attempts that reported them.
    public var answerTokens: Int { attempts.reduce(0) { $0 + ($1.completed?.usage?.answerTokens ?? 0) } }

    /// Dollars known to have been spent on all attempts and their verifiers; nil where nothing is known.
    public var cost: Double? {
        let costs = attempts.compactMap(\.cost)
        return costs.isEmpty ? nil : costs.reduce(0, +)
    }

    /// The task prompt that an attempt got: the task with the feedback it was told.
    public func taskPrompt(of number: Int) -> String {
        attempts.prefix(number).reduce(task) { $1.taskPrompt ?? $0 + $1.addedPrompt }
    }

    public func attempt(_ number: Int) -> Attempt? {
        attempts.indices.contains(number - 1) ? attempts[number - 1] : nil
    }

    /// Applies the next event. One that was applied already (its sequence is not above the last) changes nothing, and
    /// neither does one that names an attempt nobody started.
    public mutating func apply(_ event: SessionEvent) {
        guard event.session == id, event.sequence > sequence else { return }
        sequence = event.sequence
        offset = event.offset
        let now = event.offset
        switch event.kind {
        case .sessionStarted(let started):
            self.started = started
        case .attemptStarted(let started):
            endWait()
            attempts.append(Attempt(started, at: now))
        case .phaseEntered(let number, let phase, let place):
            change(number) {
                $0.queuePlace = place
                $0.waiting = nil
                if $0.phase != phase { $0.phases.append(.init(phase: phase, at: now)) }
            }
        case .outputReceived(let number, let channel, let pieces):
            change(number) { $0.receive(pieces, on: channel) }
        case .waiting(let number, let reason, let until), .retryScheduled(let number, let reason, let until):
            change(number) { $0.waiting = .init(reason: reason, until: until) }
        case .attemptFailed(let number, let failure):
            change(number) {
                $0.failure = failure
                $0.end(at: now)
            }
        case .answerCompleted(let completed):
            change(completed.attempt) {
                if let text = completed.text { $0.answer = text }
                $0.completed = completed
                $0.end(at: now)
            }
        case .verifierAnswered(let answered):
            change(answered.attempt) {
                $0.judgements.append(
                    .init(
                        verifier: answered.verifier, word: .answered(answered.judgement), duration: answered.duration))
            }
        case .verifierFailed(let number, let verifier, let failure, let duration):
            change(number) {
                $0.judgements.append(.init(verifier: verifier, word: .failed(failure), duration: duration))
            }
        case .verdictReached(let number, let verdict, let judge):
            change(number) {
                $0.waiting = nil
                $0.verdict = verdict
                $0.judge = judge
                $0.judgedAt = now
            }
        case .tierSkipped(let tier, let reason):
            skippedTiers.append(.init(tier: tier, reason: reason))
        case .overruled(let number, let verdict):
            change(number) { $0.overruled = verdict }
        case .escalated:
            break
        case .sessionFinished(let outcome, let accepted, let error):
            endWait()
            finish = Finish(outcome: outcome, acceptedAttempt: accepted, error: error, at: now)
        }
    }

    /// What the newest attempt waited for, a retry for one, is over.
    private mutating func endWait() {
        if !attempts.isEmpty { attempts[attempts.count - 1].waiting = nil }
    }

    private mutating func change(_ number: Int, _ body: (inout Attempt) -> Void) {
        guard attempts.indices.contains(number - 1) else { return }
        body(&attempts[number - 1])
    }
}

extension Attempt {
    fileprivate mutating func receive(_ pieces: [OutputPiece], on channel: OutputChannel) {
        waiting = nil
        switch channel {
        case .answer:
            if firstPieceAt == nil { firstPieceAt = pieces.first?.offset }
            lastPieceAt = pieces.last?.offset ?? lastPieceAt
            for piece in pieces { answer += piece.text }
        case .reasoning: for piece in pieces { reasoning += piece.text }
        case .progress: for piece in pieces { progress += piece.text }
        }
    }

    fileprivate mutating func end(at offset: Duration) {
        endedAt = offset
        waiting = nil
        queuePlace = nil
    }
}

extension SessionState {
    /// The last line of a run's JSON: `session_finished` with the output and the attempts' records.
    public func finishedLine(for event: SessionEvent) -> JSONValue {
        guard case .sessionFinished(let outcome, let accepted, let error) = event.kind else { return event.json }
        return .object([
            "session": .string(id.rawValue), "sequence": .int(event.sequence), "event": .string(event.kind.name),
            "at_ms": .int(event.offset.milliseconds), "outcome": .string(outcome.rawValue),
            "output": .string(acceptedAnswer ?? ""), "error": .string(error),
            "attempts": .array(records.map(\.json)), "accepted_attempt": accepted.map { .int($0) },
            "cost": cost.map { .double($0) },
        ])
    }
}
