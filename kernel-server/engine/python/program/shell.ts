/**
 * The process that runs the cells: IPython's shell, joined to the notebook's own Spark session. It reads requests as JSON
 * lines and tells events as JSON lines; its standard streams are the user's. The parts stand in one module, in this order.
 */
import { connecting } from "./connecting.ts";
import { errors } from "./errors.ts";
import { frames } from "./frames.ts";
import { interrupts } from "./interrupts.ts";
import { notebookObject } from "./notebook-object.ts";
import { olderSpark } from "./older-spark.ts";
import { showing } from "./showing.ts";
import { threads } from "./threads.ts";

const head = String.raw`
import base64, faulthandler, json, os, signal, sys, threading, time, warnings

telling, ours = threading.Lock(), [(fd, os.fstat(fd)) for fd in (events, requests.fileno())]

def tell(**event):
    if event["t"] in ("media", "rows", "view"):
        tell_owner()
    send((json.dumps(event) + "\n").encode())
    if State.interrupt_waits and threading.current_thread() is threading.main_thread():
        State.interrupt_waits = False
        interrupted(signal.SIGINT, sys._getframe(1))

def send(line):
    """Writes a line, whole whatever comes meanwhile: half a line would take the next one with it."""
    try:
        with telling:
            # Where a cell has closed one, a file of the cell's own may have its number.
            if not all(os.path.samestat(os.fstat(fd), was) for fd, was in ours):
                end_lost()
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(events, rest) :]
    except OSError:
        end_lost()

def end_lost():
    # Nobody can be told anything any more, and threads would go on.
    os._exit(hello["lost"])

class State:
    """What the cell that runs now is run with."""
    running, shown, failure = False, True, None
    name, label, preview, params = None, "", 10_000, []
    # Its number and label; none between cells. What is told then is read by the next one.
    cell, strangers = None, set()
    # When an interrupt came that has not been thrown yet, and since when only the channel holds it back.
    held_since = interrupt_since = None
    # It came in the middle of a line.
    interrupt_waits = False
    # Of the query that runs now, and whether the engine tells them.
    tasks, tells_tasks = 0, False
`;

const loop = String.raw`
def run(request):
    State.name, State.failure, State.held_since, State.interrupt_since = None, None, None, None
    State.label, State.preview, State.params = request["label"], request["preview"], request["params"]
    State.cell = (request["id"], State.label)
    travel_by_value(hello["folder"])
    error = None
    try:
        State.running = True
        try:
            result = shell.run_cell(request["code"], store_history=True)
        finally:
            State.running = False
        thrown = result.error_before_exec or result.error_in_exec or State.failure
        error = described(thrown) if thrown else None
    except KeyboardInterrupt:
        error = {"kind": "interrupted"}
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass
    with owning:
        tell(t="done", id=request["id"], error=error)
        State.cell = None
        State.strangers.clear()

signal.signal(signal.SIGINT, interrupted)
faulthandler.enable()
try:
    spark = connect(hello)
    shell = make_shell(hello)
    watch_threads()
    tell(t="ready", python="%d.%d" % sys.version_info[:2], packages=[path for path in sys.path if path.endswith("-packages")])
except BaseException as failure:
    tell(t="failed", text="%s: %s" % (type(failure).__name__, failure))
    os._exit(1)
for line in requests:
    run(json.loads(line))
`;

export const shell: string = [
  head,
  errors,
  olderSpark,
  connecting,
  frames,
  notebookObject,
  showing,
  threads,
  interrupts,
  loop,
].join("\n");
