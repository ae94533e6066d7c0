"""Puts together who is who in a film, and who says each line to whom and how."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cp_whisperx.context.cast import Cast
from cp_whisperx.context.lines import Line, read_lines
from cp_whisperx.context.people import people_of
from cp_whisperx.context.scenes import scenes_of
from shared.artifacts import (
    Address,
    FilmContext,
    Gender,
    Person,
    Register,
    Segment,
    SegmentContext,
)
from shared.speaker_map import MappedSpeaker

_LEAST_SHARE = 0.75
# Within its scene one line is enough to go by; over the film it takes more.
_LEAST_LINES, _LEAST_FILM_LINES = 1, 3
Pair = tuple[str, str, int | None]


def film_context(
    segments: Sequence[Segment],
    cast: Cast,
    language: str,
    mapped: Sequence[MappedSpeaker] = (),
    before: Mapping[tuple[str, str], Register] = MappingProxyType({}),
) -> FilmContext:
    """Tells who is who and who speaks to whom.

    Args:
        segments: The film's lines in order of time.
        cast: Its people.
        language: BCP-47 code of the lines.
        mapped: What the user says of the voices.
        before: How people spoke to each other in other films of the series, by name; it counts
            where this film does not tell.
    """
    scenes = scenes_of(segments)
    lines = read_lines(segments, scenes, cast, language)
    people = people_of(lines, mapped, cast)
    known = {person.speaker: person for person in people}
    voices = _by_name(people, cast)
    listeners = [_addressee(line, voices) for line in lines]
    registers = _registers(zip(lines, listeners, strict=True))
    rows = tuple(
        _segment(line, listener, known, _Registers(registers, known, before))
        for line, listener in zip(lines, listeners, strict=True)
    )
    return FilmContext(
        people=tuple(people), scenes=tuple(scenes), addresses=tuple(registers.values()),
        segments=rows,
    )  # fmt: skip


def _by_name(people: Sequence[Person], cast: Cast) -> dict[str, str]:
    """Returns the voice of each name, as the cast writes it: a user may map Aditi Mahant short."""
    found = ((cast.character(person.name), person) for person in people if person.name)
    return {character.name if character else p.name: p.speaker for character, p in found}


def _addressee(line: Line, voices: Mapping[str, str]) -> str | None:
    """Returns the voice that a line is said to: whom it calls, else the only other one."""
    called = {character.name for character in line.called}
    if called:
        heard = {voices[name] for name in called if name in voices} - {line.speaker}
        return heard.pop() if len(called) == len(heard) == 1 else None
    return line.others[0] if line.sure and line.others else None


def _registers(lines: Iterable[tuple[Line, str | None]]) -> dict[Pair, Address]:
    """Counts how each speaks to each, by scene and over the film."""
    counts: dict[Pair, list[Register]] = {}
    for line, listener in lines:
        own = _surest(line.cues.register)
        if line.speaker and listener and own != "unknown":
            for scene in (line.scene, None):
                counts.setdefault((line.speaker, listener, scene), []).append(own)
    found = {}
    for (speaker, listener, scene), told in counts.items():
        best, count = Counter(told).most_common(1)[0]
        least = _LEAST_FILM_LINES if scene is None else _LEAST_LINES
        if count >= _LEAST_SHARE * len(told) and len(told) >= least:
            found[speaker, listener, scene] = Address(
                speaker=speaker, addressee=listener, addressed_as=best, scene=scene,
                confidence=round(count / len(told), 2), lines=len(told),
            )  # fmt: skip
    return found


def _surest(counts: Counter[Register]) -> Register:
    """Returns what a line says itself; nothing where it says two things."""
    return next(iter(counts)) if len(counts) == 1 else "unknown"


def _told(counts: Counter[Gender], least: float = 1.0) -> Gender:
    best = [gender for gender, weight in counts.items() if weight >= least]
    return best[0] if len(best) == 1 and len(counts) == 1 else "unknown"


@dataclass(frozen=True)
class _Registers:
    """How people speak to each other: in a scene, over the film, in the series' other films."""

    own: Mapping[Pair, Address]
    people: Mapping[str, Person]
    before: Mapping[tuple[str, str], Register]

    def find(self, speaker: str, listener: str, scene: int) -> Register:
        for at in (scene, None):
            if found := self.own.get((speaker, listener, at)):
                return found.addressed_as
        names = (self.people[speaker].name, self.people[listener].name)
        return self.before.get(names, "unknown") if all(names) else "unknown"


def _segment(
    line: Line, listener: str | None, known: dict[str, Person], registers: _Registers
) -> SegmentContext:
    """Says what is known of one line; its own grammar wins over what is known of the voices."""
    speaker, addressee = known.get(line.speaker or ""), known.get(listener or "")
    own = _told(line.cues.speaker)
    other = _told(line.cues.addressee)
    called = {character.gender for character in line.called}
    if other == "unknown":
        by_call = called.pop() if len(called) == 1 else "unknown"
        other = addressee.gender if addressee and addressee.gender != "unknown" else by_call
    return SegmentContext(
        id=line.segment.id,
        scene=line.scene,
        speaker=line.speaker,
        addressee=listener,
        speaker_gender=own if own != "unknown" else (speaker.gender if speaker else "unknown"),
        addressee_gender=other,
        addressed_as=_register(line, listener, registers),
        kind=line.segment.kind,
    )


def _register(line: Line, listener: str | None, registers: _Registers) -> Register:
    if line.cues.register:
        return _surest(line.cues.register)
    if line.speaker is None or listener is None or line.segment.kind == "song":
        return "unknown"
    return registers.find(line.speaker, listener, line.scene)
