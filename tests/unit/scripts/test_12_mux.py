from pathlib import Path
from typing import Any

import av
import pysubs2
import pytest

from cp_whisperx.media.probe import inspect
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.sheet import Sheet
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.writer import render
from shared.artifacts import (
    AUDIO_INFO,
    SUBTITLE_INDEX,
    SUBTITLES,
    AudioInfo,
    MuxReport,
    SubtitleFormat,
    SubtitleIndex,
    SubtitleTrack,
    Variant,
)
from shared.errors import EXIT_FAILURE, EXIT_INVALID, EXIT_OK
from shared.job import safe_stem
from tests.support.jobs import load_stage, make_job, manifest_of, put
from tests.support.media import (
    PICTURE,
    make_film,
    run_ffmpeg,
    srt,
    subtitle_text,
    truncate,
)

run_stage = load_stage("mux")
KINDS: tuple[SubtitleFormat, ...] = ("srt", "vtt")
TEXTS = {"hi": "नमस्ते", "en": "Hello", "zh": "你好"}


def job_with(
    tmp_path: Path,
    film: Path,
    contents: dict[str, bytes],
    partial: bool = False,
    **settings: Any,
) -> Path:
    job = make_job(tmp_path, film, **settings)
    put(job, AUDIO_INFO, AudioInfo(sample_rate=16000, channels=1, duration=3.0, partial=partial))
    for language, content in contents.items():
        put(job, SUBTITLES, content, track=language, suffix="srt", media=safe_stem(film))
    tracks = [
        SubtitleTrack(
            language=code, file=f"subtitles/{film.stem}.{code}.{kind}", format=kind, cues=1
        )
        for code in contents
        for kind in KINDS
    ]
    put(job, SUBTITLE_INDEX, SubtitleIndex(tracks=tuple(tracks)))
    return job


def some(*codes: str) -> dict[str, bytes]:
    return {code: srt((0.5, 1.5, TEXTS[code])) for code in codes}


@pytest.mark.parametrize(("container", "chinese"), [("mkv", "chi"), ("mp4", "zho")])
def test_all_tracks_are_in_the_film(tmp_path: Path, container: str, chinese: str) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(
        tmp_path, film, some("hi", "en", "zh"), target_languages="en,zh", mux_container=container
    )
    assert run_stage(job) == EXIT_OK
    made = job / f"12_mux/film_subtitled.{container}"
    subtitles = inspect(made).of_kind("subtitle")
    assert [t.language for t in subtitles] == ["hin", "eng", chinese]
    assert [t.default for t in subtitles] == [False, True, False]
    assert "नमस्ते" in subtitle_text(made, 0)
    report = MuxReport.model_validate_json((job / "12_mux/mux_report.json").read_bytes())
    assert report.file == made.name
    assert report.container == container
    manifest = manifest_of(job, "mux")
    assert f"12_mux/{made.name}" in [entry.path for entry in manifest.outputs]
    assert not manifest.warnings


