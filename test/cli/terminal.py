"""Runs a command in a terminal of its own and types into it.

argv: a JSON list of [pattern, text] pairs, then the command. Waits until the output since the last typing matches the
pattern, types the text, and so on; then waits for the end. Prints everything that the terminal got, and exits with the
command's exit code.
"""

import fcntl, json, os, pty, re, select, struct, sys, termios, time

script = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

everything = b""
unread = b""
deadline = time.monotonic() + 40
while True:
    ready, _, _ = select.select([terminal], [], [], 0.05)
    if ready:
        try:
            got = os.read(terminal, 65536)
        except OSError:  # Linux: the other side is closed.
            break
        if not got:
            break
        everything += got
        unread += got
    if script and re.search(script[0][0], unread.decode(errors="replace")):
        unread = b""
        os.write(terminal, script.pop(0)[1].encode())
    if time.monotonic() > deadline:
        os.kill(pid, 9)
        everything += ("\n[never seen: %r]" % script[:1]).encode()
        break
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(everything)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status) & 255)
