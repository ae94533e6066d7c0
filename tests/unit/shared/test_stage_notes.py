"""What is noted lands in the manifest, with paths relative to the job."""

from pathlib import Path

import pytest

from shared.stage_manifest import StageManifest
from shared.stage_notes import StageNotes


@pytest.fixture
def notes(tmp_path: Path) -> StageNotes:
    (tmp_path / "06_asr").mkdir()
    (tmp_path / "06_asr" / "a.json").write_text("{}")
    return StageNotes(tmp_path, StageManifest(stage="asr", stage_number=6))


def test_files_are_noted_with_their_hash(notes: StageNotes) -> None:
    path = notes.output_base / "06_asr" / "a.json"
    notes.track_input(path, "json")
    notes.track_intermediate(path, retained=True, reason="to go on with")
    assert notes.manifest.inputs[0].path == "06_asr/a.json"
    assert len(notes.manifest.inputs[0].sha256) == 64
    kept = notes.manifest.intermediate_files[0]
    assert (kept.path, kept.size_bytes, kept.reason) == ("06_asr/a.json", 2, "to go on with")


def test_an_output_that_is_made_again_is_noted_once(notes: StageNotes) -> None:
    path = notes.output_base / "06_asr" / "a.json"
    notes.track_output(path, "json")
    path.write_text("{1}")
    notes.track_output(path, "json")
    assert [entry.size_bytes for entry in notes.manifest.outputs] == [3]


def test_configuration_and_resources_add_up(notes: StageNotes) -> None:
    notes.set_config({"a": 1})
    notes.add_config("b", 2)
    notes.set_resources(memory_mb=5)
    assert notes.manifest.config == {"a": 1, "b": 2}
    assert notes.manifest.resources == {"memory_mb": 5}
