#!/bin/sh
# Sets up what the tests need and runs them.
# Usage: ./run-tests.sh --help
exec "$(dirname -- "$0")/scripts/launch.sh" run-tests "$@"
