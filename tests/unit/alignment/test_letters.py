"""Alignment by letters where it is hard: pauses, lost words, neighbours, digits, mixed scripts."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.alignment.ctc import CtcAligner
from cp_whisperx.alignment.letters import wants_normalising
from cp_whisperx.alignment.windows import POOR
from shared.artifacts import Segment, SpeechRegion, SpeechRegions, Transcript, Word
from shared.config import load_config
from shared.errors import InvalidInputError
from shared.wav import SAMPLE_RATE, duration_of, read_samples
from tests.support.contracts.alignment import silent
from tests.support.ctc_model import CTC_MICRO, Spoken, WordTimes
from tests.support.wav import write_wav

OpenClip = Callable[[str], Spoken]


def make(folder: Path = CTC_MICRO) -> CtcAligner:
    values = {"ALIGNMENT_MODEL": str(folder), "NUM_THREADS": "1", "MODEL_VERIFY": "false"}
    return CtcAligner(load_config(overrides=values))


def knowing(folder: Path, script: str) -> Path:
    """Copies the small model so that it names the letters of one script alone."""
    shutil.copytree(CTC_MICRO, folder)
    columns = json.loads((CTC_MICRO / "vocab.json").read_text(encoding="utf-8"))
    latin = script == "Latn"
    kept = {k: v for k, v in columns.items() if len(k) != 1 or k in "|'" or k.isascii() == latin}
    (folder / "vocab.json").write_text(json.dumps(kept), encoding="utf-8")
    return folder


def segment_of(
    number: int, text: str, start: float, end: float, words: Sequence[Word] = ()
) -> Segment:
    return Segment(id=number, start=start, end=end, text=text, words=tuple(words))


def align(
    audio: Path,
    segments: Sequence[Segment],
    regions: Sequence[tuple[float, float]],
    engine: CtcAligner | None = None,
) -> tuple[Segment, ...]:
    duration = duration_of(audio)
    transcript = Transcript(
        language="hi", duration=duration, engine="test", segments=tuple(segments)
    )
    speech = SpeechRegions(
        engine="test",
        duration=duration,
        regions=tuple(SpeechRegion(start=start, end=end) for start, end in regions),
    )
    return (engine or make()).align(audio, transcript, speech, silent).segments


def spans(spoken: Spoken) -> list[tuple[float, float]]:
    return [(region.start, region.end) for region in spoken.regions.regions]


def text_of(words: WordTimes) -> str:
    return " ".join(word for word, _, _ in words)


def worst(found: Segment, truth: WordTimes, shift: float = 0.0) -> float:
    starts = [start + shift for _, start, _ in truth]
    return float(np.abs(np.subtract([word.start for word in found.words], starts)).max())


@pytest.mark.parametrize("pause", [6.0, 60.0])
def test_no_drift_after_a_long_pause_within_a_segment(
    tmp_path: Path, clip: OpenClip, pause: float
) -> None:
    spoken = clip("hindi")
    first, second = spoken.truth[0], spoken.truth[1]
    cut = (first[-1][2] + second[0][1]) / 2
    noise = np.random.default_rng(1).normal(0, 1e-3, int(pause * SAMPLE_RATE)).astype(np.float32)
    parts = [read_samples(spoken.audio, 0, cut), noise, read_samples(spoken.audio, cut)]
    audio = write_wav(tmp_path / "paused.wav", np.concatenate(parts))
    begin, end = first[0][1] - 0.2, second[-1][2] + pause + 0.2
    # One line over both sentences; the recogniser's words lie anywhere, also in the pause.
    line = segment_of(0, f"{text_of(first)} {text_of(second)}", begin, end)
    regions = [(first[0][1], first[-1][2]), (second[0][1] + pause, second[-1][2] + pause)]
    (found,) = align(audio, [line], regions)
    assert POOR not in found.flags
    count = len(first)
    before = found.model_copy(update={"words": found.words[:count]})
    after = found.model_copy(update={"words": found.words[count:]})
    assert worst(before, first) < 0.05
    assert worst(after, second, shift=pause) < 0.05
    assert before.words[-1].end < first[-1][2] + 0.3


def test_the_last_word_is_found_behind_an_end_that_came_too_early(clip: OpenClip) -> None:
    spoken = clip("english")
    rows = []
    for number, words in enumerate(spoken.truth[:2]):
        # Both bounds half a second early: the last word lies after the end of its line.
        rows.append(segment_of(number, text_of(words), words[0][1] - 0.5, words[-1][1] - 0.1))
    found = align(spoken.audio, rows, spans(spoken))
    for segment, truth in zip(found, spoken.truth, strict=False):
        assert POOR not in segment.flags
        assert worst(segment, truth) < 0.05


def test_lines_that_meet_in_the_middle_of_a_word_are_told_apart(
    tmp_path: Path, clip: OpenClip
) -> None:
    spoken = clip("english")
    first, second = spoken.truth[0], spoken.truth[1]
    left = read_samples(spoken.audio, 0, first[-1][2] + 0.02)
    right = read_samples(spoken.audio, second[0][1] - 0.02, second[-1][2] + 0.3)
    audio = write_wav(tmp_path / "joined.wav", np.concatenate([left, right]))
    shift = first[-1][2] + 0.02 - (second[0][1] - 0.02)
    # The recogniser ends the first line before its last word, and lets the second begin there.
    joint = first[-1][1] + 0.05
    rows = [
        segment_of(0, text_of(first), first[0][1] - 0.1, joint),
        segment_of(1, text_of(second), joint, second[-1][2] + shift),
    ]
    found = align(audio, rows, [(first[0][1], second[-1][2] + shift)])
    assert [POOR in segment.flags for segment in found] == [False, False]
    assert worst(found[0], first) < 0.05
    assert worst(found[1], second, shift=shift) < 0.05


def test_a_neighbours_text_does_not_move_a_line_there(clip: OpenClip) -> None:
    spoken = clip("english")
    first, second, third = spoken.transcript.segments
    wrong = first.model_copy(update={"text": second.text})
    found = align(spoken.audio, [wrong, second, third], spans(spoken))
    assert [POOR in segment.flags for segment in found] == [True, False, False]
    assert first.start <= found[0].start
    assert found[0].end <= first.end
    assert worst(found[1], spoken.truth[1]) < 0.05


@pytest.mark.parametrize("token", ["1", "₹500", "1995", "🙂", "—"])
def test_what_has_no_letters_does_not_move_the_words_beside_it(clip: OpenClip, token: str) -> None:
    spoken = clip("english")
    truth = spoken.truth[1]
    words = [word for word, _, _ in truth]
    spoken_token = token[-1].isdigit()
    # A number stands for a word that is said; a sign is said by nobody.
    written = [*words[:3], token, *words[4 if spoken_token else 3 :]]
    line = spoken.transcript.segments[1].model_copy(update={"text": " ".join(written)})
    (found,) = align(spoken.audio, [line], spans(spoken))
    assert POOR not in found.flags
    known = {word: start for word, start, _ in truth}
    for word in found.words:
        if word.text in known:
            assert word.start == pytest.approx(known[word.text], abs=0.06)


def test_a_number_of_many_digits_takes_the_time_it_is_said_in(clip: OpenClip) -> None:
    spoken = clip("english")
    truth = spoken.truth[1]
    words = [word for word, _, _ in truth]
    line = spoken.transcript.segments[1].model_copy(
        update={"text": " ".join([words[0], "123456789", words[-1]])}
    )
    (found,) = align(spoken.audio, [line], spans(spoken))
    assert POOR not in found.flags
    assert found.words[1].start == pytest.approx(truth[1][1], abs=0.15)
    assert found.words[2].start == pytest.approx(truth[-1][1], abs=0.06)


def test_hinglish_is_aligned_by_its_sound(tmp_path: Path, clip: OpenClip) -> None:
    spoken = clip("hindi")
    engine = make(knowing(tmp_path / "devanagari", "Deva"))
    romanised = ("namaste aap kaise hain", "mujhe ek kap chaay chaahie",
                 "aaj mausam bahut achchha hai")  # fmt: skip
    rows = [
        segment.model_copy(update={"text": text})
        for segment, text in zip(spoken.transcript.segments, romanised, strict=True)
    ]
    found = align(spoken.audio, rows, spans(spoken), engine)
    assert [POOR in segment.flags for segment in found] == [False] * 3
    errors = [worst(one, truth) for one, truth in zip(found, spoken.truth, strict=True)]
    assert max(errors) < 0.1


def test_one_latin_word_in_a_hindi_line(tmp_path: Path, clip: OpenClip) -> None:
    spoken = clip("hindi")
    engine = make(knowing(tmp_path / "devanagari", "Deva"))
    mixed = spoken.transcript.segments[1].model_copy(update={"text": "मुझे एक cup चाय चाहिए।"})
    (found,) = align(spoken.audio, [mixed], spans(spoken), engine)
    assert POOR not in found.flags
    assert worst(found, spoken.truth[1]) < 0.1


def test_long_audio_is_heard_in_pieces_as_if_in_one(clip: OpenClip) -> None:
    engine = make()
    spoken = clip("english")
    samples = np.tile(read_samples(spoken.audio, 0.0, 8.0), 4)
    whole = engine.model.logits(samples)
    pieces = engine.emissions(samples)
    assert abs(len(pieces) - len(whole)) <= 2
    shared = min(len(pieces), len(whole))
    same = (pieces[:shared, :-1].argmax(1) == whole[:shared].argmax(1)).mean()
    assert same > 0.97


def test_a_line_of_ten_thousand_words_ends(tmp_path: Path) -> None:
    audio = write_wav(tmp_path / "short.wav", np.zeros(20 * SAMPLE_RATE, np.float32))
    line = segment_of(0, "you " * 10_000, 0.0, 20.0)
    regions = [(n * 0.02, n * 0.02 + 0.01) for n in range(1000)]
    (found,) = align(audio, [line], regions)
    assert POOR in found.flags
    assert len(found.words) == 10_000


def test_damaged_configuration_of_the_input(tmp_path: Path) -> None:
    path = tmp_path / "preprocessor_config.json"
    assert wants_normalising(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="damaged"):
        wants_normalising(path)


def test_a_closed_engine_says_so() -> None:
    engine = make()
    engine.close()
    with pytest.raises(RuntimeError, match="opened by align"):
        engine.emissions(np.zeros(SAMPLE_RATE, np.float32))
