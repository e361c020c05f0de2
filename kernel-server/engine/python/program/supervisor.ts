/**
 * The first process of a Python worker: it starts the shell (`shell.ts`) as a process group of its own, and stands between
 * it and the server. What the group prints is read from its pipes (prints of C code and of subprocesses too) at the pace at
 * which the server takes it; interrupts become SIGINT, as a terminal's Ctrl-C; memory is watched; and when its standard
 * input closes the group is ended. It works behind `sudo` and behind a container's command line, where the server can reach
 * neither the process nor more than its three standard streams. Text for `python -I -c`, so that it survives bundling.
 */
export const supervisor = String.raw`
import codecs, json, os, select, shutil, signal, sys, tempfile, time

GRACE, ROOM, CHUNK, GATHER = 2.0, 1 << 20, 1 << 16, 0.03
# A shell whose line to us is closed has this long to end by itself, and this exit code where it notices.
LOST, LOST_CODE = 0.5, 117
BOOT = (
    "import json, os, sys\n"
    "requests, events = os.fdopen(int(sys.argv[1]), 'rb'), int(sys.argv[2])\n"
    "os.set_inheritable(requests.fileno(), False); os.set_inheritable(events, False)\n"
    "hello = json.loads(requests.readline())\n"
    "sys.argv[:] = ['']\n"
    "exec(compile(hello.pop('program'), '<between>', 'exec'), {'__name__': 'between_worker', 'hello': hello, 'requests': requests, 'events': events})\n"
)

def main():
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(0, CHUNK)
        if not part:
            return
        line += part
    line, early = line[: line.index(b"\n")], line[line.index(b"\n") + 1 :]
    hello = json.loads(line)
    # Processes that cells leave behind become ours, so that there is somebody to take note of their end.
    prctl(36, 1)
    home = tempfile.mkdtemp(prefix="between-home-") if hello.pop("ownHome") else None
    try:
        Group(hello, home).watch(early)
    finally:
        if home:
            shutil.rmtree(home, ignore_errors=True)

def prctl(option, value):
    """Of prctl(2), where there is one."""
    if sys.platform == "linux":
        import ctypes
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)

class Group:
    def __init__(self, hello, home):
        self.limit = hello.pop("memoryLimit")
        env = hello.pop("env")
        if home:
            env["HOME"] = home
        folder = hello["folder"]
        hello["lost"] = LOST_CODE
        requests, self.to_shell = os.pipe()
        self.events, events = os.pipe()
        self.stdout, stdout = os.pipe()
        self.stderr, stderr = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                # Without us there is nobody to end it.
                prctl(1, signal.SIGKILL)
                null = os.open(os.devnull, os.O_RDONLY)
                for fd, to in ((null, 0), (stdout, 1), (stderr, 2)):
                    os.dup2(fd, to)
                try:
                    os.chdir(folder)
                except OSError:
                    # It lies on another machine, or is not for the user that cells run as.
                    os.chdir(home or "/")
                for fd in (requests, events):
                    os.set_inheritable(fd, True)
                shell = [sys.executable, "-I", "-u", "-X", "utf8", "-c", BOOT, str(requests), str(events)]
                os.execve(sys.executable, shell, env)
            except Exception as failure:
                os.write(2, ("%s: %s\n" % (type(failure).__name__, failure)).encode())
            finally:
                os._exit(127)
        for fd in (requests, events, stdout, stderr):
            os.close(fd)
        for fd in (self.to_shell, self.events, self.stdout, self.stderr, 1):
            os.set_blocking(fd, False)
        self.decoders = {
            self.stdout: ("stdout", codecs.getincrementaldecoder("utf-8")("replace")),
            self.stderr: ("stderr", codecs.getincrementaldecoder("utf-8")("replace")),
        }
        self.out, self.line, self.requests = bytearray(), bytearray(), bytearray(json.dumps(hello).encode() + b"\n")
        self.printed, self.printed_at = [], 0.0
        self.open = {self.events, self.stdout, self.stderr}
        self.told, self.why, self.kill_at, self.status = 0, None, None, None

    def tell(self, **event):
        self.out += json.dumps(event).encode() + b"\n"

    def watch(self, early):
        wake, ring = os.pipe()
        os.set_blocking(ring, False)
        signal.set_wakeup_fd(ring)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Of a terminal that hangs up or a service that stops: our end is the group's.
        signal.signal(signal.SIGTERM, lambda *_: self.kill())
        asked, look_at, stdin_open = bytearray(early), 0.0, True
        while True:
            del asked[: self.obey(asked)]
            reads = [wake] + ([0] if stdin_open else []) + self.wanted()
            writes = ([1] if self.out else []) + ([self.to_shell] if self.requests else [])
            ready, free, _ = select.select(reads, writes, [], GATHER if self.printed else 0.25)
            if wake in ready:
                os.read(wake, CHUNK)
            if 0 in ready:
                part = os.read(0, CHUNK)
                asked += part
                if not part:
                    stdin_open = False
                    os.close(self.to_shell)
                    self.requests.clear()
                    self.kill_at = time.monotonic() + GRACE
            if 1 in free:
                try:
                    del self.out[: os.write(1, self.out[:CHUNK])]
                except BrokenPipeError:
                    self.kill()
                    self.out.clear()
            if self.to_shell in free and stdin_open:
                try:
                    del self.requests[: os.write(self.to_shell, self.requests[:CHUNK])]
                except BrokenPipeError:
                    self.requests.clear()
            for fd in ready:
                if fd in self.open:
                    self.take(fd)
            now = time.monotonic()
            if self.printed and (now - self.printed_at > GATHER or sum(len(text) for _, text in self.printed) > CHUNK):
                self.tell_printed()
            if self.kill_at is not None and now > self.kill_at:
                if self.events not in self.open:
                    self.why = self.why or "lost"
                self.kill()
            if now - look_at > 0.25:
                look_at = now
                self.look()
            if self.has_ended():
                return self.end()

    def wanted(self):
        """What is read now: no more than the server takes, and nothing of a shell that is lost (gRPC complains without end)."""
        return list(self.open) if len(self.out) < ROOM and self.events in self.open else []

    def has_ended(self):
        """Whether the shell has; the ends of others are taken note of."""
        while self.status is None:
            ended, status = os.waitpid(-1, os.WNOHANG)
            if ended == 0:
                return False
            if ended == self.pid:
                self.status = status
        return True

    def obey(self, asked):
        """Does what whole lines ask, and gives how many bytes they were."""
        whole = asked.rfind(b"\n") + 1
        for line in bytes(asked[:whole]).splitlines(keepends=True):
            if line == b"interrupt\n":
                self.signal(signal.SIGINT)
            elif line == b"kill\n":
                self.why = "stuck"
                self.kill()
            else:
                self.requests += line
        return whole

    def take(self, fd):
        try:
            part = os.read(fd, CHUNK * 16)
        except BlockingIOError:
            return
        if not part:
            self.open.discard(fd)
            if fd == self.events:
                self.kill_at = time.monotonic() + LOST
        elif fd == self.events:
            self.line += part
            whole = self.line.rfind(b"\n") + 1
            if whole:
                # What was printed before stands before.
                for pipe in (self.stdout, self.stderr):
                    if pipe in self.open:
                        self.take(pipe)
                self.tell_printed()
                self.out += self.line[:whole]
                del self.line[:whole]
        else:
            stream, decoder = self.decoders[fd]
            text = decoder.decode(part)
            if not self.printed:
                self.printed_at = time.monotonic()
            if self.printed and self.printed[-1][0] == stream:
                text = self.printed.pop()[1] + text
            self.printed.append((stream, text))

    def tell_printed(self):
        for stream, text in self.printed:
            if text:
                self.tell(t="text", stream=stream, text=text)
        self.printed = []

    def look(self):
        used = memory_of(self.pid)
        if abs(used - self.told) >= 1 << 20:
            self.told = used
            self.tell(t="memory", bytes=used)
        if self.limit is not None and used > self.limit and self.why is None:
            self.why = "memory"
            self.kill()

    def kill(self):
        self.kill_at = None
        self.signal(signal.SIGKILL)

    def signal(self, number):
        try:
            os.killpg(self.pid, number)
        except (ProcessLookupError, PermissionError):
            # All of them have ended; macOS says so of processes that are only waited for.
            pass

    def end(self):
        self.kill()
        status = self.status
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == LOST_CODE:
            self.why = self.why or "lost"
        until = time.monotonic() + 1
        while (members(self.pid) or []) and time.monotonic() < until:
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            time.sleep(0.01)
        # What stands in a pipe, and not what a process apart goes on writing.
        for fd in [self.stdout, self.stderr, self.events] * (ROOM // CHUNK):
            if fd in self.open and select.select([fd], [], [], 0)[0]:
                self.take(fd)
        self.tell_printed()
        how = {"signal": signal.Signals(os.WTERMSIG(status)).name} if os.WIFSIGNALED(status) else {"code": os.WEXITSTATUS(status)}
        self.tell(t="ended", why=self.why, **how)
        os.set_blocking(1, True)
        try:
            while self.out:
                del self.out[: os.write(1, self.out)]
        except BrokenPipeError:
            pass

PAGE = os.sysconf("SC_PAGE_SIZE")

def memory_of(session):
    """Bytes of resident memory of all processes of a session; pages that several share count once, where the system tells."""
    pids = members(session)
    if pids is None:
        listed = os.popen("ps -A -o pgid=,rss=").read().split("\n")
        return sum(int(rss) * 1024 for pgid, rss in (line.split() for line in listed if line.strip()) if int(pgid) == session)
    total = 0
    for pid in pids:
        try:
            if len(pids) > 1:
                with open("/proc/%d/smaps_rollup" % pid) as rollup:
                    total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) * 1024
            else:
                with open("/proc/%d/statm" % pid) as statm:
                    total += int(statm.read().split()[1]) * PAGE
        except (OSError, StopIteration, IndexError):
            continue
    return total

def members(session):
    if not os.path.isdir("/proc/self"):
        return None
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as stat:
                    # The name may hold spaces and brackets; the session is the fourth field behind it.
                    if int(stat.read().rsplit(")", 1)[1].split()[3]) == session:
                        found.append(int(name))
            except (OSError, IndexError):
                continue
    return found

main()
`;
