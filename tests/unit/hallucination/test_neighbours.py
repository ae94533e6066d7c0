"""The same sentences again and again are found over neighbours; what people repeat stays."""

from collections.abc import Sequence

from cp_whisperx.hallucination.neighbours import find_repeated
from shared.artifacts import Segment


def row(*texts: str, kind: str = "speech") -> list[Segment]:
    fields = ({"id": n, "start": 2 * n, "end": 2 * n + 1, "text": t} for n, t in enumerate(texts))
    return [Segment.model_validate(field | {"kind": kind}) for field in fields]


def find(segments: Sequence[Segment], max_repeats: int, heard: bool = True) -> dict[int, int]:
    return find_repeated(segments, max_repeats, lambda _: heard)


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


def test_sentences_that_grow_are_one_loop() -> None:
    line = "मुझे कुछ याद नहीं"
    assert sorted(find(row(*(" ".join([line] * n) for n in range(1, 8))), 4)) == [1, 2, 3, 4, 5, 6]


def test_sentences_that_hardly_differ_are_one_loop() -> None:
    texts = [f"thank you so much for joining us{end}" for end in (" now", ".", "", "!", " all")]
    assert sorted(find(row("hello there", *texts * 2), 4)) == list(range(2, 11))


def test_sentences_that_differ_in_a_number_are_a_loop_when_they_do_not_end() -> None:
    texts = [f"और {number} लाख रुपये दे दो" for number in range(1, 16)]
    assert len(find(row(*texts), 4)) == 14
    assert find(row(*texts[:6]), 4) == {}


# Ten lines that have nothing in common.
STRANGERS = ["चाय लाओ", "दरवाज़ा बंद है", "माँ कहाँ है", "बारिश होगी", "कल मिलते हैं", "पैसे दो",
             "गाड़ी निकालो", "खाना खा लो", "फ़ोन आया था", "घर चलते हैं"]  # fmt: skip


def test_a_stranger_now_and_then_does_not_hide_a_loop() -> None:
    line = "कोई बात नहीं है भाई"
    texts = [text for stranger in STRANGERS[:6] for text in (line, line, stranger)]
    found = find(row(*texts), 4)
    assert sorted(found) == [at for at in range(1, 17) if at % 3 != 2]
    assert set(found.values()) == {12}


def test_one_answer_to_many_questions_stays() -> None:
    texts = [text for question in STRANGERS * 2 for text in (question, "हाँ।")]
    assert find(row(*texts), 4) == {}


def test_calls_stay_where_somebody_speaks_yet_not_without_end() -> None:
    assert find(row(*["नहीं!"] * 12), 4) == {}
    assert len(find(row(*["नहीं!"] * 30), 4)) == 29
    assert len(find(row(*["नहीं!"] * 7), 4, heard=False)) == 6


def test_call_and_response_stays() -> None:
    assert find(row(*["भारत माता की", "जय"] * 4), 4) == {}


def test_nothing_to_look_at() -> None:
    assert find([], 4) == {}
    assert find(row("", "", "", "", "", ""), 4) == {}


def test_a_loop_that_segments_cut_anywhere() -> None:
    words = ["मैं", "कल", "दिल्ली", "जा", "रहा", "हूँ", "भाई"] * 12
    pieces = [" ".join(words[at : at + 5]) for at in range(0, len(words), 5)]
    assert sorted(find(row("सुनो", *pieces, "ठीक है"), 4)) == list(range(3, 18))
    assert find(row("सुनो", *pieces[:8], "ठीक है"), 4) == {}
