"""Makes `tests/fixtures/audio/dialogue.opus`: two people in quick exchange, once at the same time.

    python -m tools.small_models.make_dialogue

Speaks with flite's voices; `dialogue.json` says who says what and when. Needs flite.
"""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.small_models.make_flite_words import speak
from tools.small_models.make_speech_clips import TARGET, write_opus
from tools.small_models.micro_corpus import SAMPLE_RATE

LEAD, TAIL, LOUDNESS, SILENCE = 0.8, 0.8, 0.06, 0.01
# Voice, text, and seconds since the last one ended; below zero both speak.
LINES = (
    ("slt", "where are you going", 0.0), ("rms", "to the station", 0.15),
    ("slt", "can i come with you", 0.2), ("rms", "no you have to stay here", 0.15),
    ("slt", "but i want to see the train", 0.5),
    ("rms", "are you sure", 0.15), ("slt", "yes i am", 0.1), ("rms", "why", 0.1),
    ("slt", "i like it", 0.1),
    ("rms", "the train is very late today and nobody knows when it will come", 0.4),
    ("slt", "we will wait until the evening and then we will go home", 0.6),
    ("rms", "thank you very much", -0.4), ("slt", "what did you say", 0.4),
    ("rms", "nothing at all", 0.2), ("slt", "good night my friend", 0.15),
    ("rms", "good night", 0.15),
)  # fmt: skip


def said_by(voice: str, text: str) -> NDArray[np.float32]:
    """Speaks a line at the common loudness, without silence around it."""
    samples, _ = speak(voice, text)
    heard = np.flatnonzero(np.abs(samples) > SILENCE * np.abs(samples).max())
    line = samples[heard[0] : heard[-1] + 1]
    return line * np.float32(LOUDNESS / np.sqrt(np.square(line).mean()))


def lay_out() -> tuple[NDArray[np.float32], list[dict[str, Any]]]:
    """Puts the lines where they belong, and says who says what when."""
    spoken = [said_by(voice, text) for voice, text, _ in LINES]
    total = LEAD + TAIL + sum(len(line) / SAMPLE_RATE for line in spoken)
    total += sum(max(0.0, gap) for *_, gap in LINES)
    samples = np.zeros(round(total * SAMPLE_RATE), dtype=np.float32)
    turns: list[dict[str, Any]] = []
    end = LEAD
    for (voice, text, gap), line in zip(LINES, spoken, strict=True):
        first = round((end + gap) * SAMPLE_RATE)
        samples[first : first + len(line)] += line
        start, end = first / SAMPLE_RATE, (first + len(line)) / SAMPLE_RATE
        turns.append(
            {"speaker": voice, "text": text, "start": round(start, 3), "end": round(end, 3)}
        )
    return samples[: round((end + TAIL) * SAMPLE_RATE)], turns


def main() -> None:
    """Makes the clip and its turns."""
    samples, turns = lay_out()
    write_opus(TARGET / "dialogue.opus", samples)
    text = json.dumps(turns, indent=1)
    (TARGET / "dialogue.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
