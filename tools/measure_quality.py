"""Measure how well the pipeline hears, on real recordings, and write docs/quality.md.

Usage: ./run-tests.sh --quality [SECTION ...]

Without sections all are measured; the others' figures stay as they are. The recordings lie in the
folder `data` of the shared folder: `../shared`, or what CP_WHISPERX_SHARED names.
"""

import argparse
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from shared.atomic import write_text
from shared.paths import PROJECT_ROOT
from shared.variables import variable
from tools.quality import SECTIONS, load_section

REPORT = PROJECT_ROOT / "docs" / "quality.md"
INTRODUCTION = """\
# Quality

What the pipeline was measured to do, on which material. Written by `./run-tests.sh --quality`;
every figure comes from a run, none is typed in. Small models made for tests prove that a path
works; where one was heard, the section says so, and its figures say nothing of a large model.
"""


def data_folder() -> Path:
    """Returns where the recordings lie."""
    shared = variable("CP_WHISPERX_SHARED") or str(PROJECT_ROOT.parent / "shared")
    return Path(shared) / "data"


def sections_in(report: str) -> dict[str, str]:
    """Returns the sections that a report holds, by name."""
    found = re.findall(r"<!-- begin (\w+) -->\n(.*?)<!-- end \1 -->\n", report, re.DOTALL)
    return dict(found)


def render(sections: dict[str, str]) -> str:
    """Puts a report together from its sections, in the table's order."""
    parts = [INTRODUCTION]
    for name in SECTIONS:
        if name in sections:
            parts.append(f"<!-- begin {name} -->\n{sections[name]}<!-- end {name} -->\n")
    return "\n".join(parts)


def measure(name: str, data: Path) -> str:
    """Measures one section and returns it with its title."""
    section = load_section(name)
    print(f"{name}: measuring", flush=True)
    began = time.monotonic()
    body = section.measure(data).strip()
    print(f"{name}: done in {time.monotonic() - began:.0f} s", flush=True)
    return f"## {section.TITLE}\n\n{body}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the sections asked for and writes the report."""
    parser = argparse.ArgumentParser(prog="run-tests.sh --quality", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    wanted = parser.parse_args(arguments).sections or SECTIONS
    unknown = [name for name in wanted if name not in SECTIONS]
    data = data_folder()
    if unknown or not data.is_dir():
        what = f"there is no section {', '.join(unknown)}" if unknown else f"no folder {data}"
        print(f"error: {what}. Sections: {', '.join(SECTIONS)}.", file=sys.stderr)
        return 2
    sections = sections_in(REPORT.read_text(encoding="utf-8")) if REPORT.is_file() else {}
    for name in wanted:
        sections[name] = measure(name, data)
        write_text(REPORT, render(sections))
    print(f"Written: {REPORT.relative_to(PROJECT_ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
