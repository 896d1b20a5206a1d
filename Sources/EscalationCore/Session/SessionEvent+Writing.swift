extension SessionEvent {
    /// The event as other programs and the journal read it: `session`, `sequence`, `event`, `at_ms`, then the kind's
    /// own members.
    public var json: JSONValue {
        .object(
            [
                .init("session", .string(session.rawValue)), .init("sequence", .int(sequence)),
                .init("event", .string(kind.name)), .init("at_ms", .int(offset.milliseconds)),
            ] + kind.members)
    }
}

extension SessionEvent.Kind {
    /// The kind in snake_case.
    public var name: String {
        switch self {
        case .sessionStarted: "session_started"
        case .attemptStarted: "attempt_started"
        case .phaseEntered: "phase_entered"
        case .outputReceived: "output_received"
        case .waiting: "waiting"
        case .retryScheduled: "retry_scheduled"
        case .attemptFailed: "attempt_failed"
        case .answerCompleted: "answer_completed"
        case .verifierAnswered: "verifier_answered"
        case .verifierFailed: "verifier_failed"
        case .verdictReached: "verdict_reached"
        case .tierSkipped: "tier_skipped"
        case .overruled: "overruled"
        case .escalated: "escalated"
        case .sessionFinished: "session_finished"
        }
    }

    /// The members of the kind, in the order they are printed. Absent ones are left out, except where readers rely on
    /// a null.
    public var members: [JSONValue.Member] {
        switch self {
        case .sessionStarted(let started): started.members
        case .attemptStarted(let started): started.members
        case .phaseEntered(let attempt, let phase, let place):
            .init(["attempt": .int(attempt), "phase": .string(phase.rawValue), "place": place.map { .int($0) }])
        case .outputReceived(let attempt, let channel, let pieces):
            .init([
                "attempt": .int(attempt), "channel": .string(channel.rawValue),
                "pieces": .array(
                    pieces.map {
                        .object([.init("at_ms", .int($0.offset.milliseconds)), .init("text", .string($0.text))])
                    }),
            ])
        case .waiting(let attempt, let reason, let until), .retryScheduled(let attempt, let reason, let until):
            .init(["attempt": .int(attempt), "reason": .string(reason), "until_ms": .milliseconds(until)])
        case .attemptFailed(let attempt, let failure):
            .init(["attempt": .int(attempt), "failure": failure.json])
        case .answerCompleted(let completed): completed.members
        case .verifierAnswered(let answered): answered.members
        case .verifierFailed(let attempt, let verifier, let failure, let duration):
            .init([
                "attempt": .int(attempt), "verifier": .string(verifier), "failure": failure.json,
                "duration_ms": .milliseconds(duration),
            ])
        case .verdictReached(let attempt, let verdict, let judge):
            .init(["attempt": .int(attempt)] as KeyValuePairs) + verdict.members
                + [.init("by", .string(judge.rawValue))]
        case .tierSkipped(let tier, let reason):
            .init(["tier_number": .int(tier), "reason": .string(reason)])
        case .overruled(let attempt, let verdict):
            .init(["attempt": .int(attempt)] as KeyValuePairs) + verdict.members
        case .escalated(let from, let to):
            .init(["from": .int(from), "to": .int(to)])
        case .sessionFinished(let outcome, let accepted, let error):
            .init([
                "outcome": .string(outcome.rawValue), "accepted_attempt": accepted.map { .int($0) },
                "error": .string(error),
            ])
        }
    }
}

extension SessionEvent.SessionStarted {
    fileprivate var members: [JSONValue.Member] {
        let task: [JSONValue.Member] = .init([
            "task": .string(task.prompt),
            "skill": task.skillName.map { .string($0) },
            "skill_prompt": .string(task.skillPrompt),
            "parent": task.parent.map { .string($0.rawValue) },
            "first_tier": .int(task.firstTier, unless: 1),
        ])
        let about: [JSONValue.Member] = .init([
            "verifiers": .array(verifiers.map { .string($0) }),
            "started_at_ms": .int(Int(startedAt)),
            "simulated": .bool(isSimulated),
            "version": .string(version),
        ])
        return task + chain.members + about
    }
}

// What is off by default is left out where it is off.

extension Chain {
    fileprivate var members: [JSONValue.Member] {
        .init([
            "chain": .string(name),
            "tiers": .array(tiers.map(\.json)),
            "limits": limits.json,
            "feedback": .word(feedback.mode, unless: .accumulate),
            "feedback_cap": feedback.cap.map { .int($0) },
            "on_verifier_error": .word(onVerifierError, unless: .escalate),
        ])
    }
}

