"""What must be true of a session, told by its events as `--json` prints them."""


def check_climb(events, task):
    """The first tier refused the task as too long; the second one streamed an answer, which the judge accepted."""
    def of_kind(kind, attempt=None):
        return [event for event in events if event["event"] == kind and attempt in (None, event.get("attempt"))]

    def must(condition, what):
        if not condition:
            raise AssertionError(f"{what}; the events:\n" + "\n".join(map(str, events)))

    must([event["sequence"] for event in events] == list(range(1, len(events) + 1)), "events are missing")
    must(events[0]["event"] == "session_started", "the session doesn't begin with its start")
    must(events[0]["task"] == task and not events[0]["simulated"], "the task isn't the one that was given")

    failures = of_kind("attempt_failed")
    must([failure["attempt"] for failure in failures] == [1], "attempt 1, and it alone, should fail")
    must(failures[0]["failure"]["kind"] == "context_too_long", "attempt 1 should fail as too long")
    must("context size" in failures[0]["failure"]["text"], "attempt 1 should tell what the server said")
    escalations = [(event["from"], event["to"]) for event in of_kind("escalated")]
    must(escalations == [(1, 2)], "tier 1 should escalate to tier 2")

    streamed = of_kind("output_received", attempt=2)
    must(len(streamed) >= 3, "attempt 2 should stream its answer in several events")
    must(not of_kind("output_received", attempt=1), "attempt 1 should stream nothing")
    answer = "".join(piece["text"] for event in streamed for piece in event["pieces"])
    must(of_kind("answer_completed", attempt=2)[0]["usage"]["answer_tokens"] > 1, "the server should count its tokens")

    judged = of_kind("verifier_answered", attempt=2)
    must([event["verifier"] for event in judged] == ["judge smollm2"], "the model should judge attempt 2")
    must(judged[0]["verdict"] == "accept" and not of_kind("verifier_failed"), "the judge should accept")

    finish = events[-1]
    must(finish["event"] == "session_finished" and finish["outcome"] == "accepted", "the session should end accepted")
    must(finish["output"] == answer != "", "the output should be what was streamed")
    records = [(record["model"], record["tier"], record["verdict"]) for record in finish["attempts"]]
    must(
        records == [("smollm2-small-context", "local", "error"), ("smollm2", "local", "accept")],
        "the records should be an error and an accepted answer")
    must("context size" in finish["attempts"][0]["feedback"], "the first record should carry the server's error")
    must(finish["attempts"][1]["feedback"] == "", "an accepted record has no feedback")
