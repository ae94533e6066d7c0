import wave
from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.media.demux import (
    FULL_BAND_RATE,
    Extraction,
    SampleCounter,
    extract_audio,
    extract_full_band,
)
from shared.config import load_config
from shared.errors import InvalidInputError
from shared.wav import read_samples
from tests.support.media import claim_duration, make_film, overwrite, run_ffmpeg, truncate
from tests.support.memory import children_peak_kb


def extract(film: Path, target: Path, track: int = 0, **settings: str) -> Extraction:
    config = load_config(overrides={name.upper(): value for name, value in settings.items()})
    return extract_audio(config, film, track, target, lambda _share: None)


def pitch_of(samples: np.ndarray, rate: int = 16_000) -> float:
    """The loudest frequency in hertz."""
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum) * rate / len(samples))


def clicks(path: Path, at: float, seconds: float = 6.0, offset: float = 0.0) -> Path:
    """Makes a film in which a tone begins at a known second; audio may start late."""
    tone = f"aevalsrc='if(gte(t,{at}),0.5*sin(2*PI*440*t),0)':d={seconds}:s=48000"
    run_ffmpeg(
        "-f", "lavfi", "-i", f"testsrc=size=64x48:rate=10:d={seconds}",
        "-itsoffset", str(offset), "-f", "lavfi", "-i", tone,
        "-c:v", "mpeg4", "-c:a", "pcm_s16le", path,
    )  # fmt: skip
    return path


def onset(path: Path) -> float:
    """The second at which the tone begins."""
    return float(np.argmax(np.abs(read_samples(path)) > 0.05)) / 16_000


