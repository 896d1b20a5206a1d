import EscalationCore
import Foundation
import RungTestSupport
import Testing

@testable import Journal

@Suite struct MarkdownReportTests {
    private func state(_ events: [SessionEvent]) -> SessionState {
        var state = SessionState(id: events[0].session)
        for event in events { state.apply(event) }
        return state
    }

    @Test func `tells the whole session`() {
        var script = Script(Session.ID(beginning: "4f2a"))
        script.start("Sort *this*\nlist | please", parent: Session.ID(beginning: "beef"))
        script.add(
            .attemptStarted(.init(attempt: 1, tier: 1, model: "small", label: .local, start: .cold, addedPrompt: "")))
        script.output("```\n[]\n```\n")
        script.add(
            .answerCompleted(.init(attempt: 1, usage: Usage(answerTokens: 5), finishReason: .stop, cost: 0.25)))
        script.add(
            .verifierAnswered(
                .init(
                    attempt: 1, verifier: "judge small", judgement: Judgement(.escalate(feedback: "Empty.")),
                    duration: .milliseconds(400))))
        script.add(.verdictReached(attempt: 1, verdict: .escalate(feedback: "Empty."), by: .verifiers))
        script.add(
            .attemptStarted(
                .init(
                    attempt: 2, tier: 2, model: "large", label: .local, start: .warm,
                    addedPrompt: "\n\nPrior attempt feedback: Empty.")))
        script.add(.attemptFailed(attempt: 2, failure: Failure(.cutOff, "the stream ended")))
        script.add(.sessionFinished(outcome: .exhausted, acceptedAttempt: nil, error: "all tiers exhausted"))

        #expect(
            MarkdownReport(state(script.events)).text == """
                # Sort \\*this\\*

                |  |  |
                |---|---|
                | Session | `4f2a0000000000000000000000000000` |
                | Started | 2023-11-14T22:13:20Z |
                | Chain | default: small › large |
                | Verifiers | judge small |
                | Follows | `beef0000000000000000000000000000` |
                | Outcome | exhausted |
                | Time | 0.1 s |
                | Tokens written | 5 |
                | Cost | $0.2500 |

                ## Task

                ```text
                Sort *this*
                list | please
                ```

                ## Attempts

                | # | Model | Tier | Start | Time | Tokens | Verdict | Cost |
                |---|---|---|---|---|---|---|---|
                | 1 | small | 1 (local) | cold | 0.0 s | 5 | escalate | $0.2500 |
                | 2 | large | 2 (local) | warm | 0.0 s | – | error | – |

                ### Attempt 1: small

                It answered:

                ````text
                ```
                []
                ```
                ````

                judge small (0.4 s) rejects:

                ```text
                Empty.
                ```

                Verdict: **escalate**.

                ### Attempt 2: large

                It was told besides:

                ```text
                Prior attempt feedback: Empty.
                ```

                It failed:

                ```text
                the stream ended
                ```

                ## Outcome

                Exhausted.

                ```text
                all tiers exhausted
                ```

                """)
    }

    @Test func `names the accepted attempt, and what was not recorded to its end`() {
        #expect(MarkdownReport(state(Script.hello.events)).text.hasSuffix("Accepted: the answer of attempt 1.\n"))
        let unfinished = MarkdownReport(state(Array(Script.hello.events.prefix(2)))).text
        #expect(unfinished.hasSuffix("The session was not recorded to its end.\n"))
    }

    @Test(arguments: ["", "a", "```", "``````text\nx", "a`b``c"])
    func `keeps any text within its fence`(text: String) {
        let lines = MarkdownReport.fenced(text).split(separator: "\n", omittingEmptySubsequences: false)
        let fence = lines.last!
        #expect(lines.first == fence + "text")
        #expect(fence.allSatisfy { $0 == "`" } && fence.count >= 3)
        #expect(!text.contains(fence))
    }

    @Test func `takes for itself what Markdown would read into a line`() {
        #expect(MarkdownReport.inline("a|b `c` <d>\n[e](f) \\ ~g~") == "a\\|b \\`c\\` \\<d\\> \\[e\\](f) \\\\ \\~g\\~")
    }
}
