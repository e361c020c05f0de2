/** IPython's shell, with what it would print of values told to the server instead. */
export const showing = String.raw`
import contextlib, importlib.util

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

class KoreanFonts:
    """When the first figure is drawn: letters that matplotlib's own font lacks come from one of the system that has them."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != "matplotlib_inline":
            return None
        sys.meta_path.remove(cls)
        spec = importlib.util.find_spec(name)
        if spec:
            load = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (load(module), cls.use())
        return spec

    @staticmethod
    def use():
        from matplotlib import font_manager, rcParams
        there = {font.name for font in font_manager.fontManager.ttflist}
        rcParams["font.family"] = ["sans-serif", *[name for name in FONTS if name in there][:1]]

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
                figures = sys.modules.get("matplotlib.pyplot")
                if figures and isinstance(result, figures.Figure):
                    # Else it came once more with those that the cell has left open.
                    figures.close(result)
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

        @contextlib.contextmanager
        def _tee(self, channel):
            # IPython (9) would keep all that is ever printed.
            yield

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
    sys.meta_path.insert(0, KoreanFonts)
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
