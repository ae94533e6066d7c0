"""Diarization without gated models: the packaged segmentation network and voice encoder.

The network tells who of three is active in windows of five seconds; pieces of one voice each are
described; one clustering over the whole film tells who is who. Between portions only descriptions
and probabilities are kept, some tens of kilobytes a minute. The thresholds were set on the
training and development clips alone: see `tools/quality/speakers.py`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cp_whisperx.diarization.clustering import ClusterRules, Voices, cluster_voices
from cp_whisperx.diarization.frames import HeardFrames
from cp_whisperx.diarization.pieces import (
    ACTIVE,
    CLEARLY_HEARD,
    Piece,
    cut_pieces,
    pairs_of_one_moment,
    pairs_of_two_voices,
)
from cp_whisperx.diarization.turns import named_turns, turns_of_pieces
from cp_whisperx.diarization.voices import HOP, VoiceEncoder
from shared.config import Config
from shared.speaker_network import (
    FIRST_FRAME_CENTRE,
    FRAME_SAMPLES,
    FRAMES_IN_WINDOW,
    WINDOW_SAMPLES,
    SpeakerNetwork,
    Window,
)
from shared.wav import SAMPLE_RATE, read_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Windows follow each other after a second, so that most moments are heard five times: where one
# window errs at its border, the others outvote it.
STEP_FRAMES = 60
_RULES = ClusterRules(tight=0.25, alike=0.87, expected=0.76, trust=1.2, evidence=2.0)


class EmbeddingDiarizer:
    """Tells speakers apart by their voices: see `cp_whisperx.diarization.base`."""

    def __init__(self, config: Config) -> None:
        self._network = SpeakerNetwork()
        self._encoder = VoiceEncoder()
        self._rules = _RULES.bounded(
            config.diarization_min_speakers, config.diarization_max_speakers
        )
        self._pieces: list[Piece] = []
        self._vectors: list[NDArray[np.float32]] = []
        self._windows: list[tuple[int, NDArray[np.int8]]] = []
        self._end = 0.0

    def hear(self, audio: str, start: float, end: float) -> None:
        """Hears the windows that begin in a portion."""
        import numpy as np

        for window in self._network.hear(Path(audio), STEP_FRAMES, start, end):
            active = (window.activity >= ACTIVE).sum(axis=1).astype(np.int8)
            self._windows.append((window.first_frame, active))
            if active.any():
                self._describe(window, _samples_of(window, audio))
        self._end = end

    def turns(self) -> dict[str, Any]:
        """Clusters all voices heard and returns the turns in order."""
        if not self._pieces:
            return {"turns": [], "reason": ""}
        frames = HeardFrames.of(self._windows)
        speakers = cluster_voices(self._heard(frames), self._rules)
        raw = turns_of_pieces(self._pieces, speakers, frames.voices, self._end)
        turns = [turn.model_dump(mode="json") for turn in named_turns(raw)]
        return {"turns": turns, "reason": ""}

    def _heard(self, frames: HeardFrames) -> Voices:
        """Puts together what is known of the pieces as voices."""
        import numpy as np

        clean = np.array([piece.seconds for piece in self._pieces], dtype=np.float32)
        shares = [(1 / frames.times[p.first_frame : p.end_frame]).mean() for p in self._pieces]
        return Voices(
            np.stack(self._vectors), clean * np.array(shares, dtype=np.float32),
            clean >= CLEARLY_HEARD, pairs_of_one_moment(self._pieces),
            pairs_of_two_voices(self._pieces),
        )  # fmt: skip

    def close(self) -> None:
        """Frees the models."""
        self._network.close()
        self._encoder.close()

    def _describe(self, window: Window, samples: "NDArray[np.float32]") -> None:
        """Adds the voices of a window."""
        import numpy as np

        mel = self._encoder.spectrogram(samples)[:-1]
        power = np.square(samples).reshape(-1, HOP).mean(axis=1)
        frames = frames_of_hops(len(mel))
        for piece in cut_pieces(window):
            chosen = piece.heard[frames]
            self._vectors.append(self._encoder.describe(mel[chosen], float(power[chosen].mean())))
            self._pieces.append(piece)


def _samples_of(window: Window, audio: str) -> "NDArray[np.float32]":
    """Reads a window's samples, of shape (80000,); silence beyond the end."""
    import numpy as np

    start = window.first_frame * FRAME_SAMPLES / SAMPLE_RATE
    samples = read_samples(Path(audio), start, start + WINDOW_SAMPLES / SAMPLE_RATE)
    return np.pad(samples, (0, WINDOW_SAMPLES - len(samples)))


def frames_of_hops(hops: int) -> "NDArray[np.int_]":
    """Returns the network's frame under each hop of a window's spectrogram, of shape (hops,)."""
    import numpy as np

    middles = np.arange(hops) * HOP + HOP // 2
    places = (middles - FIRST_FRAME_CENTRE + FRAME_SAMPLES // 2) // FRAME_SAMPLES
    result: NDArray[np.int_] = np.clip(places, 0, FRAMES_IN_WINDOW - 1)
    return result
