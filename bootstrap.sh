#!/bin/sh
# Sets up environments and models.
# Usage: ./bootstrap.sh --help
exec "$(dirname -- "$0")/scripts/launch.sh" bootstrap "$@"
