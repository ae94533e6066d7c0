"""Bilingual cues: two languages, one line each, timed by the first.

The first language is parted into cues of a single line. The second language's words are laid over
the same speech, and cut where the cues change: near their time, where its own grammar allows it,
and so that its line fits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cp_whisperx.subtitles.cues import build_drafts, timed_tokens
from cp_whisperx.subtitles.lines import break_penalties
from cp_whisperx.subtitles.parting import LONGEST_INNER_SILENCE, margin_of
from cp_whisperx.subtitles.profiles import StyleProfile, visible_length
from cp_whisperx.subtitles.text import SONG_MARK
from cp_whisperx.subtitles.tokens import Token, join_tokens
from cp_whisperx.subtitles.utterances import Draft, Utterance

# An utterance in both languages.
Pair = tuple[Utterance, Utterance]

# How many words a cut may be off its time, and what that and the like cost.
_WINDOW = 8
_PER_SECOND = 6.0
_PER_CHARACTER_TOO_MANY = 4.0
_EMPTY_LINE = 30.0
# A second language that is longer makes the first one's lines shorter, by no more than this share.
_SLACK, _NARROWEST = 0.95, 0.5


def build_bilingual(
    pairs: Sequence[Pair], first: StyleProfile, second: StyleProfile
) -> tuple[list[Draft], list[str]]:
    """Parts what is said in two languages alike.

    Args:
        pairs: What is said, in order of time.
        first: The profile of the upper line's language.
        second: The profile of the lower line's language.

    Returns:
        The first language's cues of one line each, and the second language's line for each of
        them, empty where it says nothing.
    """
    drafts: list[Draft] = []
    lines: list[str] = []
    for run in _runs(pairs):
        own = build_drafts((pair[0] for pair in run), _narrowed(run, first, second))
        drafts += own
        lines += _lines([pair[1] for pair in run], own, second)
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].start, drafts[i].end))
    return [drafts[i] for i in order], [lines[i] for i in order]


def _runs(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Yields what one speaker says without a long silence, so that no cue has two speakers."""
    run: list[Pair] = []
    for pair in pairs:
        if run and not _goes_on(run[-1][0], pair[0]):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _narrowed(run: Sequence[Pair], first: StyleProfile, second: StyleProfile) -> StyleProfile:
    """Returns the first language's profile with lines so short that the second's fit too."""
    upper = sum(visible_length(pair[0].text, first.language) for pair in run) / first.line_length
    lower = sum(visible_length(pair[1].text, second.language) for pair in run) / second.line_length
    share = _SLACK * upper / lower if lower > _SLACK * upper else 1.0
    narrow = first.line_length * max(_NARROWEST, share)
    return replace(first, max_lines=1, line_length=narrow)


def _goes_on(before: Utterance, utterance: Utterance) -> bool:
    alike = (before.speaker, before.kind) == (utterance.speaker, utterance.kind)
    return alike and utterance.start - before.end <= LONGEST_INNER_SILENCE


def _lines(
    utterances: Sequence[Utterance], drafts: Sequence[Draft], profile: StyleProfile
) -> list[str]:
    """Cuts the second language of a run into a line for each of its cues."""
    tokens = [token for utterance in utterances for token in timed_tokens(utterance, profile)]
    cuts = [0, *_cuts(tokens, drafts, profile), len(tokens)] if drafts else []
    parts = [tokens[cuts[i] : cuts[i + 1]] for i in range(len(drafts))]
    return [_line(part, draft) for part, draft in zip(parts, drafts, strict=True)]


def _line(tokens: Sequence[Token], draft: Draft) -> str:
    text = join_tokens(tokens)
    return f"{SONG_MARK} {text} {SONG_MARK}" if text and draft.song else text


def _cuts(tokens: Sequence[Token], drafts: Sequence[Draft], profile: StyleProfile) -> list[int]:
    """Finds the cheapest places to cut between cues, by dynamic programming."""
    penalties = break_penalties(tokens, profile) if tokens else []
    widths = _running_widths(tokens)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        room = profile.line_length - 2 * margin_of(draft.kind, profile)
        places = _places(tokens, following)
        reached: dict[int, tuple[float, list[int]]] = {}
        for place in places:
            cut = _cut_cost(tokens, place, following, penalties)
            options = [
                (cost + cut + _line_cost(widths[place] - widths[start], room), [*cuts, place])
                for start, (cost, cuts) in best.items()
                if start <= place
            ]
            if options:
                reached[place] = min(options)
        best = reached
    return min(best.values())[1][:-1]


def _places(tokens: Sequence[Token], following: Draft | None) -> range:
    """Returns where the words of the cue before `following` may end, as counts of tokens."""
    if following is None:
        return range(len(tokens), len(tokens) + 1)
    near = sum(token.start < following.start for token in tokens)
    return range(max(0, near - _WINDOW), len(tokens) + 1)[: 2 * _WINDOW + 1]


def _cut_cost(
    tokens: Sequence[Token], place: int, following: Draft | None, penalties: Sequence[float]
) -> float:
    if following is None or not 0 < place < len(tokens):
        return 0.0
    return penalties[place - 1] + _PER_SECOND * abs(tokens[place].start - following.start)


def _line_cost(width: float, room: float) -> float:
    return _EMPTY_LINE if width <= 0 else _PER_CHARACTER_TOO_MANY * max(0.0, width - room)


def _running_widths(tokens: Sequence[Token]) -> list[float]:
    widths = [0.0]
    for token in tokens:
        widths.append(widths[-1] + token.length + len(token.glue))
    return widths
