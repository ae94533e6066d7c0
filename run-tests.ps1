# Sets up what the tests need and runs them.
# Usage: ./run-tests.ps1 --help
#Requires -Version 5.1
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "scripts/launch.ps1") run-tests @args
exit $LASTEXITCODE
