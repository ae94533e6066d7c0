import pytest

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.style import check_track, compliance
from cp_whisperx.subtitles.timing import Cue

F = 1 / 24


def _rules(*cues: Cue, language: str = "en") -> list[str]:
    track = check_track(cues, get_profile(language), 24.0)
    return [violation.rule for violation in track.violations]


@pytest.mark.parametrize(
    ("rule", "cue"),
    [
        ("max_lines", Cue(0, 3, ("One.", "Two.", "Three."))),
        ("line_length", Cue(0, 4, ("x" * 43,))),
        ("line_break", Cue(0, 3, ("I went to the", "station."))),
        ("reading_speed", Cue(0, 1, ("x" * 21,))),
        ("min_duration", Cue(0, 0.8, ("a",))),
        ("max_duration", Cue(0, 7.1, ("a",))),
        ("before_zero", Cue(-0.1, 2, ("a",))),
        ("in_time", Cue(1, 3, ("a",), speech_start=1 + 3 * F)),
        ("ellipsis", Cue(0, 2, ("No...",))),
        ("song_marks", Cue(0, 2, ("la la",), kind="song")),
        ("speaker_hyphen", Cue(0, 2, ("Yes.", "-No."), dialogue=True)),
    ],
)
def test_each_rule_is_found_and_alone(rule: str, cue: Cue) -> None:
    assert _rules(cue) == [rule]


@pytest.mark.parametrize(
    ("rule", "gap"), [("overlap", -1), ("min_gap", 0), ("min_gap", 1), ("open_gap", 3),
                      ("open_gap", 11)]
)  # fmt: skip
def test_gaps(rule: str, gap: int) -> None:
    assert _rules(Cue(0, 2, ("a",)), Cue(2 + gap * F, 4, ("b",))) == [rule]


@pytest.mark.parametrize("gap", [2, 12, 100])
def test_good_gaps_pass(gap: int) -> None:
    assert _rules(Cue(0, 2, ("a",)), Cue(2 + gap * F, 9, ("b",))) == []


def test_the_limits_themselves_pass() -> None:
    cues = [
        Cue(0, 2.125, ("x" * 42,), speech_start=2 * F),
        Cue(4, 4 + 20 * F, ("Hi.",)),
        Cue(6, 13, ("♪ la ♪",), kind="song"),
    ]
    assert _rules(*cues) == []


def test_hindi_is_counted_in_letters() -> None:
    line = "हि " * 21
    assert _rules(Cue(0, 3, (line.strip(),)), language="hi") == []
    assert _rules(Cue(0, 3, (line + "हि",)), language="hi") == ["line_length"]


def test_report_tells_cue_value_limit_and_share() -> None:
    track = check_track([Cue(0, 2, ("a",)), Cue(3, 4, ("x" * 30,))], get_profile("en"), 24.0)
    assert (track.cues, track.clean_cues, track.profile) == (2, 1, "en-adult")
    assert compliance(track) == 0.5
    found = track.violations[0]
    assert (found.cue, found.start, found.value, found.limit) == (2, 3.0, 30.0, 20.0)
    assert compliance(check_track([], get_profile("en"), 24.0)) == 1.0
