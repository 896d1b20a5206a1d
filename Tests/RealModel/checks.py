"""What must be true of a session, told by its events as `--json` prints them."""


class Session:
    """The events of one session, and what is demanded of them."""

    def __init__(self, events):
        self.events = events

    def must(self, condition, what):
        if not condition:
            raise AssertionError(f"{what}; the events:\n" + "\n".join(map(str, self.events)))

    def of_kind(self, kind, attempt=None):
        return [event for event in self.events if event["event"] == kind and attempt in (None, event.get("attempt"))]

    def check_order(self, task):
        self.must(
            [event["sequence"] for event in self.events] == list(range(1, len(self.events) + 1)), "events are missing")
        self.must(self.events[0]["event"] == "session_started", "the session doesn't begin with its start")
        self.must(
            self.events[0]["task"] == task and not self.events[0]["simulated"], "the task isn't the one that was given")
        self.must(self.events[-1]["event"] == "session_finished", "the session doesn't end with its end")

    def check_overflow(self, attempt):
        """The server refused the task as longer than its context, and nothing was streamed."""
        failures = self.of_kind("attempt_failed")
        self.must([failure["attempt"] for failure in failures] == [attempt], f"attempt {attempt}, and it alone, should fail")
        self.must(failures[0]["failure"]["kind"] == "context_too_long", f"attempt {attempt} should fail as too long")
        self.must("context size" in failures[0]["failure"]["text"], f"attempt {attempt} should tell what the server said")
        self.must(not self.of_kind("output_received", attempt), f"attempt {attempt} should stream nothing")
        escalations = [(event["from"], event["to"]) for event in self.of_kind("escalated")]
        self.must(escalations == [(attempt, attempt + 1)], f"tier {attempt} should escalate to the next")

    def check_stream(self, attempt):
        """The answer came in pieces, which joined are what was accepted, and the server counted its tokens."""
        streamed = self.of_kind("output_received", attempt)
        self.must(len(streamed) >= 3, f"attempt {attempt} should stream its answer in several events")
        answer = "".join(piece["text"] for event in streamed for piece in event["pieces"])
        usage = self.of_kind("answer_completed", attempt)[0]["usage"]
        self.must(usage["answer_tokens"] > 1 and usage["prompt_tokens"] > 1, "the server should count its tokens")
        finish = self.events[-1]
        self.must(finish["outcome"] == "accepted", "the session should end accepted")
        self.must(finish["output"] == answer != "", "the output should be what was streamed")
        return usage

    def check_records(self, expected):
        records = [(record["model"], record["tier"], record["verdict"]) for record in self.events[-1]["attempts"]]
        self.must(records == expected, f"the records should be {expected}")


def check_climb(events, task, label="local"):
    """The first tier refused the task as too long; the second one streamed an answer, which was accepted."""
    session = Session(events)
    session.check_order(task)
    session.check_overflow(attempt=1)
    session.check_stream(attempt=2)
    session.check_records([("smollm2-small-context", label, "error"), ("smollm2", label, "accept")])
    records = events[-1]["attempts"]
    session.must("context size" in records[0]["feedback"], "the first record should carry the server's error")
    session.must(records[1]["feedback"] == "", "an accepted record has no feedback")
    return session


def check_judged_climb(events, task):
    """A climb whose answer the model judged: its verdict was JSON of the schema it was asked for."""
    session = check_climb(events, task)
    judged = session.of_kind("verifier_answered", attempt=2)
    session.must([event["verifier"] for event in judged] == ["judge smollm2"], "the model should judge attempt 2")
    session.must(
        judged[0]["verdict"] == "accept" and not session.of_kind("verifier_failed"), "the judge should accept")
    session.must(judged[0]["usage"]["answer_tokens"] > 1, "the judge's tokens should be counted")


def check_pattern_climb(events, task):
    """A climb whose answer was accepted by a pattern."""
    session = check_climb(events, task)
    judged = session.of_kind("verifier_answered", attempt=2)
    session.must([event["verdict"] for event in judged] == ["accept"], "the pattern should accept attempt 2")
    session.must(events[-2]["by"] == "verifiers", "the verifiers should have the last word")


def check_messages_climb(events, task):
    """A climb by Anthropic's API, whose answers are taken as they come."""
    session = check_climb(events, task, label="managed")
    completed = session.of_kind("answer_completed", attempt=2)[0]
    session.must(completed["finish_reason"] in ("end_turn", "length"), "the API's reason to stop should be told")
    session.must(session.of_kind("verdict_reached")[0]["by"] == "nobody", "nobody should have judged it")


def check_answer(events, task):
    """One answer, as it came."""
    session = Session(events)
    session.check_order(task)
    session.check_stream(attempt=1)
    session.check_records([("smollm2", "local", "accept")])


def check_cancelled(events, task):
    """The answer had begun when the session was cancelled, and nothing of it was accepted."""
    session = Session(events)
    session.check_order(task)
    session.must(session.of_kind("output_received", attempt=1), "the answer should have begun")
    failures = session.of_kind("attempt_failed")
    session.must([failure["failure"]["kind"] for failure in failures] == ["cancelled"], "the attempt should be cancelled")
    session.must(events[-1]["outcome"] == "cancelled" and events[-1]["output"] == "", "so should the session")
