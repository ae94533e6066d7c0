"""The table of what flows between stages."""

import pytest
from pydantic import ValidationError

from shared import artifacts
from shared.artifacts import Artifact, FileArtifact, Frozen, Segment, Transcript, Word
from shared.stage_order import STAGE_ORDER, STAGES

ROWS = [row for row in vars(artifacts).values() if isinstance(row, Artifact | FileArtifact)]


def test_every_row_belongs_to_a_stage_and_has_its_own_name_and_file() -> None:
    assert {row.stage for row in ROWS} == set(STAGE_ORDER)
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert len({(row.stage, row.file) for row in ROWS}) == len(ROWS)


def test_every_row_is_written_by_its_stage() -> None:
    written = {row.name: stage.name for stage in STAGES for row in stage.writes}
    assert written == {row.name: row.stage for row in ROWS}


def test_every_model_is_frozen_and_strict() -> None:
    models = [row.model for row in ROWS if isinstance(row, Artifact)]
    assert models
    for model in models:
        assert issubclass(model, Frozen)
        assert model.model_config["frozen"]
        assert model.model_config["extra"] == "forbid"


def test_a_transcript_survives_its_file() -> None:
    word = Word(text="यार", start=0.1, end=0.4, confidence=0.9, language="hi")
    segment = Segment(id=1, start=0.0, end=1.0, text="यार", words=(word,), flags=("faint",))
    made = Transcript(language="hi", duration=2.0, engine="test", segments=(segment,))
    assert Transcript.model_validate_json(made.model_dump_json()) == made


def test_unknown_fields_and_changes_are_refused() -> None:
    with pytest.raises(ValidationError, match="speeker"):
        Segment.model_validate({"id": 1, "start": 0, "end": 1, "text": "x", "speeker": "A"})
    with pytest.raises(ValidationError, match="frozen"):
        Word(text="a", start=0, end=1).text = "b"  # type: ignore[misc]
