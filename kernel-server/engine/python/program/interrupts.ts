/**
 * SIGINT becomes KeyboardInterrupt, but not while gRPC may hold the lock of its channel: an exception between the taking of
 * a lock and its `with` leaves it taken for ever, and every later call of Spark waits (grpcio 1.85, one interrupt of ten).
 * Nor before the tasks of a query run, on a Spark that tells so: what is interrupted earlier may run on there without its
 * query (see `held-back.ts`).
 */
export const interrupts = String.raw`
import _thread, linecache

# Where gRPC waits for an answer no lock is held, or one that is given back.
WAITS = ("waiter.acquire(", "next_event(")
LATER_S, LATEST_S = 0.005, 2.0
# How often and how long the first task is waited for.
LOOK_S, HOLD_S = 0.05, 5.0

def interrupted(number, frame):
    # Between cells there is nothing to interrupt: the signal came when its cell had ended.
    if not State.running:
        State.held_since = State.interrupt_since = None
        return
    if in_send(frame):
        State.interrupt_waits = True
        return
    now = time.monotonic()
    State.held_since = State.held_since or now
    if is_early(frame) and now - State.held_since < HOLD_S:
        return interrupt_in(LOOK_S)
    State.interrupt_since = State.interrupt_since or now
    if in_channel(frame) and now - State.interrupt_since < LATEST_S:
        return interrupt_in(LATER_S)
    State.held_since = State.interrupt_since = None
    raise KeyboardInterrupt

def interrupt_in(seconds):
    # Not a Thread of threading: its start takes locks too.
    _thread.start_new_thread(interrupt_later, (State.cell, seconds))

def interrupt_later(cell, seconds):
    time.sleep(seconds)
    if State.cell == cell:
        os.kill(os.getpid(), signal.SIGINT)

def in_send(frame):
    """Whether a line to the server is being written."""
    while frame:
        if frame.f_code is send.__code__:
            return True
        frame = frame.f_back
    return False

def is_early(frame):
    """Whether this is a query of which no task runs."""
    while frame and State.tells_tasks and State.tasks == 0:
        if frame.f_code.co_name == "_execute_and_fetch_as_iterator":
            return True
        frame = frame.f_back
    return False

def in_channel(frame):
    """Whether this is code of gRPC that does more than wait."""
    if any(wait in linecache.getline(frame.f_code.co_filename, frame.f_lineno) for wait in WAITS):
        return False
    while frame:
        if frame.f_globals.get("__name__", "").partition(".")[0] == "grpc":
            return True
        frame = frame.f_back
    return False
`;
