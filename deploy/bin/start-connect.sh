#!/usr/bin/env bash
# A Spark Connect server, in the foreground. It is ready when its log says "Spark Connect server started at".
#
#   MASTER_URL                           local[*], or spark://host:7077
#   CONNECT_PORT                         15002; 0: any free one, which the log names
#   DRIVER_MEMORY                        1g
#   EXECUTOR_MEMORY                      1g; nothing on a local master
#   SPARK_CONNECT_AUTHENTICATE_TOKEN     what clients must show as their bearer token (Spark 4 and newer); no check when empty
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/spark-settings.sh"
# Spark would take the memory of masters and workers for this one, whatever the driver's is.
unset SPARK_DAEMON_MEMORY
driver_conf
jars=()
if [ -n "${SPARK_JARS:-}" ]; then jars=(--jars "$SPARK_JARS"); fi
exec "$SPARK_HOME/bin/spark-submit" \
  --class org.apache.spark.sql.connect.service.SparkConnectServer \
  --name "${CONNECT_NAME:-Between Notebooks}" \
  --master "${MASTER_URL:-local[*]}" \
  --driver-memory "${DRIVER_MEMORY:-1g}" \
  --conf "spark.executor.memory=${EXECUTOR_MEMORY:-1g}" \
  --conf "spark.connect.grpc.binding.address=$BIND_ADDRESS" \
  --conf "spark.connect.grpc.binding.port=${CONNECT_PORT:-15002}" \
  ${jars[@]+"${jars[@]}"} "${CONF[@]}" \
  spark-internal
