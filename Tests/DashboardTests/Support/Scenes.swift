import EscalationCore

/// Sessions in the states the screens are drawn in.
enum Scenes {
    static let task = "write a test for the tokenizer that covers the empty input"

    static let answer = """
        The failing case is an empty token list, so guard before indexing:

        ```swift
        func parse(_ t: [Token]) throws -> Node {
            guard let head = t.first else { throw ParseError.empty }
            return try expression(from: head, t.dropFirst())
        }
        ```

        With the guard in place the test only has to call `parse([])` and expect the error. A second test feeds a \
        single token, so that the remaining slice is empty: that path crashed before as well.
        """

    static func loading() -> SessionScript {
        var script = SessionScript("4", task)
        script.wait(0.2)
        script.start(Chain.ladder.tiers[0], at: 1, .cold)
        script.enter(.loading)
        return script
    }

    static func firstRejected() -> SessionScript {
        var script = SessionScript("4", task)
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.wait(0.3)
        script.enter(.answer)
        script.write("Call the tokenizer with an empty string and compare.")
        script.wait(2.8)
        script.complete(tokens: 412, speed: 137)
        script.judge(.escalate(feedback: "Misses the empty list.\nA test must also cover a list without tokens."))
        script.escalate(from: 1)
        return script
    }

    /// - Parameter verdict: what the judge said before the person is asked.
    static func awaitingPerson(_ verdict: Verdict = .escalate(feedback: "Misses the empty list.")) -> SessionScript {
        var script = SessionScript("4", task)
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.wait(0.3)
        script.enter(.answer)
        script.write("Call the tokenizer with an empty string and compare.")
        script.wait(2.8)
        script.complete(tokens: 412, speed: 137)
        script.wait(0.4)
        script.add(
            .verifierAnswered(
                .init(
                    attempt: 1, verifier: "judge qwen3-1.7b", judgement: Judgement(verdict),
                    duration: .milliseconds(400))))
        script.add(.waiting(attempt: 1, reason: Attempt.Wait.person, until: nil))
        return script
    }

    static func secondRejected() -> SessionScript {
        var script = firstRejected()
        script.start(
            Chain.ladder.tiers[1], at: 2, .warm,
            told: "\n\nPrior attempt feedback: Misses the empty list.\nA test must also cover a list without tokens.")
        script.wait(0.4)
        script.enter(.answer)
        script.write("Use `XCTAssertThrowsError`.")
        script.wait(4.6)
        script.complete(tokens: 1_530, speed: 61)
        script.judge(.escalate(feedback: "Crashes on one element."))
        script.escalate(from: 2)
        return script
    }

    static func streaming() -> SessionScript {
        var script = secondRejected()
        script.start(
            Chain.ladder.tiers[2], at: 3, .cold, told: "\n\nPrior attempt feedback: Crashes on one element.")
        script.enter(.loading)
        script.wait(12)
        script.enter(.prompt)
        script.wait(0.5)
        script.write("The user wants a test.\nThe empty list is the interesting case.", on: .reasoning)
        script.wait(1)
        script.enter(.answer)
        script.write(answer)
        script.wait(3)
        return script
    }

    static func accepted() -> SessionScript {
        var script = streaming()
        script.complete(tokens: 880, speed: 41.4)
        script.judge(.accept, remark: "Covers the empty and the single-element list.")
        script.finish(.accepted, accepted: 3)
        return script
    }

    /// Another session than the others.
    static func acceptedElsewhere() -> SessionScript { accepted().of("7") }

    static func verifying() -> SessionScript {
        var script = streaming()
        script.complete(tokens: 880, speed: 41.4)
        return script
    }

    static func loadFailure() -> SessionScript {
        var script = SessionScript("4", task)
        script.start(Chain.ladder.tiers[0], at: 1, .cold)
        script.enter(.loading)
        script.wait(2.1)
        script.fail(.loadFailed, "unable to load model: out of memory\nCUDA error 2 at ggml-cuda.cu:102")
        script.escalate(from: 1)
        script.start(Chain.ladder.tiers[1], at: 2, .warm)
        script.enter(.queued, place: 2)
        return script
    }

    static func exhausted() -> SessionScript {
        var script = streaming()
        script.complete(tokens: 880, speed: 41.4)
        script.judge(.escalate(feedback: "Still no assertion on the error's type."))
        script.escalate(from: 3)
        script.start(
            Chain.ladder.tiers[3], at: 4, .remote,
            told: "\n\nPrior attempt feedback: Still no assertion on the error's type.")
        script.wait(0.2)
        script.fail(.refused, "401 unauthorized: invalid x-api-key")
        script.finish(.exhausted, error: "all tiers exhausted after 4 attempt(s)")
        return script
    }

    /// Sessions as the journal lists them.
    static let past: [Session] = [
        past("9f", .ended(.accepted), "explain the difference between a list and an array", attempts: 1, minutes: 3),
        past("70", .ended(.exhausted), "name the largest prime", attempts: 4, minutes: 61),
        past("c3", .interrupted, "summarise\nthe attached log", attempts: 2, minutes: 1_500),
        past("0b", .ended(.cancelled), "write a sonnet about linked lists", attempts: 1, minutes: 10_000),
    ]

    private static func past(
        _ prefix: String, _ state: Session.Run, _ task: String, attempts: Int, minutes: Int64
    ) -> Session {
        Session(
            id: Session.ID(rawValue: prefix + String(repeating: "1", count: 30))!,
            startedAt: 1_790_000_000_000 - minutes * 60_000, state: state, chain: "default", task: task,
            attempts: attempts, duration: .seconds(12 * attempts), isSimulated: false)
    }
}
