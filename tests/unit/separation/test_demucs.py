"""Demucs on a tiny model of the true class: seams, memory, devices, model files."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from cp_whisperx.separation import demucs
from cp_whisperx.separation.base import Separator
from cp_whisperx.separation.demucs import (
    DemucsSeparator,
    choose_device,
    is_memory,
    load_file,
    load_models,
    loudness,
)
from cp_whisperx.separation.energies import EnergyMeter
from cp_whisperx.separation.sound import read_sound
from shared.config import Config, load_config
from shared.engines import get_engine
from shared.errors import InvalidInputError, OutOfMemoryError, ResourceUnavailableError
from shared.wav import read_samples
from tests.support.contracts.separation import SeparationContract
from tests.support.demucs_model import make_model, save_safetensors, save_th
from tests.support.wav import SAMPLE_RATE, tone, write_wav

heavy = pytest.mark.engines("demucs")
Floats = NDArray[np.float32]


def config_of(folder: Path, **settings: str) -> Config:
    values = {"SOURCE_SEPARATION_MODEL": str(folder), "DEVICE": "cpu", "NUM_THREADS": "1"}
    return load_config(overrides=values | settings)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_th(tmp_path_factory.mktemp("model")).parent


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def separator(folder: Path, cache: Path) -> Iterator[DemucsSeparator]:
    made = DemucsSeparator(config_of(folder, SOURCE_SEPARATION_BATCH_SIZE="2"))
    yield made
    made.close()


def recording(path: Path, seconds: float) -> Path:
    random = np.random.default_rng(0)
    sound = tone(seconds) + 0.05 * random.standard_normal(round(seconds * SAMPLE_RATE))
    return write_wav(path, sound)


def voices_of(separator: DemucsSeparator, sound: Path) -> Floats:
    meter = EnergyMeter(44_100)
    return np.concatenate(list(separator._voices(sound, meter, lambda _: None)))[:, 0]


def test_the_table_leads_to_it() -> None:
    row = get_engine("separation", "demucs")
    assert row.load() is DemucsSeparator
    assert row.where_ready


def test_shortage_of_memory_is_told_from_other_errors() -> None:
    assert is_memory(MemoryError())
    assert is_memory(RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"))
    assert is_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory"))
    assert not is_memory(RuntimeError("The size of tensor a must match"))


def test_loudness_over_a_stream_is_that_of_the_whole() -> None:
    whole = np.random.default_rng(0).normal(0.1, 0.2, (10_000, 1)).astype(np.float32)
    mean, spread = loudness(iter(np.array_split(whole, 7)))
    assert (mean, spread) == pytest.approx((whole.mean(), whole.std()), abs=1e-5)
    assert loudness(iter([]))[1] > 0


@heavy
class TestDemucsSeparator(SeparationContract):
    @pytest.fixture(autouse=True)
    def _of_the_tiny_model(self, folder: Path, cache: Path) -> None:
        self.folder = folder

    def make_engine(self) -> Separator:
        return DemucsSeparator(config_of(self.folder))


@heavy
def test_the_stream_equals_what_demucs_makes_of_the_whole_film(
    separator: DemucsSeparator, tmp_path: Path
) -> None:
    import torch
    from demucs.apply import apply_model

    sound = recording(tmp_path / "a.wav", 13.0)
    whole = torch.from_numpy(np.concatenate(list(read_sound(sound, 44_100, 2))).T.copy())[None]
    mean, spread = whole.mean(), whole[0].mean(0).std()
    with torch.inference_mode():
        made = apply_model(separator._models[0][0], (whole - mean) / spread, shifts=0, overlap=0.25)
    reference = (made[0, 3] * spread + mean).mean(0).numpy()
    streamed = voices_of(separator, sound)
    assert streamed.shape == reference.shape
    # Demucs fills its last windows with what came before, the stream with silence.
    inner = slice(0, len(reference) - 4 * 44_100)
    assert np.abs(streamed - reference)[inner].max() < 1e-5 * np.abs(reference).max()


@heavy
def test_seams_are_not_louder_than_the_rest(separator: DemucsSeparator, tmp_path: Path) -> None:
    """Steps from sample to sample at window borders are no larger than anywhere else."""
    voices = voices_of(separator, recording(tmp_path / "a.wav", 20.0))
    steps = np.abs(np.diff(voices))
    stride = int(0.75 * 2.0 * 44_100)
    borders = np.concatenate([steps[at - 5 : at + 5] for at in range(stride, len(steps), stride)])
    assert borders.max() <= np.percentile(steps, 99.99)


@heavy
def test_vocals_and_accompaniment_make_up_the_mix(
    separator: DemucsSeparator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With vocals that are the mix at a quarter of its power, both sides' levels are known."""
    monkeypatch.setattr(demucs, "_vocals_of", lambda _model, batch: batch * 0.5)
    sound, vocals = write_wav(tmp_path / "a.wav", tone(10.0)), tmp_path / "v.wav"
    energies = separator.separate(sound, vocals, 10 * SAMPLE_RATE, lambda _: None)
    assert energies is not None
    mix, voice = read_samples(sound), read_samples(vocals)
    assert np.abs(voice - 0.5 * mix).max() < 1e-3
    half = 10 * np.log10(np.mean(np.square(0.5 * mix)))
    assert np.allclose(energies.vocals_db, half, atol=0.1)
    assert np.allclose(energies.accompaniment_db, half, atol=0.1)


