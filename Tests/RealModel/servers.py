"""Real llama.cpp servers that live as long as a `with` block."""
import contextlib
import json
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

LAUNCHER = pathlib.Path(__file__).with_name("llama_server.py")


@contextlib.contextmanager
def llama_server(python, context_tokens):
    """A server with room for that many tokens, ready to answer; gives its address."""
    process = subprocess.Popen(
        [str(python), str(LAUNCHER), str(context_tokens)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = process.stdout.readline().strip()
        if not address:
            raise AssertionError(f"the server with {context_tokens} tokens of context didn't start")
        wait_until_healthy(address)
        yield address
    finally:
        process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def wait_until_healthy(address, seconds=60):
    """Waits while the server says 503: it loads the model."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError) as error:
            if time.monotonic() > deadline:
                raise AssertionError(f"{address} isn't healthy after {seconds} s: {error}") from error
            time.sleep(0.1)


def wait_until_idle(address, seconds=10):
    """Waits until the server works on nothing any more. An answer that nobody reads would keep it busy for longer."""
    deadline = time.monotonic() + seconds
    while True:
        with urllib.request.urlopen(f"{address}/slots", timeout=5) as reply:
            if not any(slot["is_processing"] for slot in json.load(reply)):
                return
        if time.monotonic() > deadline:
            raise AssertionError(f"{address} still works {seconds} s after its client left")
        time.sleep(0.05)
