/** Scala cells. */
export const scala = {
  "scala.no-java": "Scala cells need Java 17 or newer, and there is none on this machine.",
  "scala.no-java.hint":
    "Install a JDK or JRE of version 17 or newer, or name its folder in JAVA_HOME. SQL and Python cells run without it.",
  "scala.needs-spark-4": "Scala cells need Apache Spark 4.0 or newer; this engine is {version}.",
  "scala.needs-spark-4.hint": "Choose an engine of that version, or write the cell in SQL or Python.",
  "scala.fetch-failed": "The jars of Spark {version}, which Scala cells need for this engine, could not be fetched.",
  "scala.fetch-failed.hint":
    "What the installer said is above. They are fetched once, about 450 MB; or name the folder of a Spark {version} in SPARK_HOME where the kernel-server runs.",
  "scala.home-incomplete": "{path} lacks jars that Scala cells need (jars/connect-repl and the Scala compiler).",
  "scala.home-incomplete.hint":
    "Name a full distribution of Spark 4 in SPARK_HOME, or unset it and a fitting one is fetched.",
  "scala.setup-failed": "The worker of Scala cells could not be compiled with the jars of Spark {version}.",
  "scala.setup-failed.hint": "What the compiler said is above.",
  "scala.start-failed": "The worker of Scala cells did not start ({how}).",
  "scala.start-failed.hint":
    "What it said is above. Running the cell again starts another one; where a server runs cells as another user (cells: in its settings), that user must be able to read the cache and Spark's jars.",
  "scala.start-timeout": "The worker of Scala cells was not ready after {seconds} seconds, and was ended.",
  "scala.start-timeout.hint":
    "What it said, if anything, is above. Run the cell again; if it stays so, look at what the server puts before Java (cells: in its settings) and whether the engine answers.",

  "scala.compile-error": "The cell does not compile: {message}",
  "scala.compile-errors": "The cell does not compile ({count} errors). The first: {message}",
  "scala.incomplete": "The cell ends in the middle of something: a bracket, a quote or a definition is still open.",
  "scala.error": "{type}: {message}",
  "scala.error-silent": "{type}",

  "scala.exited": "The Scala worker ended in the middle of the cell: the code exited (code {code}).",
  "scala.exited.hint":
    "What Scala cells defined is gone; SQL and its views live on. Run them again from the first one, and leave out sys.exit.",
  "scala.out-of-memory": "The Scala worker ran out of memory ({limit} MiB), and what Scala cells defined is gone.",
  "scala.out-of-memory.hint":
    "Collect fewer rows to the driver and let the cluster aggregate, or raise the worker's memory limit. SQL and its views live on.",
  "scala.died": "The Scala worker ended ({how}), and what Scala cells defined is gone.",
  "scala.died.hint": "SQL and its views live on. Run the Scala cells again from the first one.",
  "scala.not-stopping":
    "The interrupted Scala cell went on, so its worker was ended, and with it what Scala cells defined.",
  "scala.not-stopping.hint": "SQL and its views live on. Run the Scala cells again from the first one.",
} as const;
