#!/usr/bin/env bash
# A worker of a standalone cluster, in the foreground.
#
#   MASTER_URL          spark://host:7077
#   WORKER_CORES        all of the machine's
#   WORKER_MEMORY       12g; all of the machine's but 1 GB
#   WORKER_DIR          where applications have their folders; $SPARK_HOME/work
#   WORKER_WEBUI_PORT   8081
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/spark-settings.sh"
: "${MASTER_URL:?MASTER_URL is not set}"
options=(--host "$BIND_ADDRESS" --webui-port "${WORKER_WEBUI_PORT:-8081}")
if [ -n "${WORKER_CORES:-}" ]; then options+=(--cores "$WORKER_CORES"); fi
if [ -n "${WORKER_MEMORY:-}" ]; then options+=(--memory "$WORKER_MEMORY"); fi
if [ -n "${WORKER_DIR:-}" ]; then options+=(--work-dir "$WORKER_DIR"); fi
# What applications leave behind is removed after a day.
export SPARK_WORKER_OPTS="-Dspark.worker.cleanup.enabled=true -Dspark.worker.cleanup.appDataTtl=86400 ${SPARK_WORKER_OPTS:-}"
exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker "${options[@]}" "$MASTER_URL"
