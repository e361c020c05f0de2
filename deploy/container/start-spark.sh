#!/usr/bin/env bash
# Starts a piece of Spark under the address that this container has in its network: `start-spark.sh master|worker|connect`.
set -euo pipefail
set -a
BIND_ADDRESS=${BIND_ADDRESS:-$(hostname -i | cut -d' ' -f1)}
# The installer says where this release's Spark is, and with which jars.
. /etc/between/spark-release.env
exec "/opt/between/current/deploy/bin/start-$1.sh"
