extension SessionEvent {
    /// Why a line is no event.
    public struct ReadingError: Error, Hashable, CustomStringConvertible {
        public var description: String
    }

    /// Reads what `json` wrote. Members it doesn't know are ignored.
    public init(json: JSONValue) throws {
        let members = Members(of: json)
        guard let id = Session.ID(rawValue: try members.string("session")) else {
            throw ReadingError(description: "'session' is no session id")
        }
        self.init(
            session: id, sequence: try members.int("sequence"), offset: try members.duration("at_ms"),
            kind: try Kind(name: try members.string("event"), json: json))
    }
}

extension SessionEvent: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        try self.init(json: JSONValue(parsing: text))
    }

    /// As one string that holds the JSON text: for stores that only know `Codable`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(json.text)
    }
}

extension SessionEvent.Kind {
    /// - Parameters:
    ///   - name: the kind in snake_case.
    ///   - json: an object with the kind's members.
    public init(name: String, json: JSONValue) throws {
        let members = Members(of: json)
        switch name {
        case "session_started": self = .sessionStarted(try .init(members))
        case "attempt_started": self = .attemptStarted(try .init(members))
        case "phase_entered":
            self = .phaseEntered(
                attempt: try members.int("attempt"), phase: try members.word("phase"),
                place: members.optionalInt("place"))
        case "output_received":
            self = .outputReceived(
                attempt: try members.int("attempt"), channel: try members.word("channel"),
                pieces: try members.array("pieces").map { piece in
                    let piece = Members(of: piece)
                    return OutputPiece(offset: try piece.duration("at_ms"), text: try piece.string("text"))
                })
        case "waiting":
            self = .waiting(
                attempt: try members.int("attempt"), reason: try members.string("reason"),
                until: members.optionalDuration("until_ms"))
        case "retry_scheduled":
            self = .retryScheduled(
                attempt: try members.int("attempt"), reason: try members.string("reason"),
                until: members.optionalDuration("until_ms"))
        case "attempt_failed":
            self = .attemptFailed(attempt: try members.int("attempt"), failure: try members.failure("failure"))
        case "answer_completed": self = .answerCompleted(try .init(members))
        case "verifier_answered": self = .verifierAnswered(try .init(members))
        case "verifier_failed":
            self = .verifierFailed(
                attempt: try members.int("attempt"), verifier: try members.string("verifier"),
                failure: try members.failure("failure"), duration: try members.duration("duration_ms"))
        case "verdict_reached":
            self = .verdictReached(
                attempt: try members.int("attempt"), verdict: try members.verdict(), by: try members.word("by"))
        case "tier_skipped":
            self = .tierSkipped(tier: try members.int("tier_number"), reason: try members.string("reason"))
        case "overruled": self = .overruled(attempt: try members.int("attempt"), verdict: try members.verdict())
        case "escalated": self = .escalated(from: try members.int("from"), to: try members.int("to"))
        case "session_finished":
            self = .sessionFinished(
                outcome: try members.word("outcome"), acceptedAttempt: members.optionalInt("accepted_attempt"),
                error: try members.string("error"))
        default: throw SessionEvent.ReadingError(description: "'\(name)' is no kind of event")
        }
    }
}

extension SessionEvent.SessionStarted {
    fileprivate init(_ members: Members) throws {
        let limits = members.nested("limits")
        self.init(
            task: TaskSpec(
                try members.string("task"), skillPrompt: try members.string("skill_prompt"),
                skillName: members.optionalString("skill"),
                parent: members.optionalString("parent").flatMap { Session.ID(rawValue: $0) },
                firstTier: members.optionalInt("first_tier") ?? 1),
            chain: Chain(
                try members.string("chain"),
                tiers: try members.array("tiers").map { tier in
                    try Tier(Members(of: tier))
                },
                limits: Limits(
                    sessionTimeout: try limits.duration("session_timeout_ms"),
                    firstByteTimeout: try limits.duration("first_byte_timeout_ms"),
                    idleTimeout: try limits.duration("idle_timeout_ms"), attempts: limits.optionalInt("attempts"),
                    dollars: limits.object["dollars"]?.double),
                feedback: FeedbackPolicy(
                    try members.optionalWord("feedback") ?? FeedbackPolicy.Mode.accumulate,
                    cap: members.optionalInt("feedback_cap")),
                onVerifierError: try members.optionalWord("on_verifier_error") ?? OnVerifierError.escalate),
            verifiers: try members.array("verifiers").compactMap(\.string),
            startedAt: Int64(try members.int("started_at_ms")),
            isSimulated: try members.bool("simulated"),
            version: try members.string("version"))
    }
}

