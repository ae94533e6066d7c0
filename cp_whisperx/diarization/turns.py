"""Makes turns out of what was heard frame by frame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cp_whisperx.diarization.pieces import Piece, runs_of
from shared.artifacts import SpeakerTurn
from shared.speaker_network import SPEAKERS_IN_WINDOW, frame_time

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Pauses and turns below these seconds are breaths and clicks.
_LONGEST_BREATH = 0.4
_SHORTEST_TURN = 0.15


@dataclass(frozen=True)
class RawTurn:
    """Somebody's turn under whatever name; confidence from 0 to 1."""

    start: float
    end: float
    speaker: str
    confidence: float | None = None


def turns_of_pieces(
    pieces: Sequence[Piece],
    speakers: "NDArray[np.int_]",
    voices: "NDArray[np.int8]",
    duration: float,
) -> list[RawTurn]:
    """Puts pieces that overlap in time together.

    Args:
        pieces: What was heard.
        speakers: The speaker of each piece, of shape (pieces,).
        voices: How many speak in each frame of the audio, of shape (frames,).
        duration: Length of the audio in seconds.
    """
    import numpy as np

    count = int(speakers.max(initial=-1)) + 1
    evidence = np.zeros((len(voices), count), dtype=np.float16)
    for piece, speaker in zip(pieces, speakers.tolist(), strict=True):
        evidence[piece.first_frame : piece.end_frame, speaker] += piece.activity
    active = _loudest(evidence, voices)
    return [
        turn
        for speaker in range(count)
        for turn in _turns(active[:, speaker], str(speaker), duration)
    ]


def _loudest(evidence: "NDArray[np.float16]", voices: "NDArray[np.int8]") -> "NDArray[np.bool_]":
    """Gives each frame to as many speakers as speak in it, those with most evidence first."""
    import numpy as np

    active = np.zeros(evidence.shape, dtype=bool)
    for rank in range(min(SPEAKERS_IN_WINDOW, evidence.shape[1])):
        best = evidence.argmax(axis=1)
        frames = np.flatnonzero((voices > rank) & (evidence.max(axis=1) > 0))
        active[frames, best[frames]] = True
        evidence[np.arange(len(best)), best] = 0
    return active


def _turns(active: "NDArray[np.bool_]", speaker: str, duration: float) -> list[RawTurn]:
    turns = []
    for first, last in runs_of(active, _LONGEST_BREATH, _SHORTEST_TURN):
        start, end = max(0.0, frame_time(first)), min(frame_time(last), duration)
        if end > start:
            turns.append(RawTurn(start, end, speaker, float(active[first:last].mean())))
    return turns


def named_turns(raw: Iterable[RawTurn]) -> tuple[SpeakerTurn, ...]:
    """Orders turns, names speakers by who is heard first, and marks who is talked over.

    Names are stable: the same turns give the same names, whatever they were called before.
    """
    ordered = sorted(raw, key=lambda turn: (turn.start, turn.end, turn.speaker))
    heard = dict.fromkeys(turn.speaker for turn in ordered)
    names = {speaker: f"SPEAKER_{number:02d}" for number, speaker in enumerate(heard)}
    overlapped = _overlapped(ordered)
    return tuple(
        SpeakerTurn(
            start=round(turn.start, 3),
            end=round(turn.end, 3),
            speaker=names[turn.speaker],
            confidence=None if turn.confidence is None else round(turn.confidence, 4),
            overlapped=index in overlapped,
        )
        for index, turn in enumerate(ordered)
    )


def _overlapped(ordered: Sequence[RawTurn]) -> set[int]:
    """Returns the positions of turns during which somebody else speaks."""
    found: set[int] = set()
    running: list[int] = []
    for index, turn in enumerate(ordered):
        running = [other for other in running if ordered[other].end > turn.start]
        for other in running:
            if ordered[other].speaker != turn.speaker:
                found |= {index, other}
        running.append(index)
    return found
