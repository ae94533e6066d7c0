import random
from pathlib import Path

from cp_whisperx.context.mending import mend_names
from tools.quality import names


def test_nothing_right_is_changed_with_the_texts_own_names_and_strangers(shared_data: Path) -> None:
    texts = names.references(shared_data)
    lines = texts["film subtitles", "en"]
    for cast in (names.names_in(lines), names.given_names()[::9]):
        assert not mend_names(names.transcript_of(lines, "en"), names.books_of(cast)).repairs


def test_what_is_distorted_is_judged() -> None:
    assert names._judged("Hi Jai", "Hi Jay", "Hi Jai", 1) == "right"
    assert names._judged("Hi Jai", "Hi Jay", "Hi Jay", 1) == "left"
    assert names._judged("Hi Jai", "Hi Jay", "Hi Joy", 1) == "wrong"


def test_distortions_change_a_name_and_are_the_same_each_time() -> None:
    made = [names.distorted("Savitri", "en", random.Random(3)) for _ in range(2)]
    assert made[0] == made[1] != "Savitri"
    assert names.distorted("अदिति", "hi", random.Random(3)) != "अदिति"


def test_recall_is_of_names_that_are_there() -> None:
    lines = ["Here is John.", "John went.", "And John came.", "So John left."]
    report = names._recall({("made", "en"): lines})
    assert "| made (en) | 1 | 2 | " in report
