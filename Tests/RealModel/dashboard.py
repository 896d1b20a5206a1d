"""A program in a real terminal, tmux: its screen as text, keys typed and texts pasted."""
import contextlib
import os
import re
import signal
import subprocess
import time


class Terminal:
    """`command` in a terminal of 120 by 40 characters; ends with the `with` block, whatever still runs in it."""

    def __init__(self, command, folder, environment):
        self.command = command
        self.environment = environment
        self.socket = folder / "tmux"
        self.program = None

    def __enter__(self):
        # Not as a daemon: a child of ours is ended by its id, and waited for.
        self.server = subprocess.Popen(
            ["tmux", "-S", str(self.socket), "-f", "/dev/null", "-D"], env=self.environment, stdin=subprocess.DEVNULL)
        try:
            self.wait(self.socket.exists, "tmux", seconds=10)
            self.tmux("set-option", "-g", "remain-on-exit", "on")
            self.program = int(
                self.tmux("new-session", "-d", "-x", "120", "-y", "40", "-P", "-F", "#{pane_pid}", *self.command))
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        if self.program is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.program, signal.SIGKILL)
        self.server.terminate()
        try:
            self.server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()

    def tmux(self, *arguments, text=None):
        return subprocess.run(
            ["tmux", "-N", "-S", str(self.socket), *arguments],
            input=text, env=self.environment, capture_output=True, text=True, timeout=10, check=True).stdout

    def press(self, key):
        self.tmux("send-keys", key)

    def paste(self, text):
        """Bracketed where the program has asked for that, as terminals do."""
        self.tmux("load-buffer", "-", text=text)
        self.tmux("paste-buffer", "-p", "-r")

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def wait_for(self, pattern, seconds):
        """The screen, once the regular expression `pattern` is found on it."""
        def matching_screen():
            screen = self.screen()
            return screen if re.search(pattern, screen) else None

        return self.wait(matching_screen, pattern, seconds)

    def wait_for_exit(self, seconds):
        """How the program ended (`exit 0`, `signal 11`), and whether it left the alternate screen."""
        def words():
            # tmux 3.3 misses the end of its child in 1 of 20 runs, and learns of it by the next signal of the kind.
            self.server.send_signal(signal.SIGCHLD)
            format = "#{pane_dead_status},#{pane_dead_signal},#{alternate_on}"
            status, deadly, alternate = self.tmux("display-message", "-p", format).strip().split(",")
            if not status and not deadly:
                return None
            return f"exit {status}" if status else f"signal {deadly}", alternate == "0"

        ending = self.wait(words, "the program's end", seconds)
        self.program = None
        return ending

    def wait(self, found, what, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if result := found():
                return result
            time.sleep(0.1)
        screen = self.screen() if self.socket.exists() else ""
        raise AssertionError(f"waited {seconds} s for {what}; the screen:\n{screen}")
