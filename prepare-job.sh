#!/bin/sh
# Prepares a job for a film.
# Usage: ./prepare-job.sh --help
exec "$(dirname -- "$0")/scripts/launch.sh" prepare-job "$@"