@heavy
def test_two_runs_give_the_same_bytes(separator: DemucsSeparator, tmp_path: Path) -> None:
    sound = recording(tmp_path / "a.wav", 6.0)
    for name in ("one.wav", "two.wav"):
        separator.separate(sound, tmp_path / name, 6 * SAMPLE_RATE, lambda _: None)
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def _peak_mb(folder: Path, sound: Path, seconds: int, cache: Path) -> float:
    """Separates in a process of its own and returns its largest memory."""
    child = os.fork()
    if not child:
        code = 1
        try:
            made = DemucsSeparator(config_of(folder, CACHE_DIR=str(cache)))
            made.separate(sound, sound.with_suffix(".v.wav"), seconds * SAMPLE_RATE, lambda _: None)
            code = 0
        finally:
            os._exit(code)
    _, status, usage = os.wait4(child, 0)
    assert status == 0
    return usage.ru_maxrss / 1024


@heavy
@pytest.mark.slow
def test_memory_does_not_grow_with_the_film(folder: Path, tmp_path: Path) -> None:
    peaks = [
        _peak_mb(folder, recording(tmp_path / f"{seconds}.wav", seconds), seconds, tmp_path / "c")
        for seconds in (20, 80)
    ]
    assert peaks[1] < peaks[0] + 40, peaks


@heavy
@pytest.mark.parametrize(("largest", "fits"), [(2, True), (1, True), (0, False)])
def test_a_batch_that_is_too_large_is_halved(
    folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    largest: int, fits: bool,
) -> None:  # fmt: skip
    sizes: list[int] = []
    original = demucs._vocals_of

    def hungry(model: Any, batch: Any) -> Any:
        sizes.append(len(batch))
        if len(batch) > largest:
            raise RuntimeError("CUDA out of memory. Tried to allocate 8 GiB")
        return original(model, batch)

    monkeypatch.setattr(demucs, "_vocals_of", hungry)
    separator = DemucsSeparator(config_of(folder, SOURCE_SEPARATION_BATCH_SIZE="4"))
    sound = recording(tmp_path / "a.wav", 8.0)
    if fits:
        separator.separate(sound, tmp_path / "v.wav", 8 * SAMPLE_RATE, lambda _: None)
        assert sizes[:3] == [4, 2, largest]
    else:
        with pytest.raises(OutOfMemoryError, match="does not suffice"):
            separator.separate(sound, tmp_path / "v.wav", 8 * SAMPLE_RATE, lambda _: None)
        assert sizes == [4, 2, 1]


@heavy
@pytest.mark.parametrize("wanted", ["", "1", "30"])
def test_a_window_is_at_most_the_models_own(folder: Path, cache: Path, wanted: str) -> None:
    config = config_of(folder, SOURCE_SEPARATION_WINDOW_SECONDS=wanted)
    seconds = DemucsSeparator(config)._window / 44_100
    assert seconds == pytest.approx(1.0 if wanted == "1" else 2.0)


