/**
 * SIGINT becomes KeyboardInterrupt, but not while gRPC may hold the lock of its channel: an exception between the taking of
 * a lock and its `with` leaves it taken for ever, and every later call of Spark waits (grpcio 1.85, one interrupt of ten).
 */
export const interrupts = String.raw`
import _thread, linecache

# Where gRPC waits for an answer no lock is held, or one that is given back.
WAITS = ("waiter.acquire(", "next_event(")
LATER_S, LATEST_S = 0.005, 2.0

def interrupted(number, frame):
    # Between cells there is nothing to interrupt: the signal came when its cell had ended.
    if not State.running:
        State.interrupt_since = None
        return
    State.interrupt_since = since = State.interrupt_since or time.monotonic()
    if in_channel(frame) and time.monotonic() - since < LATEST_S:
        # Not a Thread of threading: its start takes locks too.
        _thread.start_new_thread(interrupt_later, (State.cell,))
        return
    State.interrupt_since = None
    raise KeyboardInterrupt

def interrupt_later(cell):
    time.sleep(LATER_S)
    if State.cell == cell:
        os.kill(os.getpid(), signal.SIGINT)

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
