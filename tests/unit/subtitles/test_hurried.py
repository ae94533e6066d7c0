from cp_whisperx.subtitles.hurried import shorten_hurried
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.utterances import Draft

ENGLISH = get_profile("en")


def _run(draft: Draft, seconds: float) -> tuple[Draft, tuple[str, ...]]:
    cue = Cue(draft.start, draft.start + seconds, draft.lines, draft.kind, draft.dialogue)
    made, changes = shorten_hurried([draft], [cue], ENGLISH)
    return made[0], changes[0].rules if changes else ()


def test_a_cue_that_can_be_read_stays() -> None:
    draft = Draft(("Well, I do not know.",), 1.0, 2.0)
    assert _run(draft, 2.0) == (draft, ())


def test_a_cue_that_cannot_is_shortened_and_laid_out_again() -> None:
    draft = Draft(("Well, you know, I do not think that", "he is coming."), 1.0, 2.0)
    made, rules = _run(draft, 1.7)
    assert made.lines == ("I don't think that he's coming.",)
    assert rules == ("contractions", "openers")


def test_songs_stay_and_speakers_keep_their_lines() -> None:
    song = Draft(("♪ Well, I do not know ♪",), 1.0, 1.5, kind="song")
    assert _run(song, 0.9) == (song, ())
    talk = Draft(("-Well, I do not know.", "-Oh, I do."), 1.0, 1.5, dialogue=True)
    assert _run(talk, 0.9)[0].lines == ("-I don't know.", "-I do.")


def test_changes_are_told_with_before_and_after() -> None:
    draft = Draft(("Well, I know him.",), 1.0, 1.2)
    cue = Cue(1.0, 1.834, draft.lines)
    _, changes = shorten_hurried([draft], [cue], ENGLISH)
    assert [(c.start, c.rules, c.before, c.after) for c in changes] == [
        (1.0, ("openers",), "Well, I know him.", "I know him.")
    ]