def test_the_default_language_can_be_set(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(tmp_path, film, some("hi", "en"), mux_default_language="hi")
    assert run_stage(job) == EXIT_OK
    made = inspect(job / "12_mux/film_subtitled.mkv")
    assert [t.default for t in made.of_kind("subtitle")] == [True, False]


def test_a_default_language_without_a_track_is_warned_of(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(tmp_path, film, some("en"), mux_default_language="gu")
    assert run_stage(job) == EXIT_OK
    assert "MUX_DEFAULT_LANGUAGE gu has no track" in manifest_of(job, "mux").warnings[0]


def test_an_empty_track_is_left_out_with_a_warning(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(tmp_path, film, {"hi": b"", **some("en")})
    assert run_stage(job) == EXIT_OK
    assert "The hi subtitles have no cue" in manifest_of(job, "mux").warnings[0]
    assert len(inspect(job / "12_mux/film_subtitled.mkv").of_kind("subtitle")) == 1


def test_a_job_without_any_cue_fails_plainly(tmp_path: Path) -> None:
    job = job_with(tmp_path, make_film(tmp_path / "film.mkv"), {"hi": b"", "en": b"\n"})
    assert run_stage(job) == EXIT_FAILURE
    assert "No subtitle file has a cue" in manifest_of(job, "mux").errors[0]


def test_subtitles_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = job_with(tmp_path, film, {"en": srt((0.5, 1.0, "x")) + b"\xff\xfe"})
    assert run_stage(job) == EXIT_INVALID
    assert "not UTF-8" in manifest_of(job, "mux").errors[0]


def test_a_result_that_is_not_what_was_asked_for_is_not_left(tmp_path: Path) -> None:
    film = truncate(make_film(tmp_path / "film.mkv", seconds=20), 0.5)
    job = job_with(tmp_path, film, some("en"))
    assert run_stage(job) != EXIT_OK
    assert sorted(p.name for p in (job / "12_mux").iterdir()) == ["manifest.json", "stage.log"]


def test_a_film_known_to_be_damaged_is_muxed_and_flagged(tmp_path: Path) -> None:
    film = truncate(make_film(tmp_path / "film.mkv", seconds=20), 0.5)
    job = job_with(tmp_path, film, some("en"), partial=True)
    assert run_stage(job) == EXIT_OK
    manifest = manifest_of(job, "mux")
    assert manifest.degraded
    assert any("instead of 20.0 s" in warning for warning in manifest.warnings)


def test_markup_and_fake_cues_in_a_text_stay_text(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    text = "1 --> 2 {\\p1}<b>x</b>\\N"
    job = job_with(tmp_path, film, {"en": srt((0.5, 1.5, text), (1.6, 2.5, "next"))})
    assert run_stage(job) == EXIT_OK
    out = subtitle_text(job / "12_mux/film_subtitled.mkv", 0)
    assert out.count("-->") == 3


@pytest.mark.parametrize(
    "name",
    ["-y.mkv", "a:b.mkv", ";$(id).mkv", "line\nbreak.mkv", "[a]'\"%d.mkv", "x" * 251 + ".mkv"],
)
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    film = make_film(tmp_path / "plain.mkv", seconds=2).rename(tmp_path / "in" / name)
    job = job_with(tmp_path, film, some("en"))
    assert run_stage(job) == EXIT_OK
    made = job / f"12_mux/{safe_stem(film)}_subtitled.mkv"
    assert len(inspect(made).of_kind("subtitle")) == 1


ASS = (
    "[Script Info]\nScriptType: v4.00+\nPlayResX: 64\nPlayResY: 48\n\n[V4+ Styles]\n"
    "Format: Name, Fontname, Fontsize, PrimaryColour, Alignment\n"
    "Style: Default,sans-serif,20,&H00FFFFFF,2\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:03.00,Default,HELLO\n"
)
VTT = "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nfish &amp; &lt;chips&gt;\n"


def variant_job(tmp_path: Path, film: Path, kind: SubtitleFormat, **settings: Any) -> Path:
    """A job with an English track and all its variants, in one format beside SRT."""
    content = {"srt": srt((0.5, 1.5, "x")), "ass": ASS.encode(), "vtt": VTT.encode()}
    tracks = [
        SubtitleTrack(language="en", file="x", format=one, variant=variant, cues=1,
                      second_language="hi" if variant == "bilingual" else None)
        for variant in VARIANTS
        for one in dict.fromkeys(("srt", kind))
    ]  # fmt: skip
    job = make_job(tmp_path, film, **settings)
    put(job, AUDIO_INFO, AudioInfo(sample_rate=16000, channels=1, duration=3.0))
    put(job, SUBTITLE_INDEX, SubtitleIndex(tracks=tuple(tracks)))
    for track in tracks:
        put(job, SUBTITLES, content[track.format], track=track.name, suffix=track.format)
    return job


VARIANTS: tuple[Variant, ...] = ("full", "sdh", "songs", "forced", "bilingual")


def webm(path: Path) -> Path:
    """A film as browsers have it."""
    run_ffmpeg(
        "-f", "lavfi", "-i", f"{PICTURE}:duration=3", "-f", "lavfi", "-i", "sine=duration=3",
        "-c:v", "libvpx-vp9", "-cpu-used", "8", "-c:a", "libopus", path,
    )  # fmt: skip
    return path


@pytest.mark.parametrize(
    ("container", "kind", "codec"),
    [("mkv", "srt", "subrip"), ("mkv", "ass", "ass"), ("mp4", "srt", "mov_text"),
     ("webm", "vtt", "webvtt")],
)  # fmt: skip
def test_variants_are_flagged_and_called_what_they_are(
    tmp_path: Path, container: str, kind: SubtitleFormat, codec: str
) -> None:
    make = webm if container == "webm" else make_film
    film = make(tmp_path / f"film.{'webm' if container == 'webm' else 'mkv'}")
    settings = {"mux_container": container} | (
        {"mux_subtitle_formats": kind} if kind == "ass" else {}
    )
    job = variant_job(tmp_path, film, kind, mux_default_language="en.sdh", **settings)
    assert run_stage(job) == EXIT_OK
    made = inspect(job / f"12_mux/film_subtitled.{container}").of_kind("subtitle")
    extra = ", ASS)" if kind == "ass" else ")"
    titles = [f"English ({name}{extra}" for name in ("SDH", "songs", "forced")]
    first, last = ("English (ASS)", "English + हिन्दी (ASS)") if kind == "ass" else (
        "English", "English + हिन्दी")  # fmt: skip
    assert [t.title for t in made] == [first, *titles, last]
    assert {t.codec for t in made} == {codec}
    assert {t.language for t in made} == {"eng"}
    assert [t.default for t in made] == [False, True, False, False, False]
    assert [t.hearing_impaired for t in made] == [False, True, False, False, False]
    assert [t.forced for t in made] == [False, False, False, True, False]


def test_both_formats_go_into_mkv_side_by_side(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = variant_job(tmp_path, film, "ass", mux_subtitle_formats="srt,ass")
    assert run_stage(job) == EXIT_OK
    made = inspect(job / "12_mux/film_subtitled.mkv").of_kind("subtitle")
    assert [t.codec for t in made[:2]] == ["subrip", "ass"]
    assert [t.default for t in made].count(True) == 1


def test_escapes_of_webvtt_come_through(tmp_path: Path) -> None:
    job = variant_job(tmp_path, webm(tmp_path / "film.webm"), "vtt", mux_container="webm")
    assert run_stage(job) == EXIT_OK
    with av.open(str(job / "12_mux/film_subtitled.webm")) as film:
        packet = next(film.demux(film.streams.subtitles[0]))
        assert b"fish &amp; &lt;chips&gt;" in bytes(packet)


def test_a_track_of_the_film_in_the_same_language_is_kept_and_told_of(tmp_path: Path) -> None:
    plain = make_film(tmp_path / "plain.mkv")
    (tmp_path / "own.srt").write_bytes(srt((0.5, 1.5, "own")))
    film = tmp_path / "film.mkv"
    tags = ["-metadata:s:s:0", "language=eng", "-metadata:s:s:0", "title=English"]
    own: list[str | Path] = ["-i", tmp_path / "own.srt", "-map", "0", "-map", "1"]
    run_ffmpeg("-i", plain, *own, "-c", "copy", *tags, film)
    job = job_with(tmp_path, film, some("hi", "en"))
    assert run_stage(job) == EXIT_OK
    made = inspect(job / "12_mux/film_subtitled.mkv").of_kind("subtitle")
    assert [t.title for t in made] == ["English", "हिन्दी", "English (CP-WhisperX)"]
    assert "own" in subtitle_text(job / "12_mux/film_subtitled.mkv", 0)
    (note,) = MuxReport.model_validate_json((job / "12_mux/mux_report.json").read_bytes()).notes
    assert "eng subtitles of its own (track 2, called 'English')" in note
    assert manifest_of(job, "mux").warnings == [note]


def test_hindi_in_both_scripts_is_told_apart_by_title(tmp_path: Path) -> None:
    contents = {code: srt((0.5, 1.5, "x")) for code in ("hi", "hi-Latn")}
    job = job_with(tmp_path, make_film(tmp_path / "film.mkv"), contents, target_languages="hi-Latn")
    assert run_stage(job) == EXIT_OK
    made = inspect(job / "12_mux/film_subtitled.mkv").of_kind("subtitle")
    assert [(t.language, t.title, t.default) for t in made] == [
        ("hin", "हिन्दी", False), ("hin", "Hindi (Roman)", True),
    ]  # fmt: skip


@pytest.mark.parametrize("container", ["mkv", "mp4"])
def test_a_burnt_in_copy_is_made_beside_the_film(tmp_path: Path, container: str) -> None:
    film = make_film(tmp_path / "film.mkv")
    job = variant_job(tmp_path, film, "ass", burn_in="en", mux_container=container)
    assert run_stage(job) == EXIT_OK
    manifest = manifest_of(job, "mux")
    name = f"film_burned_in.en.{container}"
    assert manifest.figures["burned_in"] == name
    assert f"12_mux/{name}" in [entry.path for entry in manifest.outputs]
    made = inspect(job / "12_mux" / name)
    assert [t.kind for t in made.tracks] == ["video", "audio"]
    report = MuxReport.model_validate_json((job / "12_mux/mux_report.json").read_bytes())
    assert report.burned_in == name


def test_nothing_is_burnt_in_where_the_track_has_no_cue(tmp_path: Path) -> None:
    job = job_with(tmp_path, make_film(tmp_path / "film.mkv"), some("en"), burn_in="en.forced")
    assert run_stage(job) == EXIT_OK
    assert any("no copy is made" in text for text in manifest_of(job, "mux").warnings)
    assert not list((job / "12_mux").glob("*burned*"))


HOSTILE = (r"{\p1}m 0 0 l 9 9{\p0} one\Ntwo", "<font color=red>1 --> 2</font> &amp; &lt;", "42")


@pytest.mark.parametrize(
    ("container", "kind"), [("mkv", "srt"), ("mkv", "ass"), ("mp4", "srt"), ("webm", "vtt")]
)
def test_whatever_is_said_is_literal_text_in_every_container(
    tmp_path: Path, container: str, kind: SubtitleFormat
) -> None:
    suffix = "webm" if container == "webm" else "mkv"
    film = (webm if suffix == "webm" else make_film)(tmp_path / f"film.{suffix}")
    cues = [Cue(n + 0.1, n + 0.9, (line,)) for n, line in enumerate(HOSTILE)]
    rendered = render(cues, Sheet(get_profile("en")), kind).encode()
    job = job_with(tmp_path, film, {}, mux_container=container, mux_subtitle_formats="srt,ass")
    put(job, SUBTITLES, rendered, track="en", suffix=kind)
    entry = SubtitleTrack(language="en", file="x", format=kind, cues=len(cues))
    put(job, SUBTITLE_INDEX, SubtitleIndex(tracks=(entry,)))
    assert run_stage(job) == EXIT_OK
    made = f"file:{job / f'12_mux/film_subtitled.{container}'}"
    shown = run_ffmpeg("-i", made, "-map", "0:s", "-c:s", "text", "-f", "srt", "-")
    texts = [event.text for event in pysubs2.SSAFile.from_string(shown, "srt", keep_html_tags=True)]
    assert [_read(text) for text in texts] == list(HOSTILE)


def _read(text: str) -> str:
    """What a viewer reads: wide braces as braces, and nothing of a WORD JOINER."""
    # ffmpeg's decoder of WebVTT writes a literal brace so.
    text = text.replace("\\{{}", "{")
    return text.replace("\u2060", "").replace("｛", "{").replace("｝", "}")
