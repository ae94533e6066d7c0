from pathlib import Path

import pytest

from cp_whisperx.media.mux import choose_default, mux
from cp_whisperx.media.probe import inspect
from cp_whisperx.media.subtitle_files import NewTrack, check_subtitles
from shared.config import load_config
from shared.errors import DependencyFailedError, InvalidInputError
from shared.languages import get_language
from tests.support.media import make_film, run_ffmpeg, srt, subtitle_text, truncate

TEXTS = {"en": "Hello", "hi": "नमस्ते", "zh": "你好", "ar": "مرحبا"}


def new_tracks(folder: Path, *codes: str) -> tuple[NewTrack, ...]:
    made = []
    for code in codes:
        path = folder / f"{code}.srt"
        path.write_bytes(srt((1.0, 2.0, TEXTS[code])))
        track = check_subtitles(path, get_language(code))
        assert track is not None
        made.append(track)
    return choose_default(made, (), codes)


def streams_hash(film: Path, kind: str) -> str:
    """A hash of a track's packets, as they lie in the file."""
    return run_ffmpeg("-i", film, "-map", f"0:{kind}", "-c", "copy", "-f", "streamhash", "-")


def rich_film(tmp_path: Path) -> Path:
    """A film with everything: two audio tracks, subtitles, chapters, a font and a cover."""
    plain = make_film(tmp_path / "plain.mkv", seconds=4, languages=("hin", "eng"))
    (tmp_path / "old.srt").write_bytes(srt((0.5, 1.5, "old")))
    (tmp_path / "font.ttf").write_bytes(b"font" * 100)
    (tmp_path / "meta.txt").write_text(
        ";FFMETADATA1\ntitle=The Film\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=One\n"
    )
    run_ffmpeg("-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1", tmp_path / "c.png")
    film = tmp_path / "film.mkv"
    run_ffmpeg(
        "-i", plain, "-i", tmp_path / "old.srt", "-i", tmp_path / "meta.txt",
        "-map", "0", "-map", "1", "-map_metadata", "2", "-map_chapters", "2", "-c", "copy",
        "-metadata:s:s:0", "language=eng", "-disposition:s:0", "default+hearing_impaired",
        "-attach", tmp_path / "font.ttf", "-metadata:s:t:0", "mimetype=font/ttf",
        "-attach", tmp_path / "c.png", "-metadata:s:t:1", "mimetype=image/png",
        "-metadata:s:t:1", "filename=cover.png", film,
    )  # fmt: skip
    return film


def test_everything_of_the_film_is_kept_and_nothing_encoded_again(tmp_path: Path) -> None:
    film = rich_film(tmp_path)
    shares: list[float] = []
    made = mux(
        load_config(), film, new_tracks(tmp_path, "hi", "zh"), tmp_path / "out.mkv", shares.append
    )
    info = inspect(tmp_path / "out.mkv")
    assert not made.warnings
    assert [(t.kind, t.language) for t in info.tracks if not t.cover] == [
        ("video", None), ("audio", "hin"), ("audio", "eng"), ("subtitle", "eng"),
        ("subtitle", "hin"), ("subtitle", "chi"), ("attachment", None),
    ]  # fmt: skip
    assert [t.cover for t in info.of_kind("video")] == [False, True]
    assert info.chapters == 1
    for kind in ("v:0", "a:0", "a:1"):
        assert streams_hash(film, kind) == streams_hash(tmp_path / "out.mkv", kind)
    subtitles = info.of_kind("subtitle")
    assert [t.default for t in subtitles] == [False, True, False]
    assert [t.title for t in subtitles] == ["", "हिन्दी", "中文"]
    assert not any(t.forced for t in subtitles)
    assert info.duration == pytest.approx(4.0, abs=0.1)


