from cp_whisperx.context.lines import read_lines
from cp_whisperx.context.people import people_of
from cp_whisperx.context.scenes import scenes_of
from shared.artifacts import Person, Segment
from shared.speaker_map import MappedSpeaker
from tests.support import dialogue


def people(rows: list[Segment], *mapped: MappedSpeaker) -> dict[str, Person]:
    lines = read_lines(rows, scenes_of(rows), dialogue.cast(), "hi")
    return {person.speaker: person for person in people_of(lines, mapped, dialogue.cast())}


def test_named_by_being_called() -> None:
    found = people(dialogue.segments())
    assert found["SPEAKER_00"].name == "Raj"
    assert found["SPEAKER_01"].name == "Aditi"
    assert found["SPEAKER_01"].gender == "female"
    assert found["SPEAKER_01"].gender_known == "cast"
    assert found["SPEAKER_01"].name_known == "heard"


def test_one_call_is_not_enough() -> None:
    found = people(dialogue.segments()[:3])
    assert found["SPEAKER_01"].name == ""
    assert found["SPEAKER_00"].name == ""


def test_whose_grammar_speaks_against_a_name_does_not_bear_it() -> None:
    rows = dialogue.segments()
    swapped = [
        row.model_copy(update={"text": row.text.replace("रही हूँ", "रहा हूँ").replace("रही", "रहे")})
        for row in rows
    ]
    assert people(swapped)["SPEAKER_01"].name == ""


def test_the_user_wins() -> None:
    mapped = MappedSpeaker(speaker="SPEAKER_01", name="Sunita", gender="female")
    found = people(dialogue.segments(), mapped)
    assert (found["SPEAKER_01"].name, found["SPEAKER_01"].name_known) == ("Sunita", "user")
    assert found["SPEAKER_01"].gender_known == "user"


def test_a_mapped_name_of_the_cast_brings_its_gender() -> None:
    rows = [row.model_copy(update={"text": "ठीक है।"}) for row in dialogue.segments()]
    found = people(rows, MappedSpeaker(speaker="SPEAKER_00", name="अदिति"))
    assert (found["SPEAKER_00"].gender, found["SPEAKER_00"].gender_known) == ("female", "cast")


def test_gender_by_grammar_alone() -> None:
    lines = ("मैं जाऊँगी।", "ठीक है।", "मैं आ रही हूँ।", "अच्छा।")
    rows = [
        Segment(id=n, start=3.0 * n, end=3.0 * n + 2, text=text, speaker=f"SPEAKER_0{n % 2}")
        for n, text in enumerate(lines)
    ]
    found = people(rows)
    assert (found["SPEAKER_00"].gender, found["SPEAKER_00"].gender_known) == ("female", "grammar")
    assert found["SPEAKER_01"].gender == "unknown"
