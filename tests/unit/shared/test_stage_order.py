"""The stage table: the owner's names, and a graph that closes."""

from pathlib import Path

import pytest

from shared import artifacts
from shared.artifacts import ALIGNED, AUDIO, CLEANED, DIALOGUE, VOCALS
from shared.config import load_config
from shared.paths import SCRIPTS_DIR
from shared.settings import NAMES
from shared.stage_order import (
    STAGE_ORDER,
    STAGES,
    Stage,
    dependencies,
    get_stage,
    get_stage_dir,
    get_stage_number,
    heard_by,
    resolve_artifact,
    stages_of,
)


def test_the_twelve_stages_in_order() -> None:
    assert STAGE_ORDER == [
        "demux", "tmdb", "glossary_load", "source_separation", "pyannote_vad", "asr", "alignment",
        "lyrics_detection", "hallucination_removal", "translation", "subtitle_generation", "mux",
    ]  # fmt: skip
    assert [stage.number for stage in STAGES] == list(range(1, 13))
    assert get_stage_number("asr") == 6
    assert get_stage_dir("asr") == "06_asr"


def test_an_unknown_stage_is_an_error() -> None:
    with pytest.raises(KeyError):
        get_stage("export_transcript")


def test_workflows() -> None:
    assert [s.number for s in stages_of("subtitle")] == list(range(1, 13))
    assert [s.number for s in stages_of("transcribe")] == list(range(1, 8))
    assert [s.number for s in stages_of("translate")] == [*range(1, 8), 10]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_every_stage_has_its_script_and_reads_what_an_earlier_one_writes(stage: Stage) -> None:
    assert (SCRIPTS_DIR / f"{get_stage_dir(stage.name)}.py").is_file()
    for artifact in stage.reads + stage.may_read:
        assert get_stage(artifact.stage).number < stage.number
        assert artifact in get_stage(artifact.stage).writes


def test_every_artifact_is_written_by_the_stage_it_names() -> None:
    kinds = (artifacts.Artifact, artifacts.FileArtifact)
    rows = [row for row in vars(artifacts).values() if isinstance(row, kinds)]
    assert len(rows) > 15
    for row in rows:
        assert row in get_stage(row.stage).writes
        assert not Path(row.file).is_absolute()


def test_stand_ins_lead_to_a_stage_that_runs() -> None:
    translate = frozenset(stage.name for stage in stages_of("translate"))
    assert resolve_artifact(CLEANED, translate) is ALIGNED
    assert resolve_artifact(VOCALS, frozenset({"demux"})) is AUDIO


def test_auto_means_a_sound_of_its_own_for_each_stage() -> None:
    hearing = {stage.name: stage.hears for stage in STAGES if stage.hears}
    assert {name: row.auto for name, row in hearing.items()} == {
        "pyannote_vad": DIALOGUE, "asr": DIALOGUE, "alignment": VOCALS, "lyrics_detection": AUDIO,
    }  # fmt: skip
    for row in hearing.values():
        assert (row.artifact("mix"), row.artifact("vocals")) == (AUDIO, VOCALS)
        assert row.artifact("auto") is row.auto
        assert row.setting.upper() in NAMES


def test_the_sound_that_a_stage_hears_follows_its_parameter() -> None:
    config = load_config(overrides={"ASR_AUDIO": "vocals"})
    assert heard_by(get_stage("asr"), config) == (VOCALS,)
    assert heard_by(get_stage("alignment"), load_config()) == (VOCALS,)
    assert heard_by(get_stage("mux"), config) == ()


def test_whoever_hears_waits_for_the_separation() -> None:
    active = frozenset(stage.name for stage in stages_of("subtitle"))
    for name in ("pyannote_vad", "asr", "alignment", "lyrics_detection"):
        assert {"demux", "source_separation"} <= dependencies(get_stage(name), active)


def test_dependencies_follow_stand_ins() -> None:
    active = frozenset(stage.name for stage in stages_of("translate"))
    assert dependencies(get_stage("translation"), active) == {"alignment", "glossary_load", "tmdb"}
    assert dependencies(get_stage("tmdb"), active) == frozenset()
    assert "source_separation" in dependencies(get_stage("pyannote_vad"), active)
