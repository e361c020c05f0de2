#!/usr/bin/env bash
# Fetches the release that a bucket names as the current one, compares it with its SHA-256 and installs it. A release that
# is installed already is made current again.
#
#   upgrade.sh server|worker
#
#   SOFTWARE   s3://bucket/folder that holds current.sha256 and the archive that it names
set -euo pipefail
: "${SOFTWARE:?SOFTWARE is not set}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
aws s3 cp --only-show-errors "$SOFTWARE/current.sha256" .
archive=$(cut -d' ' -f3 current.sha256)
aws s3 cp --only-show-errors "$SOFTWARE/$archive" .
sha256sum --quiet -c current.sha256
tar -xzf "$archive"
bash "${archive%.tar.gz}/install.sh" "${1:-server}"
