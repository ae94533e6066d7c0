"""Shows the outcome as text and as an HTML page."""

import math
from collections.abc import Sequence
from html import escape

from tools.compliance.checks import PURPOSES, score_of
from tools.compliance.project import Check

_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Compliance</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; padding: .3rem 1.2rem .3rem 0; border-bottom: 1px solid #ddd; }}
td.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
tr.broken td {{ background: #fff3e0; }}
li {{ font-family: ui-monospace, monospace; font-size: .85rem; }}
</style>
<h1>Compliance: {score}</h1>
<table>
<tr><th>rule</th><th>asks</th><th>passed</th><th>of</th></tr>
{rows}
</table>
{violations}
</html>
"""
_ROW = (
    '<tr{mark}><td>{rule}</td><td>{purpose}</td><td class="number">{passed}</td>'
    '<td class="number">{total}</td></tr>'
)


def counts(checks: Sequence[Check]) -> dict[str, tuple[int, int]]:
    """Returns for each rule how many checks passed, of how many."""
    by_rule = {rule: [c.passed for c in checks if c.rule == rule] for rule in PURPOSES}
    return {rule: (sum(found), len(found)) for rule, found in by_rule.items() if found}


def score_text(checks: Sequence[Check]) -> str:
    """Returns the score, rounded down: 100 means that every check passed."""
    passed = sum(check.passed for check in checks)
    shown = math.floor(score_of(checks) * 10) / 10
    return f"{shown:g} ({passed} of {len(checks)} checks)"


def as_text(checks: Sequence[Check]) -> str:
    """Renders the outcome for the terminal."""
    lines = [f"{'rule':<22} passed     of"]
    lines += [f"{rule:<22} {good:>6} {total:>6}" for rule, (good, total) in counts(checks).items()]
    broken = [f"  {violation}" for check in checks for violation in check.violations]
    lines += ["", "Violations:", *broken] if broken else []
    return "\n".join([*lines, "", f"Score: {score_text(checks)}"])


def as_html(checks: Sequence[Check]) -> str:
    """Renders the outcome as a page without anything from outside."""
    rows = [
        _ROW.format(
            mark="" if good == total else ' class="broken"', rule=escape(rule),
            purpose=escape(PURPOSES[rule]), passed=good, total=total,
        )
        for rule, (good, total) in counts(checks).items()
    ]  # fmt: skip
    broken = [f"<li>{escape(str(v))}</li>" for check in checks for v in check.violations]
    listed = ["<h2>Violations</h2>", "<ul>", *broken, "</ul>"] if broken else []
    return _PAGE.format(
        score=escape(score_text(checks)), rows="\n".join(rows), violations="\n".join(listed)
    )
