"""Runs the built `rung` as a user would: a configuration in the home folder, one task by command and by dashboard."""
import json
import os
import pathlib
import re
import signal
import string
import subprocess

from checks import (
    check_answer, check_cancelled, check_judged_climb, check_messages_climb, check_pattern_climb)
from dashboard import Terminal
from servers import wait_until_idle

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
TASK = (HERE / "task.txt").read_text().strip()


def newest_binary():
    """`$RUNG`, or the newest one that was built."""
    if chosen := os.environ.get("RUNG"):
        candidates = [pathlib.Path(chosen).resolve()]
    else:
        candidates = [ROOT / ".build" / mode / "rung" for mode in ("debug", "release")]
    built = [path for path in candidates if path.exists()]
    if not built:
        raise AssertionError("there is no rung: run 'swift build --product rung', or name one that exists in RUNG")
    return max(built, key=lambda path: path.stat().st_mtime)


class Rung:
    """The program with a home of its own, which knows the two servers."""

    def __init__(self, binary, home, small, large):
        self.binary = str(binary)
        self.home = home
        self.large = large
        strange = ("XDG_", "RUNG_", "TMUX")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        self.environment = inherited | {"HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        file = home / ".config" / "rung" / "config.yaml"
        file.parent.mkdir(parents=True)
        template = string.Template((HERE / "config.yaml").read_text())
        file.write_text(template.substitute(small=small, large=large))

    def output(self, *arguments, stdin=""):
        result = subprocess.run(
            [self.binary, *arguments], env=self.environment, input=stdin, capture_output=True, text=True, timeout=300)
        if result.returncode != 0:
            raise AssertionError(f"rung {arguments[0]} ended with {result.returncode}: {result.stderr}{result.stdout}")
        return result.stdout

    def events(self, *arguments, stdin=""):
        return [json.loads(line) for line in self.output(*arguments, "--json", stdin=stdin).splitlines()]

    def check(self, chain, check):
        """The task by `rung run` on that chain, and the same events again from the journal."""
        events = self.events("run", "--chain", chain, "-", stdin=TASK)
        check(events, TASK)
        if self.events("show", "last") != events:
            raise AssertionError("the journal doesn't give back the events that were printed")

    def checks(self):
        """Each part of the suite: what it shows, and how it is checked."""
        return [
            ("a streamed answer with its tokens", lambda: self.check("plain", check_answer)),
            ("context overflow, escalation, a constrained verdict", lambda: self.check("default", check_judged_climb)),
            ("context overflow, escalation, a pattern", lambda: self.check("pattern", check_pattern_climb)),
            ("the same over /v1/messages", lambda: self.check("messages", check_messages_climb)),
            ("cancelled in mid-stream, and the server is idle", self.check_cancel),
        ]

    def check_cancel(self):
        """An interrupt in the middle of an answer: the session ends at once, and the server stops writing."""
        process = subprocess.Popen(
            [self.binary, "run", "--json", "--chain", "endless", "Count the waves."], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            lines = []
            for line in process.stdout:
                lines.append(line)
                if json.loads(line)["event"] == "output_received":
                    process.send_signal(signal.SIGINT)
                    break
            rest, errors = process.communicate(timeout=20)
        finally:
            process.kill()
        if process.returncode != 130:
            raise AssertionError(f"rung run ended with {process.returncode}, not 130: {errors}")
        check_cancelled([json.loads(line) for line in [*lines, *rest.splitlines()]], "Count the waves.")
        wait_until_idle(self.large)

    def check_dashboard(self):
        """The task pasted into the dashboard: what the screen says, and what was recorded."""
        with Terminal([self.binary], self.home, self.environment) as terminal:
            terminal.wait_for("press i to write a task", seconds=20)
            terminal.press("i")
            terminal.wait_for("Enter send", seconds=5)
            terminal.paste(TASK)
            terminal.wait_for(r"\[pasted \d+ lines\]", seconds=5)
            terminal.press("Enter")
            screen = terminal.wait_for("ACCEPTED", seconds=300)
            if not re.search(r"#1 smollm2.* error(.*\n)+.*#2 smollm2 .* accept", screen):
                raise AssertionError(f"the screen should list an error and an accepted answer:\n{screen}")
            terminal.press("Q")
            ending, gave_back = terminal.wait_for_exit(seconds=10)
        if ending != "exit 0" or not gave_back:
            screen_is = "given back" if gave_back else "not given back"
            raise AssertionError(f"the dashboard ended with {ending}, the screen {screen_is}")
        check_judged_climb(self.events("show", "last"), TASK)
        return screen
