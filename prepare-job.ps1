# Prepares a job for a film.
# Usage: ./prepare-job.ps1 --help
#Requires -Version 5.1
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "scripts/launch.ps1") prepare-job @args
exit $LASTEXITCODE