def test_the_chosen_track_becomes_16_khz_mono(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv", languages=("hin", "eng"))
    shares: list[float] = []
    made = extract_audio(load_config(), film, 1, tmp_path / "a.wav", shares.append)
    with wave.open(str(tmp_path / "a.wav")) as wav:
        assert (wav.getframerate(), wav.getnchannels(), wav.getsampwidth()) == (16_000, 1, 2)
    assert made.info.duration == pytest.approx(3.0, abs=0.05)
    assert (made.info.track, made.info.language, made.info.codec) == (1, "eng", "aac")
    assert not made.warnings
    assert pitch_of(read_samples(tmp_path / "a.wav")) == pytest.approx(500, abs=2)
    assert shares == sorted(shares)
    assert shares[-1] > 0.9


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    extract(film, tmp_path / "a.wav")
    extract(film, tmp_path / "b.wav")
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.mark.parametrize("suffix", ["mkv", "mov"])
def test_the_offset_puts_times_on_the_films_clock(tmp_path: Path, suffix: str) -> None:
    film = clicks(tmp_path / f"film.{suffix}", at=1.0, offset=1.5)
    made = extract(film, tmp_path / "a.wav")
    assert made.info.start_offset == pytest.approx(1.5, abs=0.03)
    assert onset(tmp_path / "a.wav") + made.info.start_offset == pytest.approx(2.5, abs=0.03)


@pytest.mark.parametrize(("start", "end"), [("2.0", ""), ("1.0", "5.0"), ("", "4.0")])
@pytest.mark.parametrize("offset", [0.0, 1.5])
def test_a_clips_times_are_on_the_films_clock(
    tmp_path: Path, start: str, end: str, offset: float
) -> None:
    film = clicks(tmp_path / "film.mkv", at=2.0, offset=offset)
    made = extract(film, tmp_path / "a.wav", start_time=start, end_time=end)
    assert onset(tmp_path / "a.wav") + made.info.start_offset == pytest.approx(
        2.0 + offset, abs=0.03
    )
    first = max(float(start or 0), offset)
    assert made.info.duration == pytest.approx(float(end or 6 + offset) - first, abs=0.05)
    assert not made.warnings


def test_a_gap_in_the_track_is_filled_so_that_times_stay_true(tmp_path: Path) -> None:
    film = clicks(tmp_path / "whole.mkv", at=5.0)
    gapped = tmp_path / "gap.mkv"
    # Packets of the second from 2 to 3 are dropped, their times are not closed up.
    run_ffmpeg("-i", film, "-map", "0", "-c", "copy", "-bsf:a", "noise=drop='between(pts*tb,2,3)'",
               gapped)  # fmt: skip
    made = extract(gapped, tmp_path / "a.wav", demux_allow_partial="true")
    assert onset(tmp_path / "a.wav") == pytest.approx(5.0, abs=0.03)
    assert made.info.partial
    with pytest.raises(InvalidInputError, match="is damaged"):
        extract(gapped, tmp_path / "b.wav")


def test_audio_that_is_shorter_than_the_film_is_no_fault(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv", seconds=5, audio_seconds=2)
    made = extract(film, tmp_path / "a.wav")
    assert made.info.duration == pytest.approx(2.0, abs=0.05)
    assert not made.warnings


def break_film(film: Path, how: str) -> Path:
    return truncate(film, 0.55) if how == "truncated" else overwrite(film, 0.4, 0.7)


@pytest.mark.parametrize("suffix", ["mkv", "mp4"])
@pytest.mark.parametrize("how", ["truncated", "overwritten"])
def test_a_broken_film_fails_or_is_flagged_partial(tmp_path: Path, how: str, suffix: str) -> None:
    extra = ("-movflags", "+faststart") if suffix == "mp4" else ()
    film = break_film(make_film(tmp_path / f"film.{suffix}", seconds=20, extra=extra), how)
    with pytest.raises(InvalidInputError, match="is damaged") as caught:
        extract(film, tmp_path / "a.wav")
    assert "DEMUX_ALLOW_PARTIAL" in caught.value.hint
    made = extract(film, tmp_path / "a.wav", demux_allow_partial="true")
    assert made.info.partial
    assert any("is damaged" in warning for warning in made.warnings)


def test_a_lying_header_is_damage_and_not_decoded_forever(tmp_path: Path) -> None:
    film = claim_duration(make_film(tmp_path / "film.mkv"), 360_000)
    with pytest.raises(InvalidInputError, match="of 360000.0 s declared it holds 3.0 s"):
        extract(film, tmp_path / "a.wav")
    made = extract(film, tmp_path / "a.wav", demux_allow_partial="true")
    assert made.info.duration == pytest.approx(3.0, abs=0.05)


def test_timestamps_that_make_no_sense_are_passed_over(shared_data: Path, tmp_path: Path) -> None:
    film = shared_data / "media_robust/androidx/avi_sample-with-large-length.avi"
    made = extract(film, tmp_path / "a.wav")
    assert made.info.duration == pytest.approx(2.04, abs=0.02)
    assert any("timestamps make no sense" in warning for warning in made.warnings)


def test_the_full_sound_is_of_the_same_moments(tmp_path: Path) -> None:
    film = clicks(tmp_path / "late.mkv", at=3.0, offset=1.5)
    config = load_config(overrides={"START_TIME": "2", "END_TIME": "6.5"})
    extract_audio(config, film, 0, tmp_path / "a.wav", lambda _share: None)
    shares: list[float] = []
    extract_full_band(config, film, 0, tmp_path / "full.wav", shares.append)
    with wave.open(str(tmp_path / "full.wav")) as stream:
        assert (stream.getframerate(), stream.getnchannels()) == (FULL_BAND_RATE, 2)
        sound = np.frombuffer(stream.readframes(stream.getnframes()), "<i2").reshape(-1, 2)
    begins = np.argmax(np.abs(sound[:, 0]) > 0.05 * 32_768) / FULL_BAND_RATE
    assert begins == pytest.approx(onset(tmp_path / "a.wav"), abs=0.002)
    seconds = len(read_samples(tmp_path / "a.wav")) / 16_000
    assert len(sound) / FULL_BAND_RATE == pytest.approx(seconds, abs=0.01)
    assert shares[-1] == pytest.approx(1.0, abs=0.1)


def test_a_large_file_is_extracted_in_bounded_memory(tmp_path: Path) -> None:
    """Decoded at once, the samples alone would be 29 MB; a film of three hours takes no more."""
    film = tmp_path / "long.flac"
    run_ffmpeg("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono:d=900", "-c:a", "flac", film)
    made, peak = children_peak_kb(extract, film, tmp_path / "a.wav")
    assert made.info.duration == pytest.approx(900, abs=0.1)
    assert peak < 200_000


def test_counting_reports_no_more_than_all() -> None:
    shares: list[float] = []
    counter = SampleCounter(1.0, shares.append)
    counter(bytes(16_000))
    counter(bytes(64_000))
    assert counter.seconds == 2.5
    assert shares == [0.5, 1.0]
