"""Cue building: what is said, by whom and when, becomes texts of at most two lines.

Utterances of one speaker that follow each other closely form a passage. Where a passage is parted
into cues is one optimisation over all its words: sentences stay whole where they fit, cues part at
pauses and clauses before anywhere else, nobody gets a flash of a cue or one too fast to read, and
short neighbours share a cue. No word is ever dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cp_whisperx.subtitles.clock import SpeechClock, time_tokens
from cp_whisperx.subtitles.cohesion import common_words, learn_words
from cp_whisperx.subtitles.parting import LONGEST_INNER_SILENCE, Parting, Passage, margin_of
from cp_whisperx.subtitles.profiles import StyleProfile, get_profile, visible_length
from cp_whisperx.subtitles.text import clean_text, strip_song_marks
from cp_whisperx.subtitles.tokens import Token, tokenise
from cp_whisperx.subtitles.utterances import Draft, Utterance


def build_drafts(utterances: Iterable[Utterance], profile: StyleProfile) -> list[Draft]:
    """Parts utterances into cues.

    Args:
        utterances: In any order; what is empty after cleaning makes no cue.
        profile: The profile of the track's language.

    Returns:
        Drafts in order of time.
    """
    passages = _passages(sorted(utterances, key=lambda u: (u.start, u.end)), profile)
    words = _words(passages, profile)
    drafts: list[Draft] = []
    for index, passage in enumerate(passages):
        following = passages[index + 1].tokens[0].start if index + 1 < len(passages) else None
        drafts += Parting(passage, profile, following, words).drafts()
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    return _pair_speakers(drafts, profile)


def _words(passages: Sequence[Passage], profile: StyleProfile) -> frozenset[str]:
    """Returns the pairs of characters that are not to be parted, in unspaced scripts."""
    if profile.spaced:
        return frozenset()
    known = common_words() if profile.script == "Hani" else frozenset()
    return known | learn_words(passage.tokens for passage in passages)


def _passages(utterances: Iterable[Utterance], profile: StyleProfile) -> list[Passage]:
    passages: list[Passage] = []
    for utterance in utterances:
        tokens = timed_tokens(utterance, profile)
        if not tokens:
            continue
        if passages and passages[-1].takes(utterance, tokens):
            passages[-1].tokens += tokens
        else:
            passages.append(Passage(tokens, utterance.speaker, utterance.kind))
    return passages


def timed_tokens(utterance: Utterance, profile: StyleProfile) -> list[Token]:
    """Returns an utterance's words as a profile's language sets them, each with its time."""
    text = clean_text(utterance.text, profile)
    if utterance.kind == "song":
        text = strip_song_marks(text)
    if not text:
        return []
    heard_in = get_profile(utterance.words_language)
    clock = SpeechClock(utterance.start, utterance.end, utterance.words, heard_in)
    longest = profile.line_length - 2 * margin_of(utterance.kind, profile)
    return time_tokens(tokenise(text, profile, longest), clock, profile)


def _pair_speakers(drafts: Sequence[Draft], profile: StyleProfile) -> list[Draft]:
    """Lets two speakers share a cue, a line each, where one alone would be gone too soon."""
    paired: list[Draft] = []
    for draft in drafts:
        if paired and _should_pair(paired[-1], draft, profile):
            paired[-1] = _pair(paired[-1], draft, profile)
        else:
            paired.append(draft)
    return paired


def _should_pair(first: Draft, second: Draft, profile: StyleProfile) -> bool:
    if first.dialogue or first.song or second.song or first.speaker == second.speaker:
        return False
    if None in (first.speaker, second.speaker) or len(first.lines) + len(second.lines) > 2:
        return False
    lines = [profile.speaker_hyphen + line for line in (*first.lines, *second.lines)]
    if any(visible_length(line, profile.language) > profile.line_length for line in lines):
        return False
    together = max(first.end, second.end) - first.start
    close = second.start - first.end < LONGEST_INNER_SILENCE / 2
    need = visible_length(first.lines[0], profile.language) / profile.reading_speed
    hurried = second.start - first.start < max(need, profile.min_duration)
    return close and hurried and together <= profile.max_duration


def _pair(first: Draft, second: Draft, profile: StyleProfile) -> Draft:
    lines = tuple(profile.speaker_hyphen + line for line in (*first.lines, *second.lines))
    end = max(first.end, second.end)
    return replace(first, lines=lines, end=end, dialogue=True, second_speaker=second.speaker)
