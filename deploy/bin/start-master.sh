#!/usr/bin/env bash
# The master of a standalone cluster, in the foreground.
#
#   MASTER_PORT         7077
#   MASTER_WEBUI_PORT   8080; its page in JSON, /json/, tells which workers have come
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/spark-settings.sh"
exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master \
  --host "$BIND_ADDRESS" --port "${MASTER_PORT:-7077}" --webui-port "${MASTER_WEBUI_PORT:-8080}"
