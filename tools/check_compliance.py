"""Checks the project against its house rules, and says how many of the checks pass.

Usage:
    python tools/check_compliance.py                          every check
    python tools/check_compliance.py --stage asr              what belongs to one stage
    python tools/check_compliance.py --min-score 80           how much is enough (100)
    python tools/check_compliance.py --output report.html     a page beside the table
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.atomic import write_text
from shared.errors import EXIT_FAILURE, EXIT_OK, EXIT_RESOURCE
from shared.stage_order import STAGE_ORDER
from tools.compliance.checks import check_project, score_of
from tools.compliance.project import Project
from tools.compliance.report import as_html, as_text
from tools.generate import derived_files


def build_parser() -> argparse.ArgumentParser:
    """Makes the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add = parser.add_argument
    add("--stage", choices=STAGE_ORDER, metavar="NAME", help="check what belongs to one stage")
    add("--min-score", type=_score, default=100.0, metavar="N", help="0 to 100 (default: 100)")
    add("--output", type=Path, metavar="FILE", help="write an HTML report too")
    return parser


def _score(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 100")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the checks; returns 1 if the score is too low."""
    parsed = build_parser().parse_args(arguments)
    checks = check_project(Project(derived=derived_files), parsed.stage)
    print(as_text(checks))
    if parsed.output:
        try:
            write_text(parsed.output, as_html(checks))
        except OSError as error:
            sys.stderr.write(f"The report cannot be written to {parsed.output}: {error}.\n")
            return EXIT_RESOURCE
    return EXIT_OK if score_of(checks) >= parsed.min_score else EXIT_FAILURE


if __name__ == "__main__":
    raise SystemExit(main())
