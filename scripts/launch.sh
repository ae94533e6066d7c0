#!/bin/sh
# Finds Python 3.11 or later and hands a command over to it.
# Usage: launch.sh SCRIPT [ARGUMENT ...]        (bootstrap runs on the bare Python itself)
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

for python in "${PYTHON:-}" python3.11 python3.12 python3.13 python3 python; do
    [ -n "$python" ] && command -v "$python" >/dev/null 2>&1 || continue
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if [ "$1" = bootstrap ]; then
        shift
        PYTHONPATH="$root" exec "$python" "$root/scripts/bootstrap.py" "$@"
    fi
    PYTHONPATH="$root" exec "$python" -m shared.launch "$@"
done
echo "Error: Python 3.11 or later was not found. Install it, or set PYTHON to its path." >&2
exit 3
