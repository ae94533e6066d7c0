"""Cues that are too fast to read, after all silence round them was used: they are shortened."""

from collections.abc import Sequence
from dataclasses import replace

from cp_whisperx.subtitles.lines import LineBreaker
from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from cp_whisperx.subtitles.shortening import shorten
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.tokens import tokenise
from cp_whisperx.subtitles.utterances import Draft
from shared.artifacts import TextChange

# Cues before one that tell whether somebody was called just now.
_RECENT = 3


def shorten_hurried(
    drafts: Sequence[Draft], cues: Sequence[Cue], profile: StyleProfile
) -> tuple[list[Draft], list[TextChange]]:
    """Shortens what cannot be read in its time.

    Args:
        drafts: A track's drafts.
        cues: The same with their times.
        profile: The rules.

    Returns:
        The drafts, and what was changed.
    """
    made: list[Draft] = []
    changes: list[TextChange] = []
    for index, (draft, cue) in enumerate(zip(drafts, cues, strict=True)):
        recent = [_text(other, profile) for other in drafts[max(0, index - _RECENT) : index]]
        shorter, rules = _shortened(draft, cue, profile, recent)
        made.append(shorter)
        if rules:
            before, after = "\n".join(draft.lines), "\n".join(shorter.lines)
            start = round(cue.start, 3)
            changes.append(TextChange(start=start, rules=rules, before=before, after=after))
    return made, changes


def _shortened(
    draft: Draft, cue: Cue, profile: StyleProfile, recent: Sequence[str]
) -> tuple[Draft, tuple[str, ...]]:
    length = sum(visible_length(line, profile.language) for line in draft.lines)
    readable = (cue.end - cue.start) * profile.reading_speed + 1e-6
    if length <= readable or draft.song:
        return draft, ()
    if draft.dialogue:
        return _shortened_dialogue(draft, length - readable, profile)
    glue = len(draft.lines) - 1 if profile.spaced else 0
    # The space that a line break stands for is not read.
    result = shorten(_text(draft, profile), profile, readable + glue, recent)
    if not result.rules:
        return draft, ()
    return replace(draft, lines=_laid_out(result.text, profile)), result.rules


def _shortened_dialogue(
    draft: Draft, excess: float, profile: StyleProfile
) -> tuple[Draft, tuple[str, ...]]:
    """Shortens each speaker's line in turn; nobody's line moves to the other."""
    lines: list[str] = []
    rules: list[str] = []
    for line in draft.lines:
        said = line.removeprefix(profile.speaker_hyphen)
        length = visible_length(said, profile.language)
        result = shorten(said, profile, length - max(0.0, excess))
        excess -= length - visible_length(result.text, profile.language)
        lines.append(profile.speaker_hyphen + result.text)
        rules += result.rules
    return replace(draft, lines=tuple(lines)), tuple(dict.fromkeys(rules))


def _text(draft: Draft, profile: StyleProfile) -> str:
    return (" " if profile.spaced else "").join(draft.lines)


def _laid_out(text: str, profile: StyleProfile) -> tuple[str, ...]:
    tokens = tokenise(text, profile, profile.line_length)
    return LineBreaker(tokens, profile).lines(0, len(tokens) - 1)
