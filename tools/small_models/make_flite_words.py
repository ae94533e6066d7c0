"""Makes `tests/fixtures/audio/flite_words.opus`: English by flite with the true time of each word.

    python -m tools.small_models.make_flite_words

flite tells when each phone ends; a word has as many phones in a sentence as alone. Needs flite.
"""

import json
import re
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.small_models.make_speech_clips import TARGET, write_opus
from tools.small_models.micro_corpus import SAMPLE_RATE

SENTENCES = (
    ("slt", "We missed the early train, so nobody was there when the letter came."),
    ("rms", "My sister keeps her red coat behind the kitchen door."),
    (
        "slt",
        "Water is also used in great amounts to keep the machines from getting too hot.",
    ),
)
LEAD, PAUSE = 0.5, 0.7
_PHONE = re.compile(r"(\S+):([0-9.]+)")

Phones = list[tuple[str, float]]
Timed = list[tuple[str, float, float]]


def speak(voice: str, text: str) -> tuple[NDArray[np.float32], Phones]:
    """Speaks a text; returns samples and each phone with the second of its end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        command = ["flite", "-voice", voice, "-t", text, "-psdur", "-o", str(path)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        with wave.open(str(path), "rb") as stream:
            data = np.frombuffer(stream.readframes(stream.getnframes()), dtype="<i2")
    phones = [(name, float(end)) for name, end in _PHONE.findall(said)]
    return data.astype(np.float32) / np.float32(32_768), phones


def word_times(voice: str, text: str, phones: Phones) -> Timed:
    """Gives each word its phones' time."""
    starts = [0.0, *(end for _, end in phones[:-1])]
    spans = [
        (start, end) for start, (name, end) in zip(starts, phones, strict=True) if name != "pau"
    ]
    timed: Timed = []
    first = 0
    for word in text.split():
        count = sum(name != "pau" for name, _ in speak(voice, word)[1])
        timed.append((word, spans[first][0], spans[first + count - 1][1]))
        first += count
    if first != len(spans):
        raise SystemExit(f"flite says {text!r} with other phones than its words alone.")
    return timed


def main() -> None:
    """Makes the clip and its times."""
    parts = [np.zeros(int(LEAD * SAMPLE_RATE), dtype=np.float32)]
    sentences: list[dict[str, Any]] = []
    for voice, text in SENTENCES:
        at = sum(len(part) for part in parts) / SAMPLE_RATE
        samples, phones = speak(voice, text)
        words = [
            [word, round(at + start, 3), round(at + end, 3)]
            for word, start, end in word_times(voice, text, phones)
        ]
        sentences.append({"language": "en", "text": text, "words": words})
        parts += [samples, np.zeros(int(PAUSE * SAMPLE_RATE), dtype=np.float32)]
    write_opus(TARGET / "flite_words.opus", np.concatenate(parts))
    text = json.dumps(sentences, ensure_ascii=False, indent=1)
    (TARGET / "flite_words.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
