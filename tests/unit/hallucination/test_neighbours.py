"""The same sentences again and again are found over neighbours; what people repeat stays."""

from collections.abc import Sequence

from cp_whisperx.hallucination.neighbours import find_repeated
from shared.artifacts import Segment


def row(*texts: str, kind: str = "speech") -> list[Segment]:
    fields = ({"id": n, "start": 2 * n, "end": 2 * n + 1, "text": t} for n, t in enumerate(texts))
    return [Segment.model_validate(field | {"kind": kind}) for field in fields]


def find(segments: Sequence[Segment], max_repeats: int, heard: bool = True) -> dict[int, int]:
    return find_repeated(segments, max_repeats, lambda index: heard)


def test_segments_again_and_again() -> None:
    found = find(row("हाँ चलो", *["कोई बात नहीं"] * 6, "ठीक है"), 4)
    assert sorted(found) == [2, 3, 4, 5, 6]


def test_few_repeats_stay() -> None:
    assert find(row(*["कोई बात नहीं"] * 4), 4) == {}


def test_segments_in_turn() -> None:
    found = find(row(*["कोई बात नहीं", "Thank you."] * 5), 4)
    assert sorted(found) == list(range(2, 10))


def test_refrain_of_a_song_stays() -> None:
    assert find(row(*["चल मेरे साथ"] * 7, kind="song"), 4) == {}
