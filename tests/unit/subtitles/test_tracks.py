"""Whole tracks of real material: published film subtitles and translated news sentences."""

from itertools import pairwise
from pathlib import Path

import pysubs2
import pytest

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.style import check_track, compliance
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.tracks import Picture, build_track
from cp_whisperx.subtitles.utterances import translated_utterances, utterances_of
from shared.config import build_config
from tests.support.samples import EIGHT, transcript_of, translation_of
from tests.support.subtitles import at_natural_rate, say

CONFIG = build_config([])
FILMS = [
    ("morevna/morevna-ep3-eng.srt", "en"),
    ("morevna/morevna-ep3-rus.srt", "ru"),
    ("morevna/morevna-ep3-spa.srt", "es"),
    ("morevna/morevna-ep4-eng.srt", "en"),
    ("elephantsdream/captions.en.vtt", "en"),
    ("elephantsdream/captions.ru.vtt", "ru"),
    ("elephantsdream/captions.ar.vtt", "ar"),
]
# File suffix and visible characters a second of natural speech.
NEWS = [
    ("en", "eng-US", 15.0), ("hi", "hin", 13.0), ("gu", "guj", 13.0), ("ta", "tam", 14.0),
    ("es", "spa", 14.5), ("ru", "rus", 13.5), ("ar", "arb", 13.0), ("zh", "zho-CN", 5.0),
]  # fmt: skip
TIME_RULES = {"max_lines", "line_length", "min_duration", "max_duration", "overlap", "min_gap",
              "open_gap", "before_zero", "ellipsis", "song_marks"}  # fmt: skip


@pytest.mark.parametrize(("file", "language"), FILMS)
def test_film_dialogue_keeps_the_rules_better_than_the_published_file(
    shared_data: Path, file: str, language: str
) -> None:
    published = pysubs2.load(str(shared_data / "film" / file), encoding="utf-8")
    said = [
        say(e.plaintext, e.start / 1000, e.end / 1000, words_language=language) for e in published
    ]
    track = build_track(said, language, CONFIG)
    as_published = check_track(
        [Cue(e.start / 1000, e.end / 1000, tuple(e.plaintext.split("\n"))) for e in published],
        get_profile(language),
        24.0,
    )
    assert compliance(track.style) > compliance(as_published)
    assert compliance(track.style) >= 0.9
    assert not {violation.rule for violation in track.style.violations} & TIME_RULES


@pytest.mark.parametrize(("language", "suffix", "rate"), NEWS)
def test_long_sentences_become_clean_cues(
    shared_data: Path, language: str, suffix: str, rate: float
) -> None:
    file = shared_data / "mt_eval" / "ntrex" / f"newstest2019-ref.{suffix}.txt"
    lines = file.read_text(encoding="utf-8").splitlines()[:120]
    track = build_track(at_natural_rate(lines, language, rate), language, CONFIG)
    assert compliance(track.style) >= 0.98
    assert not {violation.rule for violation in track.style.violations} & TIME_RULES
    for cue, following in pairwise(track.cues):
        assert cue.end < following.start


def test_audience_and_offset_are_applied() -> None:
    said = [say("x" * 40, 1.0, 1.5)]
    adult = build_track(said, "en", CONFIG, offset=0.5).cues[0]
    children = build_track(
        said, "en", build_config([("test", {"SUBTITLE_AUDIENCE": "children"})])
    ).cues[0]
    assert adult.start == 1.5
    assert children.end - children.start > adult.end - adult.start


SHOTS = (6.25, 8.8333, 11.375, 13.9583, 16.4167, 21.2083, 27.0833, 34.3333, 39.125, 43.9583,
         48.75, 56.9583, 59.75, 62.125, 65.125)  # fmt: skip


@pytest.mark.parametrize("language", EIGHT)
def test_every_cue_of_the_sample_film_keeps_every_rule(language: str) -> None:
    source = transcript_of("sample_02")
    said = (
        utterances_of(source)
        if language == source.language
        else translated_utterances(translation_of("sample_02", language, source), source)
    )
    track = build_track(said, language, CONFIG, 0.0, source.duration, Picture(24.0, SHOTS))
    assert track.style.violations == ()
    songs = [cue for cue in track.cues if cue.song]
    assert len(songs) == sum(segment.kind == "song" for segment in source.segments)
    starts = {round(cue.start, 3) for cue in track.cues}
    assert len(starts & {round(round(shot * 24) / 24, 3) for shot in SHOTS}) >= 12


def test_a_hurried_track_is_shortened_and_told() -> None:
    said = [say("Well, I do not know him, you know.", 0.2, 0.8, "A"), say("Go!", 1.7, 2.7, "B")]
    track = build_track(said, "en", CONFIG)
    assert track.cues[0].lines[0].startswith("I don't know him")
    assert track.style.changes[0].before == "Well, I do not know him, you know."


def test_signs_are_mended_before_layout() -> None:
    track = build_track([say("Run!!! \ufffd", 1.0, 2.0)], "en", CONFIG)
    assert track.cues[0].lines == ("Run!",)
    assert track.style.violations == ()
    assert track.style.changes[0].rules == ("glyphs",)
