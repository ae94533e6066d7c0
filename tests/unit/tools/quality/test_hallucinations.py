"""The section's own reckoning is right; its figures are the report's business."""

from pathlib import Path

from tools.quality import hallucinations, load_section
from tools.quality.hallucinations import table


def test_a_table_is_markdown() -> None:
    assert table(("a", "b"), [(1, "x")]) == "| a | b |\n| --- | --- |\n| 1 | x |"


def test_the_section_can_be_loaded() -> None:
    assert load_section("hallucinations").TITLE == "Hallucinations"


def test_lists_and_texts_are_measured(shared_data: Path) -> None:
    found = hallucinations._found(shared_data)
    assert "| silence, hi | 7 | 100% |" in found
    assert "meetings, 6 languages" in found
