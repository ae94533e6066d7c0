# Sets up environments and models.
# Usage: ./bootstrap.ps1 --help
#Requires -Version 5.1
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "scripts/launch.ps1") bootstrap @args
exit $LASTEXITCODE
