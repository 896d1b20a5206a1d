import EscalationCore

/// A session as a trace of OpenTelemetry, in OTLP's JSON: for the stores that people keep traces in.
///
/// The names are those of OpenTelemetry's conventions for generative AI. The session is an `invoke_workflow` span, each
/// attempt a `chat` span below it, and each word of a verifier or a person a `gen_ai.evaluation.result` event of that.
/// Prompts and answers stay out, as the conventions have it; of feedback there is what a verifier said. Trace and span ids
/// come from the session's own id, so that a trace that is sent twice is the same one.
public struct SpanReport: Sendable {
    private var state: SessionState
    /// By attempt.
    private var evaluations: [Int: [Evaluation]] = [:]

    private struct Evaluation: Sendable {
        /// Milliseconds since 1970 UTC.
        var at: Int64
        var attributes: [JSONValue]
    }

    public init(of session: Session.ID) { state = SessionState(id: session) }

    /// Takes the session's next event.
    public mutating func take(_ event: SessionEvent) {
        state.apply(event)
        switch event.kind {
        case .verifierAnswered(let answered):
            let judgement = answered.judgement
            let words = judgement.verdict == .accept ? judgement.remark : judgement.verdict.feedback
            add(answered.attempt, moment(event.offset), answered.verifier, judgement.verdict, words)
        case .verifierFailed(let attempt, let verifier, let failure, _):
            let attributes = [
                Self.attribute("gen_ai.evaluation.name", .string(verifier)),
                Self.attribute("error.type", .string(failure.kind.rawValue)),
            ]
            evaluations[attempt, default: []].append(Evaluation(at: moment(event.offset), attributes: attributes))
        case .verdictReached(let attempt, let verdict, .person), .overruled(let attempt, let verdict):
            add(attempt, moment(event.offset), Self.person, verdict, verdict.feedback)
        case .verdictReached, .sessionStarted, .attemptStarted, .phaseEntered, .outputReceived, .waiting,
            .retryScheduled, .attemptFailed, .answerCompleted, .tierSkipped, .escalated, .sessionFinished:
            break
        }
    }

    /// Takes what a person said after the session's end: one more evaluation of the attempt, later than its span.
    public mutating func take(_ annotation: Annotation) {
        let verdict = annotation.verdict
        add(annotation.attempt, annotation.madeAt, Self.person, verdict, verdict.feedback)
    }

    private static let person = "person"

    private mutating func add(
        _ attempt: Int, _ moment: Int64, _ name: String, _ verdict: Verdict, _ explanation: String
    ) {
        var attributes = [
            Self.attribute("gen_ai.evaluation.name", .string(name)),
            Self.attribute("gen_ai.evaluation.score.label", .string(verdict == .accept ? "accept" : "escalate")),
            Self.attribute("gen_ai.evaluation.score.value", .double(verdict == .accept ? 1 : 0)),
        ]
        if !explanation.isEmpty {
            attributes.append(Self.attribute("gen_ai.evaluation.explanation", .string(explanation)))
        }
        evaluations[attempt, default: []].append(Evaluation(at: moment, attributes: attributes))
    }

    /// The whole trace as one JSON object: what a collector takes at `/v1/traces`.
    public var json: JSONValue {
        let resource: JSONValue = .object([
            "attributes": .array([
                Self.attribute("service.name", "rung"),
                Self.attribute("service.version", .string(state.started?.version ?? "")),
            ])
        ])
        let spans: JSONValue = .object([
            "scope": .object(["name": "rung", "version": .string(state.started?.version ?? "")]),
            "spans": .array([root] + state.attempts.map(span)),
        ])
        return .object([
            "resourceSpans": .array([.object(["resource": resource, "scopeSpans": .array([spans])])])
        ])
    }

    // MARK: Spans

    private var root: JSONValue {
        let chain = state.chain?.name ?? ""
        var attributes = [
            Self.attribute("gen_ai.operation.name", "invoke_workflow"),
            Self.attribute("gen_ai.workflow.name", .string(chain)),
            Self.attribute("gen_ai.conversation.id", .string(state.id.rawValue)),
            Self.attribute("rung.attempts", .int(state.attempts.count)),
            Self.attribute("rung.simulated", .bool(state.started?.isSimulated ?? false)),
        ]
        if let outcome = state.outcome { attributes.append(Self.attribute("rung.outcome", .string(outcome.rawValue))) }
        if let cost = state.cost { attributes.append(Self.attribute("rung.cost", .double(cost))) }
        let parent = state.started?.task.parent
        return .object([
            "traceId": .string(state.id.rawValue), "spanId": .string(Self.spanID(of: state.id, 0)),
            "name": .string("invoke_workflow \(chain)"), "kind": 1,
            "startTimeUnixNano": nanoseconds(.zero), "endTimeUnixNano": nanoseconds(state.finish?.at ?? state.offset),
            "attributes": .array(attributes),
            "links": parent.map { parent in
                .array([
                    .object([
                        "traceId": .string(parent.rawValue), "spanId": .string(Self.spanID(of: parent, 0)),
                    ])
                ])
            },
            "status": state.finish.flatMap { $0.outcome == .accepted ? nil : Self.failed($0.error) },
        ])
    }

