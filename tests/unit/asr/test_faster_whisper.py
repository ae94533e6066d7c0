from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cp_whisperx.asr.base import UNDETERMINED, Recogniser, RecognitionRequest
from cp_whisperx.asr.faster_whisper import FasterWhisper
from cp_whisperx.asr.journal import Journals
from cp_whisperx.asr.whisper_segments import WhisperSegment
from cp_whisperx.asr.windows import Window
from shared.artifacts import SpeechRegions, Transcript
from shared.config import Config, load_config
from shared.errors import InvalidInputError, OutOfMemoryError, ResourceUnavailableError
from shared.wav import duration_of, read_samples
from tests.support.audio import Said, said_in
from tests.support.contracts.asr import AsrContract, ignore, regions_of
from tests.support.fake_engines import MemoryHungryFakePipeline
from tests.support.wav import silence, write_wav


@pytest.fixture
def config(whisper_micro: Path, tmp_path: Path) -> Config:
    return config_of(whisper_micro, tmp_path)


def config_of(model: Path, cache: Path, **more: str) -> Config:
    values = {"WHISPERX_MODEL": str(model), "CACHE_DIR": str(cache), "NUM_THREADS": "2"}
    return load_config(overrides=values | more)


def spans_of(said: list[Said], shift: float = 0.0) -> tuple[tuple[float, float], ...]:
    return tuple((s.start + shift - 0.05, s.end + shift + 0.05) for s in said)


def hear(
    engine: Recogniser, clip: Path, language: str, *hotwords: str, regions: Any = None
) -> Transcript:
    spans = regions or regions_of(clip, *spans_of(said_in(f"{clip.stem}.opus")))
    return engine.transcribe(RecognitionRequest(clip, spans, language, hotwords), ignore)


def texts(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments]


class TestFasterWhisper(AsrContract):
    spans = spans_of(said_in("hindi.opus"))
    language = "hi"

    @pytest.fixture(autouse=True)
    def _model(self, config: Config) -> None:
        self.config = config

    def make_engine(self) -> Recogniser:
        return FasterWhisper(self.config)

    @pytest.fixture
    def clip(self, spoken_hindi: Path) -> Path:
        return spoken_hindi


@pytest.mark.parametrize("name", ["english", "hindi"])
def test_text_and_times_are_right(
    config: Config, name: str, spoken_english: Path, spoken_hindi: Path
) -> None:
    clip = {"english": spoken_english, "hindi": spoken_hindi}[name]
    said = said_in(f"{name}.opus")
    found = hear(FasterWhisper(config), clip, {"english": "en", "hindi": "hi"}[name])
    assert texts(found) == [sentence.text for sentence in said]
    for segment, sentence in zip(found.segments, said, strict=True):
        assert segment.start == pytest.approx(sentence.start, abs=0.06)
        assert segment.end == pytest.approx(sentence.end, abs=0.06)
        for word, (text, start, _) in zip(segment.words, sentence.words, strict=True):
            assert word.text == text
            assert word.start == pytest.approx(start, abs=0.25)


def test_one_window_each_gives_the_same_text(
    whisper_micro: Path, tmp_path: Path, spoken_english: Path
) -> None:
    short = config_of(whisper_micro, tmp_path, ASR_WINDOW_SECONDS="2.6", WHISPERX_BATCH_SIZE="2")
    found = hear(FasterWhisper(short), spoken_english, "en")
    assert texts(found) == [sentence.text for sentence in said_in("english.opus")]
    assert found.segments[2].start == pytest.approx(6.12, abs=0.06)


def test_late_speech_after_long_silence(config: Config, spoken_hindi: Path, tmp_path: Path) -> None:
    clip = write_wav(
        tmp_path / "late.wav", np.concatenate((silence(47.3), read_samples(spoken_hindi)))
    )
    said = said_in("hindi.opus")
    regions = regions_of(clip, *spans_of(said, shift=47.3))
    found = hear(FasterWhisper(config), clip, "hi", regions=regions)
    assert texts(found) == [sentence.text for sentence in said]
    assert found.segments[0].start == pytest.approx(47.3 + said[0].start, abs=0.06)


def test_hotwords_do_not_disturb(config: Config, spoken_english: Path) -> None:
    found = hear(FasterWhisper(config), spoken_english, "en", *(f"Name{n}" for n in range(200)))
    assert texts(found) == [sentence.text for sentence in said_in("english.opus")]


