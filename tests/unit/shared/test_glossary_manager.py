"""The glossary as one object: read, extend, look up, freeze."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.artifacts import GlossarySnapshot, GlossaryTerm
from shared.errors import InvalidInputError
from shared.glossary_manager import GlossaryManager
from shared.paths import PROJECT_ROOT


def test_files_win_in_their_order(tmp_path: Path) -> None:
    first, second = tmp_path / "1.tsv", tmp_path / "2.json"
    first.write_text("term\ten\nyaar\tdude\n", encoding="utf-8")
    second.write_text('[{"term": "yaar", "translations": {"en": "buddy", "es": "amigo"}}]')
    glossary = GlossaryManager.from_files([first, second])
    assert glossary.get_translation("YAAR", "en") == "dude"
    assert glossary.get_translation("yaar", "es") == "amigo"
    assert glossary.get_translation("yaar", "ru") is None
    assert len(glossary.conflicts) == 1


def test_a_bad_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError):
        GlossaryManager.from_files([tmp_path / "none.tsv"])


def test_terms_are_added_merged_and_found() -> None:
    glossary = GlossaryManager()
    assert glossary.find("Jai aaya") == []
    glossary.add_term("Jai", {"en": "Jai"}, kind="name", aliases=["जय"])
    glossary.merge([GlossaryTerm(term="jai", kind="idiom"), GlossaryTerm(term="aaya")])
    assert [m.term.term for m in glossary.find("Jai aaya, जय")] == ["Jai", "aaya", "Jai"]
    assert glossary.conflicts[0].field == "kind"


def test_get_term_wants_the_whole_spelling() -> None:
    glossary = GlossaryManager()
    glossary.add_term("Jai", aliases=["जय"])
    found = glossary.get_term(" जय ")
    assert found is not None
    assert found.term == "Jai"
    assert glossary.get_term("Jai Singh") is None
    assert glossary.get_translation("nobody", "en") is None


def test_a_snapshot_survives_the_round_trip_and_its_hash_follows_its_terms() -> None:
    glossary = GlossaryManager()
    empty = glossary.content_hash
    glossary.add_term("ji", {"en": "sir"})
    restored = GlossarySnapshot.model_validate_json(glossary.snapshot().model_dump_json())
    assert GlossaryManager(restored).content_hash == glossary.content_hash != empty
    assert GlossaryManager(restored).terms == glossary.terms


def test_importing_it_needs_pydantic_alone() -> None:
    code = (
        "import sys\nclass Wall:\n def find_spec(self, name, *_):\n"
        "  if name in ('ahocorasick', 'rapidfuzz'): raise ImportError(name)\n"
        "sys.meta_path.insert(0, Wall())\nimport shared.glossary_manager\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=PROJECT_ROOT)
