import json
from pathlib import Path

import pysubs2
import pytest

from shared.artifacts import (
    AUDIO_INFO,
    CLEANED,
    CONTEXT,
    TRANSLATED,
    TRANSLATION_METADATA,
    AudioInfo,
    FilmContext,
    Person,
    Segment,
    Shots,
    StyleReport,
    SubtitleIndex,
    TargetReport,
    Transcript,
    TranslatedSegment,
    TranslatedTranscript,
    TranslationMetadata,
    Word,
)
from tests.support.jobs import load_stage, make_job, manifest_of, put
from tests.support.samples import translated_job

ROWS = [
    (1, 1.0, 2.5, "तुम कहाँ थे?", "Where were you?", "你在哪里？"),
    (2, 3.0, 5.0, "मैं दिल्ली में था।", "I was in Delhi.", "我在德里。"),
    (3, 9.0, 9.2, "चुप रहो! मैंने कहा था ना कि यहाँ मत आना, लेकिन तुम नहीं माने",
     "Be quiet! I told you not to come here, but you did not listen.", "安静！"),
]  # fmt: skip


def _job(tmp_path: Path, offset: float = 0.0, **settings: object) -> Path:
    values: dict[str, object] = {"target_languages": "en,zh"} | settings
    job_dir = make_job(tmp_path, **values)  # type: ignore[arg-type]
    put(job_dir, AUDIO_INFO, AudioInfo(
        sample_rate=16000, channels=1, duration=20, start_offset=offset))  # fmt: skip
    segments = tuple(
        Segment(id=i, start=start, end=end, text=hindi,
                words=(Word(text=hindi.split()[0], start=start, end=end),))
        for i, start, end, hindi, _, _ in ROWS
    )  # fmt: skip
    put(job_dir, CLEANED, Transcript(language="hi", duration=20, engine="t", segments=segments))
    for column, language in ((4, "en"), (5, "zh")):
        translated = tuple(
            TranslatedSegment(id=row[0], start=row[1], end=row[2], text=str(row[column]),
                              source_text=row[3], engine="t")
            for row in ROWS
        )  # fmt: skip
        _put_target(job_dir, language, translated)
    _put_metadata(job_dir, ("en", "zh"))
    return job_dir


def _put_target(job_dir: Path, language: str, rows: tuple[TranslatedSegment, ...]) -> None:
    value = TranslatedTranscript(language=language, source_language="hi", segments=rows)
    put(job_dir, TRANSLATED, value, language=language)


def _put_metadata(job_dir: Path, languages: tuple[str, ...], **missing: str) -> None:
    targets = tuple(
        TargetReport(language=code, engines={"t": 3}, chain=("t",), segments=3)
        for code in languages
    )
    put(job_dir, TRANSLATION_METADATA, TranslationMetadata(
        source_language="hi", targets=targets, missing=missing))  # fmt: skip


def _run(job_dir: Path) -> int:
    return load_stage("subtitle_generation")(job_dir)


def _folder(job_dir: Path) -> Path:
    return job_dir / "11_subtitle_generation"


def _index(job_dir: Path) -> SubtitleIndex:
    return SubtitleIndex.model_validate_json((_folder(job_dir) / "subtitles.json").read_bytes())


def _starts(job_dir: Path, language: str) -> list[int]:
    return [e.start for e in pysubs2.load(str(_folder(job_dir) / f"subtitles/film.{language}.srt"))]


def test_every_track_is_written_and_listed_source_first(tmp_path: Path) -> None:
    job_dir = _job(tmp_path)
    assert _run(job_dir) == 0
    names = sorted(path.name for path in (_folder(job_dir) / "subtitles").iterdir())
    assert names == [
        f"film.{code}.{kind}" for code in ("en", "hi", "zh") for kind in ("srt", "vtt")
    ]
    assert [(track.file, track.format) for track in _index(job_dir).tracks] == [
        (f"subtitles/film.{code}.{kind}", kind)
        for code in ("hi", "en", "zh")
        for kind in ("srt", "vtt")
    ]
    manifest = manifest_of(job_dir, "subtitle_generation")
    assert manifest.status == "success"
    assert set(manifest.figures["compliance"]) == {"hi", "en", "zh"}
    assert len(manifest.outputs) == 11