@heavy
def test_the_published_form_gives_the_same_model(tmp_path: Path, folder: Path) -> None:
    import torch

    (published, weight), *others = load_models(save_safetensors(tmp_path).parent, "cpu")
    assert (weight, others) == (1.0, [])
    sound = torch.rand(1, 2, 88_200)
    with torch.inference_mode():
        difference = published(sound) - make_model().eval()(sound)
    assert difference.abs().max() < 1e-6


@heavy
def test_models_without_a_say_in_the_vocals_are_left_out(tmp_path: Path) -> None:
    save_th(tmp_path, "a")
    save_th(tmp_path, "b", seed=1)
    bag = "models: [a, b, absent]\nweights: [[0,0,0,.5], [0,0,0,1], [1,1,1,0]]\n"
    (tmp_path / "bag.yaml").write_text(bag, encoding="utf-8")
    assert [weight for _, weight in load_models(tmp_path, "cpu")] == [0.5, 1.0]
    (tmp_path / "b.th").unlink()
    with pytest.raises(InvalidInputError, match="lacks b"):
        load_models(tmp_path, "cpu")


class Payload:
    """Runs a command when it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch '{self.canary}'",)


@heavy
def test_a_poisoned_model_runs_nothing(tmp_path: Path) -> None:
    import torch

    canary = tmp_path / "canary"
    path = tmp_path / "bad.th"
    torch.save({"klass": Payload(canary), "args": (), "kwargs": {}, "state": {}}, path)
    with pytest.raises(InvalidInputError, match="nothing of it was run"):
        load_file(path)
    assert not canary.exists()


@heavy
@pytest.mark.parametrize("suffix", ["th", "safetensors"])
@pytest.mark.parametrize("how", ["cut", "zeroed", "empty", "swapped"])
def test_a_broken_model_is_told_as_such(tmp_path: Path, suffix: str, how: str) -> None:
    path = save_th(tmp_path) if suffix == "th" else save_safetensors(tmp_path)
    data = path.read_bytes()
    broken = {
        "cut": data[: len(data) // 2],
        "zeroed": bytes(len(data)),
        "empty": b"",
        "swapped": b"RIFF" + os.urandom(1000),
    }
    path.write_bytes(broken[how])
    with pytest.raises((ResourceUnavailableError, InvalidInputError), match=r"tiny\.") as caught:
        load_file(path)
    assert caught.value.hint


@heavy
def test_a_changed_file_is_found_by_its_checksum(cache: Path, tmp_path: Path) -> None:
    folder = save_th(tmp_path / "own").parent
    DemucsSeparator(config_of(folder, CACHE_DIR=str(cache))).close()
    path = folder / "tiny.th"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ResourceUnavailableError, match="differs from its checksum"):
        DemucsSeparator(config_of(folder, CACHE_DIR=str(cache)))


@heavy
def test_a_checksum_in_the_name_is_compared(tmp_path: Path) -> None:
    path = save_th(tmp_path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    good = path.rename(tmp_path / f"tiny-{digest}.th")
    assert load_file(good) is not None
    with pytest.raises(ResourceUnavailableError, match="checksum in its name"):
        load_file(good.rename(tmp_path / "tiny-00000000.th"))


@heavy
def test_a_model_without_vocals_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_th(tmp_path)
    monkeypatch.setattr(demucs, "VOCALS", "choir")
    with pytest.raises(InvalidInputError, match="makes no vocals"):
        load_models(tmp_path, "cpu")


@heavy
def test_a_device_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ResourceUnavailableError, match="DEVICE=auto|torch cannot use"):
        choose_device(load_config(overrides={"DEVICE": "cuda"}))
    assert choose_device(load_config(overrides={"DEVICE": "cpu"})) == "cpu"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device(load_config(overrides={"DEVICE": "auto"})) == "cuda"


@heavy
def test_the_sample_rate_of_a_film_does_not_matter(
    separator: DemucsSeparator, tmp_path: Path
) -> None:
    """Stereo at 44.1 kHz gives vocals as long as asked for, too."""
    import wave

    path = tmp_path / "full.wav"
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(2)
        stream.setsampwidth(2)
        stream.setframerate(44_100)
        sound = np.random.default_rng(0).normal(0, 3000, (5 * 44_100, 2))
        stream.writeframes(sound.astype("<i2").tobytes())
    separator.separate(path, tmp_path / "v.wav", 80_001, lambda _: None)
    assert len(read_samples(tmp_path / "v.wav")) == 80_001
