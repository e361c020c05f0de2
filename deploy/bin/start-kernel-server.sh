#!/usr/bin/env bash
# The kernel-server, in the foreground; it ends on SIGTERM. What follows is handed on to it, such as --check.
#
#   SETTINGS   its settings; /etc/between/server.yaml
#   NODE       Node 22 or newer; that of the PATH
set -euo pipefail
release=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
exec "${NODE:-node}" "$release/dist/kernel-server.js" --config "${SETTINGS:-/etc/between/server.yaml}" "$@"