def test_times_are_on_the_film_s_clock(tmp_path: Path) -> None:
    plain, moved = _job(tmp_path / "a"), _job(tmp_path / "b", offset=0.5)
    assert _run(plain) == _run(moved) == 0
    assert _starts(plain, "en")[0] == 1000
    assert [b - a for a, b in zip(_starts(plain, "en"), _starts(moved, "en"), strict=True)] == [
        500
    ] * len(_starts(plain, "en"))


def test_the_source_track_and_vtt_can_be_left_out(tmp_path: Path) -> None:
    job_dir = _job(tmp_path, subtitle_include_source="false", subtitle_formats="srt")
    assert _run(job_dir) == 0
    assert [track.language for track in _index(job_dir).tracks] == ["en", "zh"]
    assert not list((_folder(job_dir) / "subtitles").glob("*.vtt"))


def test_a_track_without_cues_is_listed_and_told(tmp_path: Path) -> None:
    job_dir = _job(tmp_path)
    _put_target(job_dir, "zh", ())
    assert _run(job_dir) == 0
    cues = {track.language: track.cues for track in _index(job_dir).tracks}
    assert cues["zh"] == 0
    assert cues["en"] > 0
    warnings = manifest_of(job_dir, "subtitle_generation").warnings
    assert any("zh track has no cues" in warning for warning in warnings)
    assert not (_folder(job_dir) / "subtitles/film.zh.srt").read_text(encoding="utf-8").strip()


def test_a_missing_target_is_told(tmp_path: Path) -> None:
    job_dir = _job(tmp_path)
    _put_metadata(job_dir, ("en",), zh="no engine serves it")
    assert _run(job_dir) == 0
    warnings = manifest_of(job_dir, "subtitle_generation").warnings
    assert any("no zh track: no engine serves it" in warning for warning in warnings)


@pytest.mark.parametrize(("fail", "code"), [("false", 0), ("true", 1)])
def test_broken_rules_are_reported_and_fail_only_on_demand(
    tmp_path: Path, fail: str, code: int
) -> None:
    job_dir = _job(tmp_path, subtitle_fail_on_style=fail)
    crowded = tuple(
        TranslatedSegment(id=n, start=n * 0.9, end=n * 0.9 + 0.9, text=f"{'x' * 39} {n}.",
                          source_text="", engine="t")
        for n in range(20)
    )  # fmt: skip
    _put_target(job_dir, "en", crowded)
    assert _run(job_dir) == code
    raw = json.loads((_folder(job_dir) / "style_report.json").read_text(encoding="utf-8"))
    english = next(t for t in StyleReport.model_validate(raw).tracks if t.language == "en")
    assert {violation.rule for violation in english.violations} >= {"reading_speed"}
    manifest = manifest_of(job_dir, "subtitle_generation")
    told = manifest.errors if code else manifest.warnings
    assert any("en: " in line and "style" in line for line in told)


def _put_speakers(job_dir: Path) -> None:
    """Gives the rows two speakers and the last one a language of its own."""
    segments = tuple(
        Segment(id=row[0], start=row[1], end=row[2], text=row[3], language=code, speaker=who)
        for row, who, code in zip(ROWS, ("A", "B", "A"), ("hi", "hi", "fr"), strict=True)
    )
    put(job_dir, CLEANED, Transcript(language="hi", duration=20, engine="t", segments=segments))
    english = tuple(
        TranslatedSegment(id=row[0], start=row[1], end=row[2], text=row[4], source_text=row[3],
                          engine="t", speaker=segment.speaker)
        for row, segment in zip(ROWS, segments, strict=True)
    )  # fmt: skip
    _put_target(job_dir, "en", english)
    people = (Person(speaker="A", name="Aditi"), Person(speaker="B", name="Jai"))
    put(job_dir, CONTEXT, FilmContext(people=people))


