from pathlib import Path

import pytest
from PIL import Image

from cp_whisperx.media.burn_in import burn_in, require_libass
from cp_whisperx.media.probe import inspect
from shared.config import Config, load_config
from shared.errors import DependencyFailedError, InvalidInputError
from tests.support.media import X264, make_film, run_ffmpeg


def ass(folder: Path, text: str, name: str = "s.ass") -> Path:
    path = folder / name
    path.write_text(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: 64\nPlayResY: 48\n\n[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, Alignment\n"
        "Style: Default,sans-serif,20,&H00FFFFFF,2\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Text\n"
        f"Dialogue: 0,0:00:01.00,0:00:02.00,Default,{text}\n",
        encoding="utf-8",
    )
    return path


def black(path: Path) -> Path:
    run_ffmpeg("-f", "lavfi", "-i", "color=black:size=64x48:rate=10:duration=3", "-f", "lavfi",
               "-i", "sine=duration=3", *X264, "-c:a", "aac", f"file:{path}")  # fmt: skip
    return path


def ink(film: Path, second: float, folder: Path) -> int:
    """Counts the bright pixels of a frame."""
    picture = folder / "frame.png"
    run_ffmpeg("-ss", str(second), "-i", film, "-frames:v", "1", "-update", "1", picture)
    return sum(Image.open(picture).convert("L").histogram()[150:])


@pytest.fixture
def config() -> Config:
    return load_config(overrides={"NUM_THREADS": "1"})


def test_the_text_is_in_the_picture_when_it_is_said_and_sound_is_kept(
    tmp_path: Path, config: Config
) -> None:
    film, out = black(tmp_path / "f.mkv"), tmp_path / "o.mkv"
    shares: list[float] = []
    assert burn_in(config, film, ass(tmp_path, "WWW"), out, shares.append) == ()
    assert ink(out, 0.5, tmp_path) == 0
    assert ink(out, 1.5, tmp_path) > 30
    assert shares[-1] == pytest.approx(1.0, abs=0.05)
    hashes = [
        run_ffmpeg("-i", one, "-map", "0:a", "-c", "copy", "-f", "streamhash", "-")
        for one in (film, out)
    ]
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("name", ["it's a:b,[1];%d\\x.mkv", "-y.mkv", "फ़िल्म.mkv"])
def test_any_name_of_film_or_subtitles_works(tmp_path: Path, config: Config, name: str) -> None:
    film = black(tmp_path / "plain.mkv").rename(tmp_path / name)
    subtitles = ass(tmp_path, "WWW", name.replace(".mkv", ".ass"))
    burn_in(config, film, subtitles, tmp_path / "o.mkv", lambda _share: None)
    assert ink(tmp_path / "o.mkv", 1.5, tmp_path) > 30


def test_webm_gets_a_picture_that_it_can_hold(tmp_path: Path) -> None:
    film = tmp_path / "f.webm"
    run_ffmpeg("-f", "lavfi", "-i", "color=black:size=64x48:rate=10:duration=3", "-f", "lavfi",
               "-i", "sine=duration=3", "-c:v", "libvpx", "-c:a", "libopus", film)  # fmt: skip
    config = load_config(overrides={"MUX_CONTAINER": "webm"})
    burn_in(config, film, ass(tmp_path, "WWW"), tmp_path / "o.webm", lambda _share: None)
    assert [t.codec for t in inspect(tmp_path / "o.webm").tracks] == ["vp9", "opus"]


def test_letters_that_no_font_has_are_told_of(tmp_path: Path, config: Config) -> None:
    film = make_film(tmp_path / "f.mkv")
    (warning,) = burn_in(
        config, film, ass(tmp_path, "a \ue123 b"), tmp_path / "o.mkv", lambda _share: None
    )
    assert "U+E123" in warning


def test_a_recording_without_a_picture_is_refused(tmp_path: Path, config: Config) -> None:
    sound = make_film(tmp_path / "f.mka", video=False)
    with pytest.raises(InvalidInputError, match="no picture"):
        burn_in(config, sound, ass(tmp_path, "x"), tmp_path / "o.mkv", lambda _share: None)


def test_an_ffmpeg_without_libass_is_told_of_plainly(tmp_path: Path) -> None:
    poor = tmp_path / "ffmpeg"
    poor.write_text("#!/bin/sh\necho ' .. scale  V->V  Scale the input.'\n")
    poor.chmod(0o755)
    with pytest.raises(DependencyFailedError, match="without libass") as caught:
        require_libass(load_config(overrides={"FFMPEG_BINARY": str(poor)}))
    assert "FFMPEG_BINARY" in caught.value.hint
