from pathlib import Path

import pytest

from cp_whisperx.context.keeping import keep_context
from shared.artifacts import ENRICHMENT, Character, Enrichment, GlossarySnapshot, Transcript
from shared.errors import InvalidInputError
from shared.speaker_map import FILE_NAME
from shared.stage_utils import StageIO
from tests.support import dialogue
from tests.support.jobs import make_job, put


@pytest.fixture
def io(tmp_path: Path) -> StageIO:
    job_dir = make_job(tmp_path)
    people = (Character(name="Aditi", gender="female"), Character(name="Raj", gender="male"))
    put(job_dir, ENRICHMENT, Enrichment(found=True, characters=people))
    return StageIO("translation", job_dir)


def transcript() -> Transcript:
    rows = tuple(dialogue.segments())
    return Transcript(language="hi", duration=60, engine="test", segments=rows)


def test_a_table_to_fill_is_offered(io: StageIO) -> None:
    context = keep_context(io, transcript(), GlossarySnapshot())
    text = (io.output_base / FILE_NAME).read_text(encoding="utf-8")
    assert text.startswith("speaker\tname\tgender\t")
    assert text.count("SPEAKER_0") == 2
    assert {person.gender_known for person in context.people} == {"grammar"}
    assert (io.stage_dir / "context.json").is_file()


def test_what_the_user_filled_in_stays_and_counts(io: StageIO) -> None:
    filled = "speaker\tname\tgender\nSPEAKER_01\tSunita\tf\nSPEAKER_07\tX\t\n"
    (io.output_base / FILE_NAME).write_text(filled, encoding="utf-8")
    context = keep_context(io, transcript(), GlossarySnapshot())
    assert context.people[1].name == "Sunita"
    assert (io.output_base / FILE_NAME).read_text(encoding="utf-8") == filled
    assert "SPEAKER_07" in io.manifest.warnings[0]


def test_a_malformed_table_is_told_of(io: StageIO) -> None:
    (io.output_base / FILE_NAME).write_text("name\nx\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="no column `speaker`"):
        keep_context(io, transcript(), GlossarySnapshot())
