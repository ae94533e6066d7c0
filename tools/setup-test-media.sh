#!/usr/bin/env sh
# Prepare the standard samples; everything is done by tools/setup_test_media.py.
set -eu
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for python in "${PYTHON:-python3}" python3.11 python3.12 python3.13 python3 python; do
    if command -v "$python" >/dev/null 2>&1 &&
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$python" "$folder/setup_test_media.py" "$@"
    fi
done
echo "Python 3.11 or newer was not found. Install it and run this again." >&2
exit 3
