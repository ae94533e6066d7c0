#!/bin/sh
# Runs a job, or prepares and runs one in one go.
# Usage: ./run-pipeline.sh --help
exec "$(dirname -- "$0")/scripts/launch.sh" run-pipeline "$@"
