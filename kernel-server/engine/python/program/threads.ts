/**
 * Threads that outlive their cell: what they print stands where it is printed, in the cell that runs then, and that cell
 * says where it comes from. It is not left out, because the threads of a pool work for later cells too.
 */
export const threads = String.raw`
# Held while a cell ends, so that what is told after it counts for the next.
owning = threading.Lock()

def owner():
    """The cell, as its number and label, whose code this is or that started the thread it is in."""
    return State.cell if threading.current_thread() is threading.main_thread() else getattr(threading.current_thread(), "between_cell", None)

def tell_owner():
    """Says once in a cell that something in it comes from a thread of an earlier one."""
    cell = owner()
    if not cell or threading.current_thread() is threading.main_thread():
        return
    with owning:
        if cell != State.cell and cell not in State.strangers:
            State.strangers.add(cell)
            tell(t="note", code="python.thread-of-earlier-cell", args={"cell": cell[1]})

def watch_threads():
    start = threading.Thread.start

    def owned_start(self):
        self.between_cell = owner()
        start(self)

    threading.Thread.start = owned_start
    for stream in (sys.stdout, sys.stderr):
        watch_writes(stream)

def watch_writes(stream):
    write = stream.write

    def owned_write(text):
        tell_owner()
        return write(text)

    stream.write = owned_write
`;
