"""Reads and writes RTTM, the field's text format for who speaks when.

A turn is a line `SPEAKER file channel start duration <NA> <NA> speaker <NA> <NA>`, in seconds.
Source: NIST, Rich Transcription evaluation plan 2009, appendix A.
"""

import math
from collections.abc import Iterable
from pathlib import Path

from cp_whisperx.diarization.turns import RawTurn, named_turns
from shared.artifacts import SpeakerTurn, SpeakerTurns
from shared.errors import InvalidInputError

_KIND = "SPEAKER"
_FEWEST_FIELDS = 8


def write_rttm(turns: Iterable[SpeakerTurn], name: str) -> str:
    """Renders turns; blanks in the film's name become underscores, since blanks part fields."""
    file = "_".join(name.split()) or "film"
    return "".join(
        f"{_KIND} {file} 1 {turn.start:.3f} {turn.end - turn.start:.3f} <NA> <NA> "
        f"{turn.speaker} <NA> <NA>\n"
        for turn in turns
    )


def read_rttm(path: Path, duration: float) -> SpeakerTurns:
    """Reads known turns; speakers are named anew by who is heard first.

    Args:
        path: The file; lines of other kinds than SPEAKER are passed over.
        duration: Length of the audio in seconds; what lies beyond it is left out.

    Raises:
        InvalidInputError: If it is not RTTM, is of several recordings, or none of its turns
            lies in the audio.
    """
    lines = list(enumerate(_text(path).splitlines(), 1))
    rows = [(number, line.split()) for number, line in lines if line.startswith(_KIND)]
    files = sorted({fields[1] for _, fields in rows if len(fields) > 1})
    if len(files) > 1:
        raise InvalidInputError(
            f"{path} has the turns of several recordings: {', '.join(files[:5])}.",
            "Give a file with the turns of this film alone.",
        )
    turns = [_turn(path, number, fields) for number, fields in rows]
    inside = [_cut(turn, duration) for turn in turns if turn.start < duration]
    if not inside:
        raise InvalidInputError(
            f"{path} has no turns within the {duration:.1f} s of this audio.",
            "Each line must be: SPEAKER file 1 start duration <NA> <NA> speaker <NA> <NA>.",
        )
    return SpeakerTurns(engine="rttm", duration=duration, turns=named_turns(inside))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            f"The file of turns {path} cannot be read: {error}.", "Check DIARIZATION_RTTM."
        ) from error


def _turn(path: Path, number: int, fields: list[str]) -> RawTurn:
    try:
        start, length = float(fields[3]), float(fields[4])
        speaker = fields[7]
    except (IndexError, ValueError):
        start, length, speaker = math.nan, math.nan, ""
    if len(fields) < _FEWEST_FIELDS or not (0 <= start < math.inf and 0 < length < math.inf):
        raise InvalidInputError(
            f"{path}:{number} is no turn: a start, a duration above 0 and a speaker are wanted.",
            "Each line must be: SPEAKER file 1 start duration <NA> <NA> speaker <NA> <NA>.",
        )
    return RawTurn(start, start + length, speaker)


def _cut(turn: RawTurn, duration: float) -> RawTurn:
    return RawTurn(turn.start, min(turn.end, duration), turn.speaker)