def test_every_format_and_variant_is_written_and_listed_in_order(tmp_path: Path) -> None:
    job_dir = _job(
        tmp_path, subtitle_formats="srt,vtt,ass,ttml,txt", subtitle_sdh="en",
        subtitle_bilingual="hi+en", subtitle_forced="true",
    )  # fmt: skip
    _put_speakers(job_dir)
    assert _run(job_dir) == 0
    tracks = _index(job_dir).tracks
    names = list(dict.fromkeys(track.name for track in tracks))
    assert names == ["hi", "en", "en.sdh", "en.forced", "zh", "zh.forced", "hi+en"]
    assert [t.format for t in tracks[:5]] == ["srt", "vtt", "ass", "ttml", "txt"]
    assert all((_folder(job_dir) / track.file).stat().st_size for track in tracks)
    folder = _folder(job_dir) / "subtitles"
    assert "[Aditi] Where were you?" in (folder / "film.en.sdh.srt").read_text("utf-8")
    assert "तुम कहाँ थे?\nWhere were you?" in (folder / "film.hi+en.srt").read_text("utf-8")
    assert (folder / "film.en.forced.txt").read_text("utf-8").startswith("Be quiet!")
    styles = pysubs2.load(str(folder / "film.zh.ass")).styles
    assert {"Aditi", "Jai"} < set(styles)
    assert set(manifest_of(job_dir, "subtitle_generation").figures["cues"]) == set(names)


def test_a_variant_of_nothing_makes_no_file(tmp_path: Path) -> None:
    job_dir = _job(tmp_path, subtitle_songs="separate", subtitle_forced="true")
    assert _run(job_dir) == 0
    assert {track.variant for track in _index(job_dir).tracks} == {"full"}
    assert not manifest_of(job_dir, "subtitle_generation").warnings


def test_the_format_of_the_film_and_of_a_burnt_in_track_is_made_unasked(tmp_path: Path) -> None:
    job_dir = _job(tmp_path, subtitle_formats="txt", mux_container="webm", burn_in="en")
    assert _run(job_dir) == 0
    made = {(t.name, t.format) for t in _index(job_dir).tracks}
    assert {("en", "ass"), ("en", "vtt"), ("zh", "vtt"), ("zh", "txt")} <= made
    assert ("zh", "ass") not in made


def test_the_sample_film_s_cues_begin_with_its_shots_and_keep_every_rule(tmp_path: Path) -> None:
    job_dir = translated_job(tmp_path, "sample_02", subtitle_fail_on_style="true")
    assert _run(job_dir) == 0
    shots = Shots.model_validate_json((_folder(job_dir) / "shots.json").read_bytes())
    assert (shots.frame_rate, len(shots.starts)) == (24.0, 15)
    manifest = manifest_of(job_dir, "subtitle_generation")
    assert set(manifest.figures["compliance"].values()) == {1.0}
    assert len(manifest.figures["compliance"]) == 8
    page = (_folder(job_dir) / "style_report.html").read_text(encoding="utf-8")
    assert "100.0 %" in page
    assert "language,profile" in (_folder(job_dir) / "style_report.csv").read_text("utf-8")


def test_a_film_that_is_gone_has_no_shots_and_the_usual_rate(tmp_path: Path) -> None:
    job_dir = _job(tmp_path)
    assert _run(job_dir) == 0
    shots = Shots.model_validate_json((_folder(job_dir) / "shots.json").read_bytes())
    assert "not there" in shots.reason
    assert manifest_of(job_dir, "subtitle_generation").figures["frame_rate"] == 24.0


def test_a_wrong_profile_is_a_clear_error(tmp_path: Path) -> None:
    job_dir = _job(tmp_path, subtitle_profile="netflx")
    assert _run(job_dir) == 2
    assert any("no subtitle profile" in e for e in manifest_of(
        job_dir, "subtitle_generation").errors)  # fmt: skip
