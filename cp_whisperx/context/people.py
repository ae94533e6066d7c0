"""Tells who the voices of a film are, by evidence counted over the whole of it.

A name is given where the film says it more than once, or somebody says their own, and nothing
speaks against it; everybody else stays a number. Who calls a name does not bear it.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from cp_whisperx.context.cast import Cast, Character
from cp_whisperx.context.lines import Line
from shared.artifacts import Gender, Person
from shared.speaker_map import MappedSpeaker

# Where there is one other person alone, a call means that one.
_SAYS_OWN, _CALLED_ALONE, _ANSWERS, _BEFORE, _SHOWN, _CALLS = 3.0, 1.5, 1.0, 0.5, 0.5, -2.0
_LEAST_NAME, _LEAST_MARGIN = 2.5, 2.0
_LEAST_GENDER, _LEAST_SHARE = 2.0, 0.75


@dataclass
class _Evidence:
    names: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    pieces: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    genders: defaultdict[str, Counter[Gender]] = field(default_factory=lambda: defaultdict(Counter))
    characters: dict[str, Character] = field(default_factory=dict)

    def add(self, speaker: str, character: Character, weight: float) -> None:
        self.names[speaker][character.name] += weight  # type: ignore[assignment]
        self.pieces[speaker][character.name] += 1
        self.characters[character.name] = character


def people_of(lines: Sequence[Line], mapped: Sequence[MappedSpeaker], cast: Cast) -> list[Person]:
    """Returns every voice with what is known of it.

    Args:
        lines: The film's lines.
        mapped: What the user says; it wins over everything.
        cast: The film's people, whose gender a voice has that the user gives their name.
    """
    speakers = sorted({line.speaker for line in lines if line.speaker})
    evidence = _gathered(lines)
    by_user = {row.speaker: row for row in mapped}
    taken = set()
    for name in filter(None, (row.name for row in mapped)):
        if character := cast.character(name):
            evidence.characters[name] = character
        taken.add(character.name if character else name)
    names = _named(evidence, taken)
    return [_person(speaker, by_user.get(speaker), names, evidence) for speaker in speakers]


def _gathered(lines: Sequence[Line]) -> _Evidence:
    evidence = _Evidence()
    for line in lines:
        if line.speaker is None:
            continue
        for gender, weight in line.cues.speaker.items():
            evidence.genders[line.speaker][gender] += weight
        if line.sure and line.others:
            for gender, weight in line.cues.addressee.items():
                evidence.genders[line.others[0]][gender] += weight
        for character, role in line.named:
            _weigh(evidence, line, character, role)
    return evidence


def _weigh(evidence: _Evidence, line: Line, character: Character, role: str) -> None:
    speaker = line.speaker or ""
    if role == "self":
        evidence.add(speaker, character, _SAYS_OWN)
    elif role == "called":
        evidence.add(speaker, character, _CALLS)
        weights = (_CALLED_ALONE,) if line.sure else (_ANSWERS, _BEFORE)
        for weight, other in zip(weights, line.others, strict=False):
            evidence.add(other, character, weight)
    elif role == "shown" and line.others:
        evidence.add(speaker, character, _CALLS)
        evidence.add(line.others[0], character, _SHOWN)


def _named(evidence: _Evidence, taken: set[str]) -> dict[str, str]:
    """Gives names, the surest first; each to one voice and each voice one."""
    ranked = sorted(
        ((score, speaker, name) for speaker, names in evidence.names.items()
         for name, score in names.items()),
        reverse=True,
    )  # fmt: skip
    chosen: dict[str, str] = {}
    for score, speaker, name in ranked:
        if name in taken or speaker in chosen or not _is_sure(evidence, speaker, name, score):
            continue
        chosen[speaker] = name
        taken = taken | {name}
    return chosen


def _is_sure(evidence: _Evidence, speaker: str, name: str, score: float) -> bool:
    rivals = [other for text, other in evidence.names[speaker].items() if text != name]
    rivals += [row[name] for who, row in evidence.names.items() if who != speaker]
    if score < _LEAST_NAME or score < _LEAST_MARGIN * max(rivals, default=0.0):
        return False
    told, known = _gender_by_grammar(evidence.genders[speaker]), evidence.characters[name].gender
    return "unknown" in (told, known) or told == known


def _gender_by_grammar(counts: Counter[Gender]) -> Gender:
    total = sum(counts.values())
    for gender, weight in counts.most_common(1):
        if weight >= _LEAST_GENDER and weight >= _LEAST_SHARE * total:
            return gender
    return "unknown"


def _person(
    speaker: str, user: MappedSpeaker | None, names: dict[str, str], evidence: _Evidence
) -> Person:
    heard = names.get(speaker, "")
    name = user.name if user and user.name else heard
    own = evidence.names[speaker]
    counts: dict[str, float] = {
        f"gender_{k}": round(v, 1) for k, v in evidence.genders[speaker].items()
    }
    if heard:
        counts["name"] = round(own[heard], 1)
        counts["name_pieces"] = float(evidence.pieces[speaker][heard])
    gender, how = _gender(speaker, user, evidence.characters.get(name), evidence)
    known = "user" if user and user.name else ("heard" if heard else "")
    return Person(speaker=speaker, name=name, name_known=known, gender=gender, gender_known=how,
                  evidence=counts)  # fmt: skip


def _gender(
    speaker: str, user: MappedSpeaker | None, character: Character | None, evidence: _Evidence
) -> tuple[Gender, str]:
    """Returns a voice's gender and how it is known: what the user says, the cast, the grammar."""
    if user and user.gender != "unknown":
        return user.gender, "user"
    if character and character.known == "cast":
        return character.gender, "cast"
    told = _gender_by_grammar(evidence.genders[speaker])
    if told != "unknown":
        return told, "grammar"
    return (character.gender, character.known) if character else ("unknown", "")
