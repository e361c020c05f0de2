/** IPython's shell, with what it would print of values told to the server instead. */
export const showing = String.raw`
MEDIA_UNITS = 1 << 20
# The first of these that a value has is shown; a picture says more than its text.
ORDER = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "text/plain"]
AS_TEXT = {"text/latex": "text/plain"}

def show_media(data):
    kind = next((kind for kind in ORDER if data.get(kind)), None)
    if kind is None:
        return
    value = data[kind]
    text = base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
    if kind.startswith("image/") and kind != "image/svg+xml":
        text = text.replace("\n", "")
    if len(text.encode()) > MEDIA_UNITS:
        size = len(text) * 3 // 4 if kind in ("image/png", "image/jpeg") else len(text.encode())
        return tell(t="note", code="python.media-too-large", args={"mime": kind, "size": "%.1f MB" % (size / 1e6)})
    tell(t="media", mime=AS_TEXT.get(kind, kind), data=text)

# Of what systems have for Korean, in this order.
FONTS = ["Noto Sans KR", "NanumGothic", "Noto Sans CJK KR", "Noto Sans CJK JP", "Apple SD Gothic Neo", "AppleGothic", "UnDotum"]

def draw_korean():
    """Letters that matplotlib's own font lacks are drawn with one of the system that has them."""
    from matplotlib_inline.config import InlineBackend
    make = InlineBackend.__init__

    def with_fonts(self, *args, **given):
        make(self, *args, **given)
        from matplotlib import font_manager, rcParams
        there = {font.name for font in font_manager.fontManager.ttflist}
        found = [name for name in FONTS if name in there][:1]
        self.rc = {"font.sans-serif": rcParams["font.sans-serif"][:1] + found, "font.family": rcParams["font.sans-serif"][:1] + found, **self.rc}

    InlineBackend.__init__ = with_fonts

def make_shell(hello):
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Publisher(DisplayPublisher):
        def publish(self, data, metadata=None, *, transient=None, update=False, **_):
            show_media(data)

        def clear_output(self, wait=False):
            pass

    class Hook(DisplayHook):
        def __call__(self, result=None):
            self.check_for_underscore()
            if result is None or self.quiet():
                return
            State.shown = False
            try:
                data, _ = self.compute_format_data(result)
                self.update_user_ns(result)
                self.fill_exec_result(result)
                show_media(data)
            finally:
                State.shown = True

    class Shell(InteractiveShell):
        displayhook_class, display_pub_class = Hook, Publisher

        def init_display_formatter(self):
            super().init_display_formatter()
            self.display_formatter.active_types = self.display_formatter.format_types

        def enable_gui(self, gui=None):
            pass

        def init_io(self):
            pass

        def showtraceback(self, exc_tuple=None, *_, **__):
            # Of magics, which end with it (%run, %%time), it is all there is.
            State.failure = exc_tuple[1] if exc_tuple else sys.exc_info()[1]

        def showsyntaxerror(self, *_, **__):
            State.failure = sys.exc_info()[1]

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    warnings.filterwarnings("ignore", message="To exit: use")
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    folder = hello["folder"]
    if os.path.isdir(folder):
        sys.path.insert(0, folder)
    shell = Shell.instance(config=config, user_ns={"spark": spark, "between": Between()})
    shell.compile.get_code_name = code_name
    formatters = shell.display_formatter
    for module, name, show in FRAMES:
        formatters.ipython_display_formatter.for_type_by_name(module, name, show)
    draw_korean()
    # The second mode: what a changed file defines is new everywhere, names taken from it with "from" too.
    shell.run_line_magic("load_ext", "autoreload")
    shell.run_line_magic("autoreload", "2")
    return shell

FRAMES = [
    ("pyspark.sql.connect.dataframe", "DataFrame", show_spark),
    ("pandas.core.frame", "DataFrame", show_pandas),
    ("pandas.core.series", "Series", show_series),
    ("pyarrow.lib", "Table", show_arrow),
    ("pyarrow.lib", "RecordBatch", show_arrow),
    ("polars.dataframe.frame", "DataFrame", show_polars),
    ("polars.lazyframe.frame", "LazyFrame", show_lazy),
    ("polars.series.series", "Series", lambda series: show_polars(series.to_frame())),
]
`;
