# Runs a job, or prepares and runs one in one go.
# Usage: ./run-pipeline.ps1 --help
#Requires -Version 5.1
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "scripts/launch.ps1") run-pipeline @args
exit $LASTEXITCODE
