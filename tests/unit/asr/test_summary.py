from cp_whisperx.asr.summary import figures_of, warnings_of
from shared.artifacts import (
    RemovedSegment,
    Repair,
    Segment,
    SpeechRegion,
    SpeechRegions,
    TimeSpan,
    Transcript,
    Word,
)

NOBODY = SpeechRegions(engine="t", duration=9)
SPEECH = SpeechRegions(engine="t", duration=9, regions=(SpeechRegion(start=1, end=8),))
SAID = Segment(id=0, start=1, end=2, text="a b", words=(Word(text="a", start=1, end=1.5),
               Word(text="b", start=1.5, end=2)))  # fmt: skip
EMPTY = Transcript(language="hi", duration=9, engine="t")
FULL = EMPTY.model_copy(
    update={
        "segments": (SAID,),
        "removed": (RemovedSegment(segment=SAID, reasons=("outside_speech",)),) * 2,
        "repairs": (Repair(segment=0, kind="k", method="m", before="", after="a b"),),
        "uncovered": (TimeSpan(start=4, end=6.5),),
    }
)


def test_figures() -> None:
    assert figures_of(FULL) == {
        "segments": 1, "words": 2, "language": "hi", "removed": 2, "repaired": 1, "uncovered": 1,
    }  # fmt: skip


def test_nothing_is_doubtful() -> None:
    assert list(warnings_of(EMPTY.model_copy(update={"segments": (SAID,)}), SPEECH)) == []


def test_warnings() -> None:
    assert [*warnings_of(EMPTY, NOBODY), *warnings_of(EMPTY, SPEECH)] == [
        "Nobody speaks in this audio; the transcript is empty.",
        "Somebody speaks in this audio, but no word was understood.",
    ]
    assert list(warnings_of(FULL, SPEECH)) == [
        "Segments were set aside: 2 outside_speech.",
        "2.5 s of speech stay without words, at 0:00:04 (2.5 s).",
    ]
