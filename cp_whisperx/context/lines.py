"""What each line tells: its scene, its people, the grammar's cues; and to whom it may be said."""

from collections.abc import Sequence
from dataclasses import dataclass

from cp_whisperx.context.calling import Role, role_of
from cp_whisperx.context.cast import Cast, Character
from cp_whisperx.context.cues import Cues, hindi_cues
from cp_whisperx.context.english_cues import vocative_cues
from cp_whisperx.context.scenes import is_said
from cp_whisperx.context.tokens import tokens_of
from shared.artifacts import Scene, Segment

# An answer comes soon.
_ANSWER = 5.0
_HINDI = ("hi", "hi-Latn")
Named = tuple[tuple[Character, Role], ...]


@dataclass(frozen=True)
class Line:
    """A segment with what it tells.

    Attributes:
        speaker: Its voice; None where voices are not told apart.
        others: The voices it may be said to, the likeliest first.
        sure: Whether the first of them is the only other one in the scene.
    """

    segment: Segment
    scene: int
    speaker: str | None
    others: tuple[str, ...]
    sure: bool
    named: Named
    cues: Cues

    @property
    def called(self) -> list[Character]:
        """Whom the line calls."""
        return [character for character, role in self.named if role == "called"]


def read_lines(
    segments: Sequence[Segment], scenes: Sequence[Scene], cast: Cast, language: str
) -> list[Line]:
    """Reads all lines of a film.

    Args:
        segments: In order of time.
        scenes: What `scenes_of` made of them.
        cast: The film's people.
        language: The film's language; grammar is read in Hindi.
    """
    # One voice for everybody tells nobody apart.
    apart = len({row.speaker for row in segments if row.speaker and is_said(row)}) > 1
    tokens = list(tokens_of(segments))
    lines = []
    for at, segment in enumerate(segments):
        scene = _scene_at(scenes, segment)
        spoken = apart and is_said(segment)
        others, sure = _others(segments, at, scene) if spoken else ((), False)
        named = tuple((m.character, role_of(m, tokens[at])) for m in cast.mentions(tokens[at]))
        cues = _cues(segment, language)
        speaker = segment.speaker if apart else None
        lines.append(Line(segment, scene.number, speaker, others, sure, named, cues))
    return lines


def _scene_at(scenes: Sequence[Scene], segment: Segment) -> Scene:
    return next(scene for scene in reversed(scenes) if scene.start <= segment.start)


def _cues(segment: Segment, language: str) -> Cues:
    """Reads the grammar; what is sung is said to nobody in the scene."""
    if not is_said(segment):
        return Cues()
    cues = hindi_cues(segment.text) if (segment.language or language) in _HINDI else Cues()
    return vocative_cues(segment.text, cues)


def _others(segments: Sequence[Segment], at: int, scene: Scene) -> tuple[tuple[str, ...], bool]:
    """Returns whom a line may be said to: who answers, who spoke before, else the only other."""
    own = segments[at]
    rest = tuple(name for name in scene.speakers if name != own.speaker)
    near = [segments[n] for n in (at + 1, at - 1) if 0 <= n < len(segments)]
    found = [
        item.speaker
        for item in near
        if is_said(item) and item.speaker in rest and _gap(own, item) <= _ANSWER and item.speaker
    ]
    sure = len(rest) == 1
    return tuple(dict.fromkeys([*found, *(rest if sure else ())])), sure


def _gap(one: Segment, other: Segment) -> float:
    return max(one.start, other.start) - min(one.end, other.end)
