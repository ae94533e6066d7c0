"""What `tools/measure_quality.py` measures: a module a section, in the order of the report.

A section's module has `TITLE` and `measure(data)`. It gets the folder of real recordings and
returns Markdown: what was measured on which material, a table of figures, the conditions. Figures
come from running the project's own code; none is written down by hand.
"""

from importlib import import_module
from pathlib import Path
from typing import Protocol

SECTIONS: tuple[str, ...] = (
    "coverage", "script", "alignment", "separation", "speakers", "songs", "hallucinations",
    "translation", "glossary",
    "names", "forms",
    "cues", "subtitles", "shots",
)  # fmt: skip


class Section(Protocol):
    """What a section's module offers."""

    TITLE: str

    def measure(self, data: Path) -> str:
        """Measures and returns Markdown without the title.

        Args:
            data: Folder with `MANIFEST.tsv` and the recordings it lists.
        """
        ...


def load_section(name: str) -> Section:
    """Imports a section's module."""
    module: Section = import_module(f"tools.quality.{name}")
    return module
