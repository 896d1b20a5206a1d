import EscalationCore
import Testing

@testable import Journal

@Suite struct SpanReportTests {
    private let events: [SessionEvent] = {
        var script = Script(Session.ID(beginning: "4f2a"))
        script.start(parent: Session.ID(beginning: "beef"))
        script.add(
            .attemptStarted(.init(attempt: 1, tier: 1, model: "small", label: .local, start: .cold, addedPrompt: "")))
        script.output("x")
        script.add(
            .answerCompleted(
                .init(
                    attempt: 1, usage: Usage(promptTokens: 12, answerTokens: 5, cachedTokens: 3), finishReason: .stop,
                    servedModel: "small-q4", cost: 0.5)))
        script.add(
            .verifierAnswered(
                .init(
                    attempt: 1, verifier: "judge small", judgement: Judgement(.escalate(feedback: "Empty.")),
                    duration: .milliseconds(400))))
        script.add(.verdictReached(attempt: 1, verdict: .escalate(feedback: "Empty."), by: .verifiers))
        script.add(
            .attemptStarted(
                .init(attempt: 2, tier: 2, model: "claude-x", label: .managed, start: .remote, addedPrompt: "")))
        script.add(.attemptFailed(attempt: 2, failure: Failure(.rateLimited, "slow down")))
        script.add(.sessionFinished(outcome: .exhausted, acceptedAttempt: nil, error: "all tiers exhausted"))
        return script.events
    }()

    private var spans: [JSONValue] {
        var report = SpanReport(of: events[0].session)
        for event in events { report.take(event) }
        let resource = report.json["resourceSpans"]?.array?.first
        return resource?["scopeSpans"]?.array?.first?["spans"]?.array ?? []
    }

    /// The attributes by name.
    private func attributes(_ span: JSONValue?) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: (span?["attributes"]?.array ?? []).map { ($0["key"]!.string!, $0["value"]!) })
    }

    @Test func `is one span for the session with one below it for each attempt`() {
        let spans = spans
        #expect(spans.map { $0["name"] } == ["invoke_workflow default", "chat small", "chat claude-x"])
        #expect(spans.map { $0["kind"] } == [1, 3, 3])
        #expect(spans.allSatisfy { $0["traceId"]?.string == events[0].session.rawValue })
        #expect(spans[0]["parentSpanId"] == nil)
        #expect(spans.dropFirst().allSatisfy { $0["parentSpanId"] == spans[0]["spanId"] })
        #expect(Set(spans.map { $0["spanId"] }).count == 3)
        #expect(spans.allSatisfy { $0["spanId"]?.string?.count == 16 })
        #expect(spans[1]["startTimeUnixNano"] == "1700000000010000000")
        #expect(spans[1]["endTimeUnixNano"] == "1700000000030000000")
        #expect(spans[0]["links"]?.array?.first?["traceId"]?.string == Session.ID(beginning: "beef").rawValue)
        #expect(spans[0]["status"] == ["code": 2, "message": "all tiers exhausted"])
    }

    @Test func `names what the conventions name, and no prompt or answer`() {
        let attempt = attributes(spans[1])
        #expect(
            attempt == [
                "gen_ai.operation.name": ["stringValue": "chat"], "gen_ai.provider.name": ["stringValue": "local"],
                "gen_ai.request.model": ["stringValue": "small"], "gen_ai.response.model": ["stringValue": "small-q4"],
                "gen_ai.conversation.id": ["stringValue": .string(events[0].session.rawValue)],
                "gen_ai.response.finish_reasons": ["arrayValue": ["values": [["stringValue": "stop"]]]],
                "gen_ai.usage.input_tokens": ["intValue": "12"], "gen_ai.usage.output_tokens": ["intValue": "5"],
                "gen_ai.usage.cache_read.input_tokens": ["intValue": "3"],
                "gen_ai.response.time_to_first_chunk": ["doubleValue": 0.01], "rung.attempt": ["intValue": "1"],
                "rung.tier": ["intValue": "1"], "rung.tier.label": ["stringValue": "local"],
                "rung.start": ["stringValue": "cold"], "rung.cost": ["doubleValue": 0.5],
            ])
        #expect(attributes(spans[2])["gen_ai.provider.name"] == ["stringValue": "anthropic"])
        #expect(attributes(spans[2])["error.type"] == ["stringValue": "rate_limited"])
        #expect(spans[2]["status"] == ["code": 2, "message": "slow down"])
    }

    @Test func `tells a verifier's word as an evaluation of the attempt`() {
        let evaluations = spans[1]["events"]?.array ?? []
        #expect(evaluations.map { $0["name"] } == ["gen_ai.evaluation.result"])
        #expect(evaluations.first?["timeUnixNano"] == "1700000000040000000")
        #expect(
            attributes(evaluations.first) == [
                "gen_ai.evaluation.name": ["stringValue": "judge small"],
                "gen_ai.evaluation.score.label": ["stringValue": "escalate"],
                "gen_ai.evaluation.score.value": ["doubleValue": 0.0],
                "gen_ai.evaluation.explanation": ["stringValue": "Empty."],
            ])
        #expect(spans[2]["events"] == nil)
    }

    @Test func `is the same trace each time`() {
        #expect(spans == spans)
        #expect(SpanReport.spanID(of: Session.ID(beginning: "4f2a"), 1) == "bbce996bb0bcd452")
    }
}
