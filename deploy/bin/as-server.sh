#!/usr/bin/env bash
# The command line as the server itself would run it: as its user, with its environment and its settings. On the machine it
# is called between-admin: `sudo between-admin token add mina --role analyst`.
set -euo pipefail
set -a
for file in /etc/between/spark-release.env /etc/between/server.env /etc/between/connect.env; do
  if [ -r "$file" ]; then . "$file"; fi
done
HOME=/var/lib/between
BETWEEN_CACHE=/var/cache/between
exec runuser -u between -- /opt/between/current/bin/between "$@" --config "${SETTINGS:-/etc/between/server.yaml}"
