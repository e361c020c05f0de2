#!/usr/bin/env bash
# Starts a piece of Spark under the address that this container has in its network: `start-spark.sh master|worker|connect`.
set -euo pipefail
set -a
BIND_ADDRESS=${BIND_ADDRESS:-$(hostname -i | cut -d' ' -f1)}
# The installer lists the jars of this release.
if [ -r /etc/between/jars.env ]; then . /etc/between/jars.env; fi
exec "/opt/between/current/deploy/bin/start-$1.sh"
