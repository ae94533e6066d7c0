"""Times that people set stay as they are."""

from pathlib import Path

from cp_whisperx.alignment.base import Aligner
from cp_whisperx.alignment.given import GivenTimes
from shared.artifacts import Segment, SpeechRegions, Transcript
from shared.config import load_config
from tests.support.contracts.alignment import AlignmentContract, silent
from tests.support.ctc_model import Spoken


class TestContract(AlignmentContract):
    def make_engine(self) -> GivenTimes:
        return GivenTimes(load_config())

    def test_words_are_the_same_in_order_and_in_bounds(
        self, engine: Aligner, spoken: Spoken
    ) -> None:
        """Unlike other engines it makes no words where there are none."""
        assert engine.align(spoken.audio, spoken.transcript, spoken.regions, silent) == (
            spoken.transcript
        )


def test_nothing_moves(tmp_path: Path) -> None:
    lines = (
        Segment(id=0, start=1.0, end=4.0, text="Hello.", cue=0),
        Segment(id=1, start=3.0, end=20.0, text="A sign", cue=1),
    )
    transcript = Transcript(language="en", duration=10.0, engine="subtitles", segments=lines)
    shares: list[float] = []
    engine = GivenTimes(load_config())
    regions = SpeechRegions(engine="test", duration=10.0)
    assert engine.align(tmp_path / "film.wav", transcript, regions, shares.append) == transcript
    engine.close()
    assert shares == [1.0]
