/** Apache Spark. */
export const spark = {
  "spark.no-java": "Apache Spark needs Java 17 or newer, and this machine has no Java.",
  "spark.no-java.hint":
    "Install a Java runtime (openjdk-17-jre-headless on Debian and Ubuntu, temurin with Homebrew), or set JAVA_HOME where the server starts. The embedded engine needs none.",
  "spark.java-too-old": "Apache Spark needs Java 17 or newer; {path} is Java {version}.",
  "spark.java-too-old.hint": "Install a newer Java beside it and set JAVA_HOME to it where the server starts.",
  "spark.windows": "Apache Spark is not started on Windows by this version.",
  "spark.windows.hint": "Use the embedded engine, run the server in WSL, or connect to a cluster.",
  "spark.home-empty": "SPARK_HOME is {path}, and there is no Spark in it.",
  "spark.home-empty.hint": "Set SPARK_HOME to the folder that holds bin and jars, or unset it and Spark is fetched.",
  "spark.home-no-connect": "The Spark in {path} comes without Spark Connect.",
  "spark.home-no-connect.hint": "Use Spark 4 or newer, or unset SPARK_HOME and a Spark is fetched.",
  "spark.home-open": "The Spark in {path} is {version}, whose server every machine of the network could reach.",
  "spark.home-open.hint": "Use Spark 4 or newer, or unset SPARK_HOME and a Spark is fetched.",
  "spark.setup-offline": "Apache Spark could not be downloaded: there is no connection to the package index.",
  "spark.setup-offline.hint":
    "The first set-up needs the network (about 550 MB). Connect and run again; later runs need none.",
  "spark.setup-failed": "Apache Spark could not be installed.",
  "spark.setup-failed.hint": "What the installer said is above. Running again starts the set-up anew.",
  "spark.setup-disk-full": "The disk of {path} is full; Apache Spark needs about 2 GB there while it is set up.",
  "spark.setup-disk-full.hint": "Free some space, or name a folder on another disk in BETWEEN_CACHE.",
  "spark.setup-unwritable": "The folder {path} cannot be written, and Apache Spark is installed there.",
  "spark.setup-unwritable.hint": "Give yourself the right to write there, or name another folder in BETWEEN_CACHE.",
  "spark.jars-offline": "{jar} could not be downloaded: there is no connection to the repository of Java packages.",
  "spark.jars-offline.hint":
    "The first set-up needs the network. Where only a mirror can be reached, name it in BETWEEN_MAVEN.",
  "spark.jar-refused": "{jar} could not be downloaded: the repository of Java packages answered {status}.",
  "spark.jar-refused.hint": "Run again later. Where only a mirror can be reached, name it in BETWEEN_MAVEN.",
  "spark.jar-altered": "{jar} was downloaded, but it is not the file that was expected, so it is not used.",
  "spark.jar-altered.hint":
    "See what stands between this machine and the repository (a proxy, a mirror), and run again.",
  "spark.starting": "Starting {detail}.",
  "spark.scripts-missing": "The start script {name} is missing in this installation.",
  "spark.scripts-missing.hint": "Install Between Notebooks again.",
  "spark.start-failed": "Apache Spark did not start ({how}).",
  "spark.start-failed.hint": "What it said is above.",
  "spark.died": "Apache Spark's process ended while it was needed ({how}).",
  "spark.died.hint":
    "Run again: a fresh one starts. If it ran out of memory, raise the engine's memory or read less at once.",

  "spark.no-delta": "This Spark has no Delta Lake.",
  "spark.no-delta.hint":
    "Write `format: parquet` and `replace: all` under `save`. For Delta its server is started with delta-spark's jars of its own version and the settings spark.sql.extensions and spark.sql.catalog.spark_catalog.",
  "spark.no-format": "This Spark cannot read or write {format}.",
  "spark.no-format.hint": "Use another format, or have its server started with the jars for this one.",
  "spark.conf-refused": "The engine's setting {key} cannot be set on a session.",
  "spark.conf-refused.hint": "Set it where Spark is started, and take it out of the engine's settings.",
  "engine.spark-old":
    "This is Apache Spark {detail}: no progress of queries, shorter errors, no Scala cells, and no functions of one's own in Python cells. Spark 4.0 and newer have all of it.",
  "spark.too-old": "This engine is Apache Spark {version}; {oldest} is the oldest that works.",
  "spark.too-old.hint": "Choose another engine, or have this one brought to a newer Spark.",
  "spark.python-function": "The engine's own Python could not read a function that came from this notebook's.",
  "spark.python-function.hint":
    "Functions in Python need Spark 4.0 or newer there, and the same minor version of Python as here. Write it with SQL functions, or choose another engine.",
  "spark.path-relative": "{path} is relative to the notebook's folder, which the cluster cannot see.",
  "spark.path-relative.hint":
    "Name the files under `sources:`, which sends them, or use a path that the cluster can read, such as s3://….",
  "spark.s3-credentials": "S3 does not know the credentials that the cluster asked it with at s3://{bucket}/{key}.",
  "spark.s3-credentials.hint":
    "See AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where Spark's Connect server and workers start.",
  "spark.s3-no-credentials": "The cluster has no credentials for S3.",
  "spark.s3-no-credentials.hint":
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where Spark's Connect server and workers start, or give their machines a role.",
  "spark.s3-expired": "The cluster's temporary credentials for S3 have expired.",
  "spark.s3-expired.hint":
    "Get new ones where Spark's Connect server and workers start, and start them again if they stand in their environment.",
  "spark.s3-region": "The bucket {bucket} does not lie in the region that the cluster asks for it.",
  "spark.s3-region.hint":
    "Name its region in this engine's settings (s3: region), or in fs.s3a.endpoint.region where Spark is started.",
  "spark.s3-wordless": "S3 refuses the cluster at s3://{bucket}/{key} (400) and does not say why.",
  "spark.s3-wordless.hint":
    "Mostly the temporary credentials of Spark's Connect server and workers have expired, or the bucket lies in another region than this engine's settings say (s3: region).",
  "spark.s3-unreachable": "The cluster cannot reach S3 at {endpoint}.",
  "spark.s3-unreachable.hint":
    "See whether the endpoint (s3: endpoint of this engine) can be reached from Spark's machines too, not from the server's alone.",
  "spark.bad-file": "{file} is damaged or is not of the format it was read as; the line was not found.",
  "spark.bad-file.hint":
    "The server looks for the line for {seconds} seconds, in files that it may read itself. on-malformed: skip or keep reads on past malformed lines.",
  "spark.metrics": "Read {files} files, {bytes}; {read} rows in, {shuffled} shuffled, {spilled} spilled.",
} as const;
