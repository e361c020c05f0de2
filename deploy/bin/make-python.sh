#!/usr/bin/env bash
# Makes the Python that functions of Python cells run in, on the workers: pandas and PyArrow, as pinned by hashes. Where the
# archive has wheels for this Python and this machine, no network is needed. What is made already stays.
#
#   make-python.sh FOLDER
#
#   PYTHON   the one to make it with; python3. Python cells need the same minor version
set -euo pipefail
folder=${1:?Usage: make-python.sh FOLDER}
wheels=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../wheels" && pwd)
made=$(sha256sum "$wheels/requirements.txt" | cut -d' ' -f1)
if [ "$(cat "$folder/made-of" 2>/dev/null)" = "$made" ]; then exit 0; fi
rm -rf "$folder.next"
"${PYTHON:-python3}" -m venv "$folder.next"
install=(-I -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps
  --only-binary ':all:' -r "$wheels/requirements.txt")
"$folder.next/bin/python" "${install[@]}" --no-index --find-links "$wheels" 2>/dev/null ||
  "$folder.next/bin/python" "${install[@]}"
echo "$made" >"$folder.next/made-of"
# Its programs name the folder that they were made in, and none but its Python is ever used, which finds itself.
rm -rf "$folder"
mv "$folder.next" "$folder"
echo "Functions in Python run with $("$folder/bin/python" --version) in $folder."