def test_language_is_detected_for_the_film_and_each_window(
    config: Config, spoken_english: Path, spoken_hindi: Path, tmp_path: Path
) -> None:
    parts = (read_samples(spoken_hindi), silence(8), read_samples(spoken_english, 0, 3))
    clip = write_wav(tmp_path / "mixed.wav", np.concatenate(parts))
    english = said_in("english.opus")[:1]
    shift = duration_of(spoken_hindi) + 8
    spans = [*spans_of(said_in("hindi.opus")), *spans_of(english, shift)]
    found = hear(FasterWhisper(config), clip, "auto", regions=regions_of(clip, *spans))
    assert found.language == "hi"
    assert [segment.language for segment in found.segments] == ["hi", "hi", "hi", "en"]
    assert found.segments[-1].text == english[0].text


def test_nobody_speaks_and_no_language_given(config: Config, spoken_english: Path) -> None:
    nothing = SpeechRegions(engine="test", duration=duration_of(spoken_english))
    found = hear(FasterWhisper(config), spoken_english, "auto", regions=nothing)
    assert found.language == UNDETERMINED
    assert found.segments == ()


def test_silence_that_was_taken_for_speech(config: Config, tmp_path: Path) -> None:
    clip = write_wav(tmp_path / "quiet.wav", silence(6))
    found = hear(FasterWhisper(config), clip, "en", regions=regions_of(clip, (1.0, 5.0)))
    assert found.segments == ()


def test_language_the_model_lacks(config: Config, spoken_english: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"does not understand Odia"):
        hear(FasterWhisper(config), spoken_english, "or")


def starve(engine: FasterWhisper, largest: int) -> MemoryHungryFakePipeline:
    pipeline = MemoryHungryFakePipeline(engine._pipeline, largest)
    engine._pipeline = pipeline
    return pipeline


def small_windows(model: Path, cache: Path) -> Config:
    return config_of(model, cache, ASR_WINDOW_SECONDS="2.6", WHISPERX_BATCH_SIZE="4")


def test_out_of_memory_halves_the_batch(
    whisper_micro: Path, tmp_path: Path, spoken_english: Path
) -> None:
    engine = FasterWhisper(small_windows(whisper_micro, tmp_path))
    pipeline = starve(engine, largest=1)
    found = hear(engine, spoken_english, "en")
    assert texts(found) == [sentence.text for sentence in said_in("english.opus")]
    assert pipeline.sizes == [3, 2, 1, 1, 1]


def test_out_of_memory_for_good(whisper_micro: Path, tmp_path: Path, spoken_english: Path) -> None:
    engine = FasterWhisper(small_windows(whisper_micro, tmp_path))
    pipeline = starve(engine, largest=0)
    with pytest.raises(OutOfMemoryError, match=r"does not suffice.*smaller WHISPERX_MODEL"):
        hear(engine, spoken_english, "en")
    assert len(pipeline.sizes) == 3


