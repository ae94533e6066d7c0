from pathlib import Path

import pytest

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.journal import Journals
from cp_whisperx.asr.windowed import Batch, WindowEngine, identity_of, recognise_windows
from cp_whisperx.asr.windows import windows_of
from shared.artifacts import Segment, Transcript, Word
from tests.support.contracts.asr import regions_of
from tests.support.wav import silence, write_wav

SPANS = tuple((n * 8.0 + 0.5, n * 8.0 + 2.5) for n in range(7))


class Counting:
    """Says each window's number, and dies when it was asked for a number of batches."""

    def __init__(self, dies_after: int = 1_000, poor: tuple[int, ...] = ()) -> None:
        self.batches: list[Batch] = []
        self._dies_after = dies_after
        self._poor = poor

    def decode(self, batch: Batch) -> list[list[Segment]]:
        if len(self.batches) == self._dies_after:
            raise RuntimeError("killed")
        self.batches.append(batch)
        assert all(clip.size for clip in batch.clips())
        return [[self._segment(round(window.start // 8))] for window in batch.windows]

    def _segment(self, number: int) -> Segment:
        start = SPANS[number][0] + 0.1
        word = Word(text=f"w{number}", start=start, end=start + 1 / 3)
        sure = -2.0 if number in self._poor else -0.1
        return Segment(id=0, start=start, end=start + 1.1, text=word.text, words=(word,),
                       evidence={"avg_logprob": sure})  # fmt: skip

    @property
    def numbers(self) -> list[list[int]]:
        return [[round(w.start // 8) for w in batch.windows] for batch in self.batches]


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wav(tmp_path_factory.mktemp("windowed") / "a.wav", silence(60))


def hear(
    audio: Path, counting: Counting, folder: Path | None = None, size: int = 3,
    *, conditions: bool = False, key: str = "k",
) -> tuple[Transcript, list[float]]:  # fmt: skip
    journals = Journals(folder, key) if folder else None
    request = RecognitionRequest(audio, regions_of(audio, *SPANS), "hi", journals=journals)
    engine = WindowEngine("test", "m", counting.decode, size, conditions=conditions)
    shares: list[float] = []
    found = recognise_windows(engine, request, windows_of(request, 28.0), shares.append)
    return found, shares


def test_all_windows_in_batches_and_in_order(audio: Path) -> None:
    counting = Counting()
    found, shares = hear(audio, counting)
    assert counting.numbers == [[0, 1, 2], [3, 4, 5], [6]]
    assert [segment.text for segment in found.segments] == [f"w{n}" for n in range(7)]
    assert {segment.language for segment in found.segments} == {"hi"}
    assert (found.engine, found.model, found.language) == ("test", "m", "hi")
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize("done", [0, 1, 2])
def test_what_was_kept_is_not_decoded_again(audio: Path, tmp_path: Path, done: int) -> None:
    whole, _ = hear(audio, Counting())
    with pytest.raises(RuntimeError, match="killed"):
        hear(audio, Counting(dies_after=done), tmp_path)
    resumed = Counting()
    assert hear(audio, resumed, tmp_path)[0] == whole
    assert resumed.numbers == [[0, 1, 2], [3, 4, 5], [6]][done:]


def test_another_key_begins_anew(audio: Path, tmp_path: Path) -> None:
    hear(audio, Counting(), tmp_path)
    again = Counting()
    hear(audio, again, tmp_path, key="other")
    assert len(again.batches) == 3


def test_a_smaller_batch_takes_up_what_is_left(audio: Path, tmp_path: Path) -> None:
    whole, _ = hear(audio, Counting())
    with pytest.raises(RuntimeError):
        hear(audio, Counting(dies_after=1), tmp_path)
    smaller = Counting()
    assert hear(audio, smaller, tmp_path, size=2)[0] == whole
    assert smaller.numbers == [[3], [4, 5], [6]]


def test_each_window_is_told_the_one_before_unless_that_is_doubtful(
    audio: Path, tmp_path: Path
) -> None:
    counting = Counting(poor=(2,))
    hear(audio, counting, tmp_path, conditions=True)
    assert [batch.previous for batch in counting.batches] == [
        "", "w0", "w1", "", "w3", "w4", "w5",
    ]  # fmt: skip


def test_what_is_told_is_the_same_after_a_kill(audio: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        hear(audio, Counting(dies_after=4), tmp_path, conditions=True)
    resumed = Counting()
    hear(audio, resumed, tmp_path, conditions=True)
    assert [batch.previous for batch in resumed.batches] == ["w3", "w4", "w5"]


def test_nothing_is_told_without_being_asked(audio: Path) -> None:
    counting = Counting()
    hear(audio, counting)
    assert {batch.previous for batch in counting.batches} == {""}


def test_an_exchanged_model_has_another_identity(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"one")
    before = identity_of(tmp_path)
    assert identity_of(tmp_path) == before
    (tmp_path / "model.bin").write_bytes(b"other")
    assert identity_of(tmp_path) != before
