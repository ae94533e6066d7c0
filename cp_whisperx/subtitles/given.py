"""Cues that were given: a translation of subtitles keeps their times and their number.

A cue is laid out anew in its own time. Only a text that does not fit into two lines takes more
than one cue, within the time of the one; no word is dropped.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from cp_whisperx.subtitles.cues import build_drafts
from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.utterances import Draft, Utterance


def given_cues(
    utterances: Sequence[Utterance], profile: StyleProfile, frame_rate: float, offset: float = 0.0
) -> list[Cue]:
    """Lays out given cues in the times they have.

    Args:
        utterances: What each cue says, with its number; those of one cue are of two speakers.
        profile: The profile of the track's language.
        frame_rate: Frames a second; a cue that must be parted is parted by the least gap.
        offset: Seconds by which the audio's zero lies after the film's zero.
    """
    ordered = sorted(utterances, key=lambda u: (u.cue or 0, u.start))
    gap = profile.min_gap_frames / frame_rate
    cues: list[Cue] = []
    for _, group in groupby(ordered, key=lambda u: u.cue):
        said = list(group)
        start, end = said[0].start + offset, max(u.end for u in said) + offset
        cues += in_time(_drafts(said, profile), start, end, gap)
    return cues


def _drafts(said: Sequence[Utterance], profile: StyleProfile) -> list[Draft]:
    drafts = [draft for utterance in said for draft in build_drafts([utterance], profile)]
    lines = [profile.speaker_hyphen + draft.lines[0] for draft in drafts]
    fits = all(visible_length(line, profile.language) <= profile.line_length for line in lines)
    if len(said) == len(drafts) == profile.max_lines and fits and _single(drafts):
        second = drafts[1].speaker
        return [replace(drafts[0], lines=tuple(lines), dialogue=True, second_speaker=second)]
    return drafts


def _single(drafts: Sequence[Draft]) -> bool:
    return all(len(draft.lines) == 1 for draft in drafts)


def in_time(drafts: Sequence[Draft], start: float, end: float, gap: float) -> list[Cue]:
    """Shares a cue's time among its drafts by their length; one alone has all of it."""
    total = sum(len(line) for draft in drafts for line in draft.lines)
    cues: list[Cue] = []
    before = 0
    for draft in drafts:
        begin = start + (end - start) * before / total
        before += sum(map(len, draft.lines))
        until = start + (end - start) * before / total
        stop = until if draft is drafts[-1] else max(begin, until - gap)
        cues.append(
            Cue(
                begin, stop, draft.lines, draft.kind, draft.dialogue,
                speaker=draft.speaker, second_speaker=draft.second_speaker,
            )
        )  # fmt: skip
    return cues
