# What the start scripts have in common; sourced, not run. Settings are environment variables, all of them optional but
# SPARK_HOME. A Spark of its own needs nothing else: what is started stays in the foreground, logs to standard error
# and ends on SIGTERM, which is what service managers, containers and tests want.
#
#   SPARK_HOME        where Spark lies (a distribution, or the folder of the pyspark package)
#   PYSPARK_PYTHON    what functions in Python run with; that of make-python.sh beside SPARK_HOME, else python3
#   JAVA_HOME         Java 17 or newer; else the java of the PATH
#   BIND_ADDRESS      what everything listens on; 127.0.0.1
#   SPARK_JARS        jars for drivers and executors, separated by commas: Delta Lake's, those for S3
#   EVENT_LOG_DIR     where event logs go; none are written when empty
#   S3_ENDPOINT, S3_REGION, S3_PATH_STYLE (true, false)   how S3 is reached; AWS itself when empty
#   SPARK_CONF        more settings, one `key=value` a line; they win over those that are made here
#
# Credentials for S3 are never settings: they come from the environment, the shared profiles or the instance's role.

: "${SPARK_HOME:?SPARK_HOME is not set}"
export SPARK_HOME
made=$(dirname "$SPARK_HOME")/python/bin/python
if [ -z "${PYSPARK_PYTHON:-}" ] && [ -x "$made" ]; then export PYSPARK_PYTHON="$made"; fi
: "${BIND_ADDRESS:=127.0.0.1}"
export SPARK_LOCAL_IP="$BIND_ADDRESS"
# Only what is set here counts: a conf folder that lies about on the machine does not.
: "${SPARK_CONF_DIR:=/nonexistent}"
export SPARK_CONF_DIR
# One log, that of the service manager.
export SPARK_NO_DAEMONIZE=1

# Sets CONF, the --conf arguments of a driver.
driver_conf() {
  CONF=()
  conf() { CONF+=(--conf "$1=$2"); }
  conf spark.ui.enabled "${SPARK_UI:-false}"
  conf spark.sql.warehouse.dir "${WAREHOUSE_DIR:-${TMPDIR:-/tmp}/spark-warehouse}"
  if [ -n "${EVENT_LOG_DIR:-}" ]; then
    conf spark.eventLog.enabled true
    conf spark.eventLog.dir "$EVENT_LOG_DIR"
  fi
  case ",${SPARK_JARS:-}" in *[,/]delta-spark_*)
    conf spark.sql.extensions io.delta.sql.DeltaSparkSessionExtension
    conf spark.sql.catalog.spark_catalog org.apache.spark.sql.delta.catalog.DeltaCatalog
    ;;
  esac
  case ",${SPARK_JARS:-}" in *[,/]hadoop-aws-*)
    local s3=spark.hadoop.fs.s3
    conf $s3.impl org.apache.hadoop.fs.s3a.S3AFileSystem
    conf spark.hadoop.fs.AbstractFileSystem.s3.impl org.apache.hadoop.fs.s3a.S3A
    conf spark.delta.logStore.s3.impl io.delta.storage.S3SingleDriverLogStore
    conf ${s3}a.aws.credentials.provider software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider
    if [ -n "${S3_ENDPOINT:-}" ]; then
      conf ${s3}a.endpoint "$S3_ENDPOINT"
      case "$S3_ENDPOINT" in http:*) conf ${s3}a.connection.ssl.enabled false ;; esac
    fi
    if [ -n "${S3_REGION:-}" ]; then conf ${s3}a.endpoint.region "$S3_REGION"; fi
    if [ -n "${S3_PATH_STYLE:-}" ]; then conf ${s3}a.path.style.access "$S3_PATH_STYLE"; fi
    ;;
  esac
  local line
  while IFS= read -r line; do
    if [ -n "$line" ]; then CONF+=(--conf "$line"); fi
  done <<<"${SPARK_CONF:-}"
}
