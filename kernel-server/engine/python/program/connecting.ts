/** How the shell joins the notebook's Spark session, which it never ends. */
export const connecting = String.raw`
# What pyspark 4.2 asks for when it sends rows: older Sparks do not know these, and neither does Sail 0.7.2 when it began
# without a pyspark beside it. The values are 4.2's own.
CONFS = {
    "spark.sql.session.localRelationSizeLimit": "3221225472",
    "spark.sql.session.localRelationChunkSizeRows": "10000",
    "spark.sql.session.localRelationChunkSizeBytes": "16777216",
    "spark.sql.session.localRelationBatchOfChunksSizeBytes": "1073741824",
    "spark.sql.execution.pandas.inferPandasDictAsMap": "false",
    "spark.sql.execution.pyspark.binaryAsBytes": "true",
    "spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled": "false",
}

def connect(hello):
    # pyspark 4.2 warns of pandas 3 and of versions of Python it was not tested with, on every start.
    warnings.filterwarnings("ignore", module=r"pyspark\.sql\.pandas\..*|pyspark\.pandas.*")
    # Where __main__ has no file pyspark 4.2 takes us for its own tests, but for interactive shells.
    sys.ps1 = ">>> "
    from pyspark.logger import PySparkLogger
    from pyspark.sql import SparkSession
    from pyspark.sql.connect.session import SparkSession as Joined

    url, token = hello["url"], hello.pop("token", None)
    # What asks for a session without naming one gets the notebook's.
    os.environ["SPARK_REMOTE"] = url
    session = SparkSession.builder.remote(url + (";token=" + token if token else "")).getOrCreate()
    session.release_session_on_close = False
    State.tells_tasks = int(hello.get("spark", "0").partition(".")[0]) >= 4
    suit_older(session)
    # It prints each error of the engine, as JSON, besides throwing it.
    PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True
    for name, value in CONFS.items():
        try:
            # Spark 4.1 says "3221225472b", which pyspark 4.2 takes for no number.
            known = session.conf.get(name).isdigit() or not value.isdigit()
        except Exception:
            known = False
        if not known:
            session.conf.set(name, value)

    def stop(self):
        """The session is shared with the notebook's other cells and ends with the notebook's session."""
        print("spark.stop() does nothing here: the session is the notebook's.", file=sys.stderr)

    Joined.stop = stop
    session.registerProgressHandler(progress)
    return session

progress_at = 0.0

def progress(stages, inflight_tasks=0, operation_id=None, done=False):
    global progress_at
    State.tasks = 0 if done else inflight_tasks
    now = time.monotonic()
    stages = stages or []
    total = sum(stage.num_tasks for stage in stages)
    if total and now - progress_at > 0.1:
        progress_at = now
        tell(t="progress", done=sum(stage.num_completed_tasks for stage in stages), total=total)

def travel_by_value(folder):
    """Modules beside the notebook go along with functions that run on the engine, which has no such files."""
    try:
        from pyspark.cloudpickle.cloudpickle import _PICKLE_BY_VALUE_MODULES as by_value
    except ImportError:
        return
    try:
        for entry in os.scandir(folder):
            name, ending = os.path.splitext(entry.name)
            package = entry.is_dir() and os.path.isfile(os.path.join(entry.path, "__init__.py"))
            if ending == ".py" and name.isidentifier() or package:
                by_value.add(name)
    except OSError:
        pass
`;
