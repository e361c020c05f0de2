/** What a cell failed with, as the server tells it: the place in the cell and a traceback without frames that are not the user's. */
export const errors = String.raw`
import linecache, re, traceback

# Frames of ours, of IPython's and of Spark's client tell nobody anything.
INNER = r"^<between>$|/IPython/core/|/pyspark/(sql/connect|errors)/"

# Of each cell that ran, by the name of its code: its label, its text, and the lines that IPython takes from its beginning.
cells = {}

def code_name(raw_code, transformed_code, number):
    # A function of an earlier version of a cell keeps its own lines.
    State.name = "<between-cell-%d>" % (len(cells) + 1)
    cells[State.name] = Cell(State.label, raw_code)
    return State.name

class Cell:
    def __init__(self, label, text):
        self.label, self.text, self.lines = label, text, text.split("\n")
        self.skipped = next((i for i, line in enumerate(self.lines) if line.strip()), 0)
        first = self.lines[self.skipped] if self.lines else ""
        self.indent = len(first) - len(first.lstrip())

    def at(self, line, column=None):
        """A place in the text as it was given, columns in UTF-16 units."""
        line += self.skipped
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        if column is None:
            return {"line": line, "column": units(text[: len(text) - len(text.lstrip())]) + 1}
        return {"line": line, "column": units(text[: column + self.indent]) + 1}

def units(text):
    return len(text.encode("utf-16-le")) // 2

def described(thrown):
    if isinstance(thrown, KeyboardInterrupt):
        return {"kind": "interrupted"}
    own = State.name
    syntax = own is not None and isinstance(thrown, SyntaxError) and thrown.filename == own
    place = syntax_place(thrown, cells[own]) if syntax else frame_place(thrown, own)
    # An error of the engine carries its whole stack in the JVM in its text.
    what = (thrown.msg or "" if isinstance(thrown, SyntaxError) else str(thrown)).split("\n\nJVM stacktrace:")[0]
    told = {"kind": "error", "type": type(thrown).__name__, "message": clipped(what, 4000), "traceback": clipped(text_of(thrown, syntax), 16000)}
    if place:
        told["at"] = place
    return told

def syntax_place(thrown, cell):
    if thrown.lineno is None:
        return None
    start = cell.at(thrown.lineno, max((thrown.offset or 1) - 1, 0))
    if getattr(thrown, "end_lineno", None) and getattr(thrown, "end_offset", None):
        end = cell.at(thrown.end_lineno, thrown.end_offset - 1)
        if (end["line"], end["column"]) > (start["line"], start["column"]):
            start.update(endLine=end["line"], endColumn=end["column"])
    return start

def frame_place(thrown, own):
    if own is None:
        return None
    found = [frame for frame in traceback.extract_tb(thrown.__traceback__) if frame.filename == own]
    if not found:
        return None
    frame, cell = found[-1], cells[own]
    column, end_line, end = (getattr(frame, name, None) for name in ("colno", "end_lineno", "end_colno"))
    if column is None:
        return cell.at(frame.lineno)
    # The columns of frames count the bytes of UTF-8.
    line_text = linecache.getline(own, frame.lineno)
    place = cell.at(frame.lineno, chars(line_text, column))
    if end_line is not None and end is not None:
        to = cell.at(end_line, chars(linecache.getline(own, end_line), end))
        place.update(endLine=to["line"], endColumn=to["column"])
    return place

def chars(text, count):
    return len(text.encode()[:count].decode(errors="ignore"))

def text_of(thrown, syntax):
    described = traceback.TracebackException.from_exception(thrown)
    seen = set()
    def trim(one):
        if one is None or id(one) in seen:
            return
        seen.add(id(one))
        frames = list(one.stack)
        first = next((i for i, frame in enumerate(frames) if frame.filename in cells), None)
        kept = frames[first:] if first is not None else [] if syntax else frames
        one.stack[:] = [renamed(frame) for frame in kept if not re.search(INNER, frame.filename)]
        if getattr(one, "filename", None) in cells:
            one.lineno = str(int(one.lineno) + cells[one.filename].skipped)
            one.filename = cells[one.filename].label
        for other in (one.__cause__, one.__context__, *(getattr(one, "exceptions", None) or ())):
            trim(other)
    trim(described)
    cause = described.__cause__ or (None if described.__suppress_context__ else described.__context__)
    if cause is None:
        return "".join(described.format()).split("\n\nJVM stacktrace:")[0]
    # Long ones are folded behind their head: what has the cell's lines comes first.
    own = "".join(described.format(chain=False)).split("\n\nJVM stacktrace:")[0]
    return own.rstrip("\n") + "\n\nIt was caused by:\n\n" + "".join(cause.format()).split("\n\nJVM stacktrace:")[0]

def renamed(frame):
    cell = cells.get(frame.filename)
    if cell is None:
        return frame
    return traceback.FrameSummary(cell.label, frame.lineno + cell.skipped, frame.name, lookup_line=False, line=frame.line)

def clipped(text, most):
    return text if len(text) <= most else text[: most // 4] + "\n…\n" + text[-(most * 3 // 4) :]
`;
