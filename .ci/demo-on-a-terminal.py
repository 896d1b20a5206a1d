"""Runs the README's demo command on a pseudo-terminal, as a stranger would: sees the screen, quits with Q."""
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
    os.execvp("bash", ["bash", "-euo", "pipefail", "-c", sys.argv[1]])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

seen = b""
deadline = time.monotonic() + 30 * 60
quits_at = None
while time.monotonic() < deadline:
    if select.select([terminal], [], [], 0.2)[0]:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    if quits_at is None and b"\x1b[?1049h" in seen and b"simulator" in seen.split(b"\x1b[?1049h", 1)[1]:
        os.write(terminal, b"Q")
        quits_at = time.monotonic()
    if quits_at is not None and time.monotonic() > quits_at + 20:
        sys.exit("the demo didn't quit within 20 s of Q")
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
if quits_at is None or status != 0:
    sys.stdout.write(seen.decode(errors="replace")[-4000:])
    sys.exit(f"the demo {'was never seen' if quits_at is None else 'ended'} with exit code {status}")
if b"\x1b[?1049l" not in seen:
    sys.exit("the demo did not give the screen back")
print("the demo came up with the word 'simulator', and gave the screen back after Q")