@pytest.mark.parametrize("container", ["mkv", "mp4"])
def test_cues_come_out_as_they_went_in(tmp_path: Path, container: str) -> None:
    film = make_film(tmp_path / "film.mp4")
    config = load_config(overrides={"MUX_CONTAINER": container})
    out = tmp_path / f"out.{container}"
    made = mux(config, film, new_tracks(tmp_path, "en", "hi", "ar"), out, lambda _share: None)
    for position, code in enumerate(("en", "hi", "ar")):
        text = subtitle_text(out, position)
        assert "00:00:01,000 --> 00:00:02,000" in text
        assert TEXTS[code] in text
    new = [t for t in made.report.tracks if t.kind == "subtitle"]
    assert [t.language for t in new] == ["eng", "hin", "ara"]
    assert [t.title for t in new] == ["English", "हिन्दी", "العربية"]
    assert [t.default for t in new] == [True, False, False]


def test_mp4_leaves_out_what_it_cannot_hold_and_says_so(tmp_path: Path) -> None:
    film = rich_film(tmp_path)
    config = load_config(overrides={"MUX_CONTAINER": "mp4"})
    out = tmp_path / "out.mp4"
    made = mux(config, film, new_tracks(tmp_path, "hi"), out, lambda _share: None)
    assert any("attachment" in warning for warning in made.warnings)
    info = inspect(out)
    assert [t.codec for t in info.of_kind("subtitle")] == ["mov_text", "mov_text"]
    assert [t.cover for t in info.of_kind("video")] == [False, True]
    assert "old" in subtitle_text(out, 0)


def test_a_recording_without_pictures_becomes_a_matroska_file(tmp_path: Path) -> None:
    sound = make_film(tmp_path / "talk.mp3", video=False, audio_codec="libmp3lame")
    out = tmp_path / "o.mkv"
    mux(load_config(), sound, new_tracks(tmp_path, "en"), out, lambda _share: None)
    assert [t.kind for t in inspect(out).tracks] == ["audio", "subtitle"]


def test_a_film_whose_clock_does_not_start_at_zero_keeps_its_cues_in_time(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.ts")
    assert inspect(film).start_time > 1.0
    out = tmp_path / "o.mkv"
    mux(load_config(), film, new_tracks(tmp_path, "en"), out, lambda _share: None)
    cue = float(subtitle_text(out, 0).split(" --> ")[0][-6:].replace(",", "."))
    assert cue - inspect(out).start_time == pytest.approx(1.0, abs=0.05)


def test_a_cut_film_is_refused_unless_known_to_be_damaged(tmp_path: Path) -> None:
    film = truncate(make_film(tmp_path / "film.mkv", seconds=20), 0.5)
    tracks = new_tracks(tmp_path, "en")
    with pytest.raises(DependencyFailedError, match="instead of 20.0 s"):
        mux(load_config(), film, tracks, tmp_path / "o.mkv", lambda _share: None)
    made = mux(load_config(), film, tracks, tmp_path / "o.mkv", lambda _share: None, partial=True)
    assert "instead of 20.0 s" in made.warnings[0]


def test_a_file_that_is_no_film_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.mkv").write_text("ffconcat version 1.0\nfile y.mkv\n")
    with pytest.raises(InvalidInputError):
        mux(load_config(), tmp_path / "x.mkv", (), tmp_path / "o.mkv", lambda _share: None)


@pytest.mark.parametrize(
    ("wanted", "targets", "chosen"),
    [((), ("en", "hi"), "en"), (("zh",), ("en",), "zh"), (("fr",), ("hi",), "hi"), ((), (), "hi")],
)
def test_the_default_is_the_wanted_then_the_first_target_then_the_first(
    wanted: tuple[str, ...], targets: tuple[str, ...], chosen: str
) -> None:
    tracks = [NewTrack(Path("x"), get_language(code), 1.0, code, "") for code in ("hi", "en", "zh")]
    marked = choose_default(tracks, wanted, targets)
    assert [t.name for t in marked if t.default] == [chosen]
