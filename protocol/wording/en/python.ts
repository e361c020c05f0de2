/** Python cells. */
export const python = {
  "python.setup-offline":
    "What Python cells need could not be downloaded: there is no connection to the package index.",
  "python.setup-offline.hint":
    "The first Python cell needs the network (about 150 MB). Connect and run again; later runs need none.",
  "python.setup-failed": "What Python cells need could not be installed.",
  "python.setup-failed.hint": "What the installer said is above. Running again starts the set-up anew.",
  "python.setup-disk-full": "The disk of {path} is full; Python cells need about 700 MB there.",
  "python.setup-disk-full.hint": "Free some space, or name a folder on another disk in BETWEEN_CACHE.",
  "python.requirement-invalid": "“{requirement}” under requirements is not a package with its version.",
  "python.requirement-invalid.hint": "Write names as on the package index: scikit-learn==1.7.2, polars>=1.",
  "python.requirements-offline":
    "The packages under requirements could not be downloaded: there is no connection to the package index.",
  "python.requirements-offline.hint": "They are fetched once for each list. Connect and run again.",
  "python.requirements-failed": "The packages under requirements could not be installed.",
  "python.requirements-failed.hint":
    "What the installer said is above. Correct the names or versions; packages without a wheel for this Python cannot be used.",
  "python.windows": "Python cells do not run on Windows itself.",
  "python.windows.hint": "Open the notebook in WSL, or on a server. SQL cells run here.",
  "python.chosen-elsewhere":
    "An interpreter of your machine ({python}) cannot run Python cells on a server for several people.",
  "python.chosen-elsewhere.hint":
    "Leave it out: the server has its own, and `requirements:` in the front matter adds packages.",
  "python.chosen-relative": "The interpreter {python} is not written as an absolute path.",
  "python.chosen-relative.hint": "Choose it again with “Python: Select Interpreter”.",
  "python.chosen-missing": "The interpreter that was chosen for Python cells is not there (any more): {python}.",
  "python.chosen-missing.hint":
    "Choose another with “Python: Select Interpreter” and restart the session, or set `between.pythonCells` to `own`.",
  "python.chosen-broken": "The interpreter that was chosen for Python cells does not work: {python}.",
  "python.chosen-broken.hint":
    "What it said is above. Choose another with “Python: Select Interpreter” and restart the session, or set `between.pythonCells` to `own`.",
  "python.chosen-old": "The interpreter that was chosen for Python cells is Python {version}: {python}.",
  "python.chosen-old.hint":
    "Python cells need 3.10 or newer. Choose another with “Python: Select Interpreter” and restart the session.",
  "python.chosen-lacks": "The interpreter {python} lacks what Python cells need: {packages}.",
  "python.chosen-lacks.hint":
    "Nothing is installed there by itself. Add it with `{command}` and run the cell again, or set `between.pythonCells` to `own` and restart the session.",
  "python.start-failed": "The Python process did not start ({how}).",
  "python.start-failed.hint":
    "What it said is above. If its folder in the cache is damaged, delete it and run again; where a server runs cells as another user (cells: in its settings), that user must be able to read the cache.",
  "python.start-timeout": "The Python process was not ready after {seconds} seconds, and was ended.",
  "python.start-timeout.hint":
    "What it said, if anything, is above. Run the cell again; if it stays so, look at what the server puts before Python (cells: in its settings) and whether the engine answers.",
  "python.died": "The Python process ended while the cell ran ({how}).",
  "python.died.hint":
    "What Python cells had made is lost; SQL's names are not. Run the Python cells again that make what you need.",
  "python.out-of-memory": "The Python process took more than its {limit} MB of memory and was ended.",
  "python.out-of-memory.hint":
    "What Python cells had made is lost. Leave large data in Spark frames, or raise the limit in the server's settings.",
  "python.not-stopping": "The interrupted cell did not stop, so the Python process was ended.",
  "python.not-stopping.hint":
    "What Python cells had made is lost; SQL's names are not. Run the Python cells again that make what you need.",
  "python.line-closed": "The cell closed files of the Python process that are not its own, so the process was ended.",
  "python.line-closed.hint": "Close what the cell itself has opened, and no ranges of numbers (`os.closerange`).",
  "python.interrupted": "The cell interrupted itself.",
  "python.error": "{type}: {message}",
  "python.error-silent": "{type}",
  "python.function-versions":
    "The engine runs functions with Python {engine}, and the cells run with Python {cells}: neither can read the other's functions.",
  "python.function-versions.hint":
    "Give both the same minor version: the cells by python: interpreter in the server's settings (BETWEEN_PYTHON on your own machine), Spark by PYSPARK_PYTHON of its Connect server, a path that its workers have too. SQL and what needs no function in Python run meanwhile.",
  "python.function-lacks": "The Python of the engine has no package {name}, which this function needs there.",
  "python.function-lacks.hint":
    "Install it for the Python that Spark's workers run functions with (PYSPARK_PYTHON); pandas and PyArrow are always needed there. What requirements: names is installed for cells, not on a cluster.",
  "python.function-error": "A function that the engine ran failed with {type}: {message}",
  "python.thread-of-earlier-cell":
    "Some of this comes from a thread that an earlier cell ({cell}) started and left running.",
  "python.media-too-large": "Something of {size} ({mime}) is not shown; 1 MB is the limit.",
} as const;
