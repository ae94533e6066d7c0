import pytest

from cp_whisperx.asr.plausibility import is_plausible
from shared.artifacts import Segment, Transcript, Word


def said(
    text: str, start: float, end: float, sure: float | None = 0.9, **evidence: float
) -> Segment:
    parts = text.split()
    step = (end - start) / max(1, len(parts))
    words = tuple(
        Word(text=part, start=start + n * step, end=start + (n + 1) * step, confidence=sure)
        for n, part in enumerate(parts)
    )
    return Segment(id=0, start=start, end=end, text=text, words=words, evidence=evidence)


AROUND = Transcript(
    language="hi", duration=20, engine="t",
    segments=(said("मुझे घर जाना है।", 1, 3), said("क्या तुम आओगे?", 8, 10)),
)  # fmt: skip


def plausible(text: str, start: float = 4.0, end: float = 6.0, **more: float) -> bool:
    return is_plausible(said(text, start, end, **more), AROUND)


def test_a_sentence_that_was_missed() -> None:
    assert plausible("मैं भी चलूँगा।")
    assert plausible("OK मैं चलता हूँ")
    assert is_plausible(said("मैं भी", 4, 6, None), AROUND)


@pytest.mark.parametrize(
    "text",
    ["...", "میں بھی چلوں گا", "घर जाना है।", "है", "क्या तुम", "हा हा हा हा हा हा हा"],
    ids=["no letters", "other script", "end of the one before", "its last word",
         "begin of the next", "loop"],
)  # fmt: skip
def test_what_cannot_have_been_missed(text: str) -> None:
    assert not plausible(text)


def test_what_stands_farther_off_may_be_said_again() -> None:
    later = said("फिर क्या हुआ था", 11, 13)
    around = AROUND.model_copy(update={"segments": (*AROUND.segments, later)})
    assert is_plausible(said("फिर क्या हुआ था", 4, 6), around)
    assert not is_plausible(said("फिर क्या हुआ था", 10.2, 10.9), around)


def test_a_pause_within_a_segment_has_neighbours_too() -> None:
    words = (*said("मुझे घर", 1, 3).words, *said("जाना है।", 6, 8).words)
    split = said("मुझे घर जाना है।", 1, 8).model_copy(update={"words": words})
    around = AROUND.model_copy(update={"segments": (split,)})
    assert not is_plausible(said("मुझे घर", 3.5, 5.5), around)
    assert not is_plausible(said("जाना है", 3.5, 5.5), around)
    assert is_plausible(said("मैं भी चलूँगा।", 3.5, 5.5), around)


def test_rates_that_no_mouth_has() -> None:
    assert not plausible("मैं भी तुम्हारे साथ बाज़ार चलूँगा", 4.0, 4.3)
    assert not plausible("मैं", 4.0, 7.5)


def test_unsure_text_is_not_taken() -> None:
    assert not plausible("मैं भी चलूँगा।", sure=0.4)
    assert not plausible("मैं भी चलूँगा।", no_speech_prob=0.7)
    assert not plausible("मैं भी चलूँगा।", avg_logprob=-1.2)
    assert not plausible("मैं भी चलूँगा।", compression_ratio=2.6)


def test_a_language_that_is_not_in_the_table_has_any_script() -> None:
    assert is_plausible(said("მე მოვდივარ", 4, 6), AROUND.model_copy(update={"language": "xx"}))