    private func span(_ attempt: Attempt) -> JSONValue {
        let events = (evaluations[attempt.number] ?? []).map { evaluation -> JSONValue in
            .object([
                "timeUnixNano": Self.nanoseconds(evaluation.at), "name": "gen_ai.evaluation.result",
                "attributes": .array(evaluation.attributes),
            ])
        }
        return .object([
            "traceId": .string(state.id.rawValue), "spanId": .string(Self.spanID(of: state.id, attempt.number)),
            "parentSpanId": .string(Self.spanID(of: state.id, 0)), "name": .string("chat \(attempt.model)"), "kind": 3,
            "startTimeUnixNano": nanoseconds(attempt.startedAt),
            "endTimeUnixNano": nanoseconds(attempt.endedAt ?? state.offset),
            "attributes": .array(attributes(of: attempt)), "events": events.isEmpty ? nil : .array(events),
            "status": attempt.failure.map { Self.failed($0.text) },
        ])
    }

    private func attributes(of attempt: Attempt) -> [JSONValue] {
        let usage = attempt.completed?.usage ?? attempt.failure?.usage
        let first = attempt.firstPieceAt.map { JSONValue.double(Double(($0 - attempt.startedAt).milliseconds) / 1_000) }
        let named: [(String, JSONValue?)] = [
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.provider.name", .string(provider(of: attempt))),
            ("gen_ai.request.model", .string(attempt.model)),
            ("gen_ai.response.model", attempt.completed?.servedModel.map { .string($0) }),
            ("gen_ai.conversation.id", .string(state.id.rawValue)),
            (
                "gen_ai.response.finish_reasons",
                attempt.completed?.finishReason.map { .array([.string($0.rawValue)]) }
            ),
            ("gen_ai.usage.input_tokens", usage?.promptTokens.map { .int($0) }),
            ("gen_ai.usage.output_tokens", usage?.answerTokens.map { .int($0) }),
            ("gen_ai.usage.cache_read.input_tokens", usage?.cachedTokens.map { .int($0) }),
            ("gen_ai.response.time_to_first_chunk", first),
            ("error.type", attempt.failure.map { .string($0.kind.rawValue) }),
            ("rung.attempt", .int(attempt.number)), ("rung.tier", .int(attempt.tier)),
            ("rung.tier.label", .string(attempt.label.rawValue)), ("rung.start", .string(attempt.start.rawValue)),
            ("rung.cost", attempt.cost.map { .double($0) }),
        ]
        return named.compactMap { name, value in value.map { Self.attribute(name, $0) } }
    }

    /// Where the conventions have a name for it, that; for a server of one's own, the backend's name.
    private func provider(of attempt: Attempt) -> String {
        switch attempt.label {
        case .subagent, .managed: return "anthropic"
        case .local:
            let tiers = state.chain?.tiers ?? []
            let backend = tiers.indices.contains(attempt.tier - 1) ? tiers[attempt.tier - 1].backend : ""
            return backend.isEmpty ? "local" : backend
        }
    }

    // MARK: OTLP's JSON

    /// 64-bit numbers are strings there.
    private func nanoseconds(_ offset: Duration) -> JSONValue { Self.nanoseconds(moment(offset)) }

    /// From 1970 to what 64 bits hold, the year 2554: nothing is earlier or later there.
    private static func nanoseconds(_ moment: Int64) -> JSONValue {
        .string(moment > 0 ? "\(min(moment, 18_446_744_073_709))000000" : "0")
    }

    /// Milliseconds since 1970 UTC.
    private func moment(_ offset: Duration) -> Int64 { (state.started?.startedAt ?? 0) + Int64(offset.milliseconds) }

    private static func failed(_ text: String) -> JSONValue { .object(["code": 2, "message": .string(text)]) }

    private static func attribute(_ key: String, _ value: JSONValue) -> JSONValue {
        .object(["key": .string(key), "value": wrapped(value)])
    }

    private static func wrapped(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .object(["stringValue": .string(text)])
        case .int(let number): .object(["intValue": .string(String(number))])
        case .double(let number): .object(["doubleValue": .double(number)])
        case .bool(let flag): .object(["boolValue": .bool(flag)])
        case .array(let items): .object(["arrayValue": .object(["values": .array(items.map(wrapped))])])
        case .null, .object: .object([:])
        }
    }

    /// Sixteen hexadecimal digits, never all zero: FNV-1a over the session's id and the span's number.
    static func spanID(of session: Session.ID, _ number: Int) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(session.rawValue)/\(number)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let text = String(max(1, hash), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
