# Finds Python 3.11 or later and hands a command over to it.
# Usage: launch.ps1 SCRIPT [ARGUMENT ...]        (bootstrap runs on the bare Python itself)
#Requires -Version 5.1
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"

$root = Split-Path -Parent $PSScriptRoot
$name = $args[0]
$rest = @($args | Select-Object -Skip 1)
$found = $null
foreach ($candidate in @($env:PYTHON, "python3.11", "python3", "python", "py")) {
    if (-not $candidate) { continue }
    if (-not (Get-Command $candidate -ErrorAction SilentlyContinue)) { continue }
    & $candidate -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>$null
    if ($LASTEXITCODE -eq 0) { $found = $candidate; break }
}
if (-not $found) {
    [Console]::Error.WriteLine("Error: Python 3.11 or later was not found. Install it, or set PYTHON to its path.")
    exit 3
}
$env:PYTHONPATH = $root
if ($name -eq "bootstrap") {
    & $found (Join-Path $root "scripts/bootstrap.py") @rest
} else {
    & $found -m shared.launch $name @rest
}
exit $LASTEXITCODE