extension Tier {
    fileprivate var json: JSONValue {
        let about: [JSONValue.Member] = .init([
            "model": .string(model), "backend": .string(backend), "tier": .string(label.rawValue),
            "verified": .bool(isVerified), "params": parameters.isEmpty ? nil : .object(parameters),
        ])
        let attempts: [JSONValue.Member] = .init([
            "tries": .int(tries, unless: 1), "retries": .int(retries, unless: 0),
            "breaker": .bool(hasBreaker, unless: false),
        ])
        return .object(about + attempts)
    }
}

extension Limits {
    fileprivate var json: JSONValue {
        let times: [JSONValue.Member] = .init([
            "session_timeout_ms": .milliseconds(sessionTimeout),
            "first_byte_timeout_ms": .milliseconds(firstByteTimeout), "idle_timeout_ms": .milliseconds(idleTimeout),
        ])
        let amounts: [JSONValue.Member] = .init([
            "attempts": attempts.map { .int($0) }, "dollars": dollars.map { .double($0) },
        ])
        return .object(times + amounts)
    }
}

extension SessionEvent.AttemptStarted {
    fileprivate var members: [JSONValue.Member] {
        .init([
            "attempt": .int(attempt), "tier_number": .int(tier), "model": .string(model),
            "tier": .string(label.rawValue), "start": .string(start.rawValue), "added_prompt": .string(addedPrompt),
            "task_prompt": taskPrompt.map { .string($0) },
        ])
    }
}

extension SessionEvent.AnswerCompleted {
    fileprivate var members: [JSONValue.Member] {
        .init([
            "attempt": .int(attempt), "usage": usage?.json, "finish_reason": finishReason.map { .string($0.rawValue) },
            "served_model": servedModel.map { .string($0) }, "cost": cost.map { .double($0) },
            "text": text.map { .string($0) },
        ])
    }
}

extension SessionEvent.VerifierAnswered {
    fileprivate var members: [JSONValue.Member] {
        .init(["attempt": .int(attempt), "verifier": .string(verifier)]) + judgement.verdict.members
            + .init([
                "remark": judgement.remark.isEmpty ? nil : .string(judgement.remark),
                "usage": judgement.usage?.json, "cost": judgement.cost.map { .double($0) },
                "duration_ms": .milliseconds(duration),
            ])
    }
}

extension Verdict {
    fileprivate var members: [JSONValue.Member] {
        let word: RecordedVerdict = if case .accept = self { .accept } else { .escalate }
        return .init(["verdict": .string(word.rawValue), "feedback": .string(feedback)])
    }
}

extension Failure {
    fileprivate var json: JSONValue {
        .object([
            "kind": .string(kind.rawValue), "text": .string(text), "retry_after_ms": .milliseconds(retryAfter),
            "usage": usage?.json, "cost": cost.map { .double($0) },
        ])
    }
}

extension Usage {
    fileprivate var json: JSONValue {
        .object([
            "prompt_tokens": promptTokens.map { .int($0) }, "answer_tokens": answerTokens.map { .int($0) },
            "cached_tokens": cachedTokens.map { .int($0) },
            "prompt_tokens_per_second": promptSpeed.map { .double($0) },
            "answer_tokens_per_second": answerSpeed.map { .double($0) },
        ])
    }
}

extension AttemptRecord {
    /// As the last line of a run lists it.
    public var json: JSONValue {
        .object([
            "model": .string(model), "tier": .string(label.rawValue), "duration_ms": .milliseconds(duration),
            "warm_start": .bool(warmStart), "verdict": .string(verdict.rawValue), "feedback": .string(feedback),
        ])
    }
}

extension JSONValue {
    static func milliseconds(_ duration: Duration) -> JSONValue { .int(duration.milliseconds) }

    static func milliseconds(_ duration: Duration?) -> JSONValue? { duration.map { .int($0.milliseconds) } }

    // Nil for the value that goes without saying.

    fileprivate static func int(_ value: Int, unless standard: Int) -> JSONValue? {
        value == standard ? nil : .int(value)
    }

    fileprivate static func bool(_ value: Bool, unless standard: Bool) -> JSONValue? {
        value == standard ? nil : .bool(value)
    }

    fileprivate static func word<Word: RawRepresentable<String>>(_ word: Word, unless standard: Word) -> JSONValue?
    where Word: Equatable {
        word == standard ? nil : .string(word.rawValue)
    }
}

extension [JSONValue.Member] {
    /// The members that are present, in the order given.
    fileprivate init(_ pairs: KeyValuePairs<String, JSONValue?>) {
        self = JSONValue.object(pairs).members ?? []
    }
}
