#!/bin/sh
# Shows what a glossary changes.
# Usage: ./test-glossary-quickstart.sh --help
exec "$(dirname -- "$0")/scripts/launch.sh" test-glossary-quickstart "$@"
