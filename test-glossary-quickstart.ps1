# Shows what a glossary changes.
# Usage: ./test-glossary-quickstart.ps1 --help
#Requires -Version 5.1
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"
& (Join-Path $PSScriptRoot "scripts/launch.ps1") test-glossary-quickstart @args
exit $LASTEXITCODE