def test_folder_that_is_no_model(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(ResourceUnavailableError, match=r"lacks model\.bin, tokenizer\.json"):
        FasterWhisper(config_of(folder, tmp_path))


def test_damaged_model_is_told(whisper_micro: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    for path in whisper_micro.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "model.bin").write_bytes(b"\x00" * 1000)
    with pytest.raises(ResourceUnavailableError, match=r"cannot be loaded"):
        FasterWhisper(config_of(folder, tmp_path / "cache"))


def test_the_careful_way_samples_short_windows_alone(config: Config, spoken_hindi: Path) -> None:
    spans = regions_of(spoken_hindi, *spans_of(said_in("hindi.opus")))
    engine = FasterWhisper(config)
    found = engine.transcribe(RecognitionRequest(spoken_hindi, spans, "hi", careful=True), ignore)
    assert texts(found) == [sentence.text for sentence in said_in("hindi.opus")]
    assert all(segment.evidence["temperature"] > 0 for segment in found.segments)
    again = engine.transcribe(RecognitionRequest(spoken_hindi, spans, "hi", careful=True), ignore)
    assert texts(again) == texts(found)


def test_sampling_can_be_repeated_in_a_warm_engine(
    whisper_micro: Path, tmp_path: Path, spoken_hindi: Path
) -> None:
    """What was sampled before must not change what is sampled now."""
    always = config_of(whisper_micro, tmp_path, WHISPER_TEMPERATURE="3.0", NUM_THREADS="1")
    engine = FasterWhisper(always)
    first = hear(engine, spoken_hindi, "hi")
    assert first.segments
    assert hear(engine, spoken_hindi, "hi") == first
    assert hear(FasterWhisper(always), spoken_hindi, "hi") == first


@pytest.mark.parametrize(("temperatures", "loads"), [("0.0,0.2", [0, 1, 1]), ("0.0", [0, 0, 0])])
def test_a_model_that_has_sampled_is_loaded_anew_once_a_batch(
    whisper_micro: Path, tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch,
    temperatures: str, loads: list[int],
) -> None:  # fmt: skip
    """Loading a large model takes longer than sampling a window."""
    config = config_of(
        whisper_micro, tmp_path, ASR_WINDOW_SECONDS="2.6", WHISPER_TEMPERATURE=temperatures
    )
    engine = FasterWhisper(config)
    loaded: list[int] = []
    load = engine._load

    def counted_load() -> None:
        loaded.append(1)
        load()

    monkeypatch.setattr(engine, "_load", counted_load)
    monkeypatch.setattr("cp_whisperx.asr.faster_whisper.is_poor", lambda _segments: True)
    found, counts = [], []
    for _ in loads:
        found.append(texts(hear(engine, spoken_hindi, "hi")))
        counts.append(len(loaded))
        loaded.clear()
    assert counts == loads
    assert len(found[0]) == 3
    assert found == [found[0]] * 3


def test_text_that_can_be_believed_is_not_given_up_for_text_that_cannot(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = FasterWhisper(config)
    window = Window(0.0, 6.0, ((0.0, 6.0),))
    first = [raw("the beginning", 0.0, 3.0)]
    answers = [[raw("a guess", 0.0, 6.0, sure=-2.0)]]
    monkeypatch.setattr(engine, "_alone", lambda *_: answers.pop(0))
    assert engine._improved(silence(6.0), window, first, {"temperature": 0.0}) == first
    answers = [[raw("all of it", 0.0, 6.0)]]
    monkeypatch.setattr(engine, "_alone", lambda *_: answers[0])
    assert engine._improved(silence(6.0), window, first, {"temperature": 0.0}) == answers[0]


def raw(text: str, start: float, end: float, sure: float = -0.2) -> WhisperSegment:
    return WhisperSegment(text, start, end, (), sure, 0.0, 1.0, 0.0)


def test_a_killed_recognition_goes_on_where_it_stopped(
    whisper_micro: Path, tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_of(
        whisper_micro, tmp_path, ASR_WINDOW_SECONDS="2.6", WHISPERX_BATCH_SIZE="1", NUM_THREADS="1"
    )
    spans = regions_of(spoken_hindi, *spans_of(said_in("hindi.opus")))

    def request(name: str) -> RecognitionRequest:
        journals = Journals(tmp_path / name, "key")
        return RecognitionRequest(spoken_hindi, spans, "hi", journals=journals)

    whole = FasterWhisper(config).transcribe(request("whole"), ignore)
    killed = counted(FasterWhisper(config), monkeypatch, dies_after=2)
    with pytest.raises(KeyboardInterrupt):
        killed.engine.transcribe(request("killed"), ignore)
    resumed = counted(FasterWhisper(config), monkeypatch)
    assert resumed.engine.transcribe(request("killed"), ignore) == whole
    assert (killed.batches, resumed.batches) == ([1, 1], [1])


@dataclass
class Counted:
    """An engine, and the sizes of the batches that it decoded."""

    engine: FasterWhisper
    batches: list[int]


def counted(
    engine: FasterWhisper, monkeypatch: pytest.MonkeyPatch, dies_after: int = 1_000
) -> Counted:
    decode = engine._run_batch
    made = Counted(engine, [])

    def counting(clips: Any, options: Any) -> Any:
        if len(made.batches) == dies_after:
            raise KeyboardInterrupt
        made.batches.append(len(clips))
        return decode(clips, options)

    monkeypatch.setattr(engine, "_run_batch", counting)
    return made


def test_each_window_can_be_told_the_one_before(
    whisper_micro: Path, tmp_path: Path, spoken_hindi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = config_of(
        whisper_micro, tmp_path, ASR_WINDOW_SECONDS="2.6", WHISPER_CONDITION_ON_PREVIOUS="true"
    )
    engine = FasterWhisper(told)
    prompts: list[Any] = []
    decode = engine._model.transcribe

    def listening(clip: Any, **options: Any) -> Any:
        prompts.append(options["initial_prompt"])
        return decode(clip, **options)

    monkeypatch.setattr(engine._model, "transcribe", listening)
    hear(engine, spoken_hindi, "hi")
    first = said_in("hindi.opus")[0].text
    assert prompts[0] is None
    assert engine._model.hf_tokenizer.decode(prompts[1]).strip() == first