extension Tier {
    fileprivate init(_ members: Members) throws {
        self.init(
            try members.string("model"), backend: try members.string("backend"), label: try members.word("tier"),
            isVerified: try members.bool("verified"), parameters: members.object["params"]?.members ?? [])
        tries = members.optionalInt("tries") ?? 1
        retries = members.optionalInt("retries") ?? 0
        hasBreaker = members.object["breaker"]?.bool ?? false
    }
}

extension SessionEvent.AttemptStarted {
    fileprivate init(_ members: Members) throws {
        self.init(
            attempt: try members.int("attempt"), tier: try members.int("tier_number"),
            model: try members.string("model"), label: try members.word("tier"), start: try members.word("start"),
            addedPrompt: try members.string("added_prompt"), taskPrompt: members.optionalString("task_prompt"))
    }
}

extension SessionEvent.AnswerCompleted {
    fileprivate init(_ members: Members) throws {
        self.init(
            attempt: try members.int("attempt"), usage: members.usage,
            finishReason: members.optionalString("finish_reason").map { FinishReason(rawValue: $0) },
            servedModel: members.optionalString("served_model"), cost: members.object["cost"]?.double,
            text: members.optionalString("text"))
    }
}

extension SessionEvent.VerifierAnswered {
    fileprivate init(_ members: Members) throws {
        self.init(
            attempt: try members.int("attempt"), verifier: try members.string("verifier"),
            judgement: Judgement(
                try members.verdict(), remark: members.optionalString("remark") ?? "", usage: members.usage,
                cost: members.object["cost"]?.double),
            duration: try members.duration("duration_ms"))
    }
}

/// The members of an object, read with errors that name the member.
private struct Members {
    let object: JSONValue

    init(of object: JSONValue) { self.object = object }

    private func required<T>(_ name: String, _ value: T?) throws -> T {
        guard let value else {
            throw SessionEvent.ReadingError(description: "'\(name)' is missing or of the wrong type")
        }
        return value
    }

    func string(_ name: String) throws -> String { try required(name, object[name]?.string) }
    func int(_ name: String) throws -> Int { try required(name, object[name]?.int) }
    func bool(_ name: String) throws -> Bool { try required(name, object[name]?.bool) }
    func array(_ name: String) throws -> [JSONValue] { try required(name, object[name]?.array) }
    func duration(_ name: String) throws -> Duration { .milliseconds(try int(name)) }

    func word<T: RawRepresentable<String>>(_ name: String) throws -> T {
        try required(name, T(rawValue: try string(name)))
    }

    /// Nil where the member is absent.
    func optionalWord<T: RawRepresentable<String>>(_ name: String) throws -> T? {
        object[name] == nil ? nil : try word(name)
    }

    func nested(_ name: String) -> Members { Members(of: object[name] ?? .null) }
    func optionalString(_ name: String) -> String? { object[name]?.string }
    func optionalInt(_ name: String) -> Int? { object[name]?.int }
    func optionalDuration(_ name: String) -> Duration? { object[name]?.int.map { .milliseconds($0) } }

    func failure(_ name: String) throws -> Failure {
        let members = nested(name)
        return Failure(
            try members.word("kind"), try members.string("text"),
            retryAfter: members.optionalDuration("retry_after_ms"), usage: members.usage,
            cost: members.object["cost"]?.double)
    }

    func verdict() throws -> Verdict {
        switch try word("verdict") as RecordedVerdict {
        case .accept: .accept
        case .escalate, .error: .escalate(feedback: try string("feedback"))
        }
    }

    var usage: Usage? {
        guard let usage = object["usage"], usage.members != nil else { return nil }
        return Usage(
            promptTokens: usage["prompt_tokens"]?.int, answerTokens: usage["answer_tokens"]?.int,
            cachedTokens: usage["cached_tokens"]?.int, promptSpeed: usage["prompt_tokens_per_second"]?.double,
            answerSpeed: usage["answer_tokens_per_second"]?.double)
    }
}
