"""The recogniser's own times, refined."""

from pathlib import Path

from cp_whisperx.alignment.recogniser import RecogniserTimes
from shared.artifacts import Segment, SpeechRegion, SpeechRegions, Transcript, Word
from shared.config import load_config
from tests.support.contracts.alignment import AlignmentContract, silent


class TestContract(AlignmentContract):
    def make_engine(self) -> RecogniserTimes:
        return RecogniserTimes(load_config())


def align(words: list[tuple[str, float, float]], *regions: tuple[float, float]) -> list[Word]:
    segment = Segment(
        id=0,
        start=words[0][1],
        end=words[-1][2],
        text=" ".join(text for text, _, _ in words),
        words=tuple(Word(text=text, start=a, end=b) for text, a, b in words),
    )
    transcript = Transcript(language="hi", duration=30.0, engine="test", segments=(segment,))
    speech = SpeechRegions(
        engine="test",
        duration=30.0,
        regions=tuple(SpeechRegion(start=a, end=b) for a, b in regions),
    )
    engine = RecogniserTimes(load_config())
    return list(engine.align(Path("unused.wav"), transcript, speech, silent).segments[0].words)


def test_first_word_loses_the_pause_it_swallowed() -> None:
    words = [("अच्छा", 2.0, 5.3), ("तो", 5.3, 5.6), ("चलो", 5.6, 6.0)]
    found = align(words, (0.0, 10.0))
    assert 4.8 < found[0].start < 5.1
    assert [w.start for w in found[1:]] == [5.3, 5.6]


def test_true_times_stay() -> None:
    words = [("अच्छा", 4.9, 5.3), ("तो", 5.3, 5.6), ("चलो", 5.6, 6.0)]
    assert [(w.text, w.start, w.end) for w in align(words, (4.8, 6.1))] == words
