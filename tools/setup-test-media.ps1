# Prepare the standard samples; everything is done by tools/setup_test_media.py.
$Tool = Join-Path $PSScriptRoot 'setup_test_media.py'
foreach ($Python in @($env:PYTHON, 'python3.11', 'python3', 'python', 'py')) {
    if (-not $Python -or -not (Get-Command $Python -ErrorAction SilentlyContinue)) { continue }
    & $Python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>$null
    if ($LASTEXITCODE -ne 0) { continue }
    & $Python $Tool @args
    exit $LASTEXITCODE
}
[Console]::Error.WriteLine('Python 3.11 or newer was not found. Install it and run this again.')
exit 3
