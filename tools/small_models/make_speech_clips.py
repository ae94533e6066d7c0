"""Makes the spoken clips in `tests/fixtures/audio` with their true times.

    python -m tools.small_models.make_speech_clips

Needs espeak-ng, flite, scipy, PyAV.
"""

import json
import subprocess
import tempfile
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from tools.small_models.micro_corpus import SAMPLE_RATE, Utterance, utterances

TARGET = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "audio"
LEAD, PAUSE, TAIL = 0.6, 0.9, 0.7
BITS_PER_SECOND = 32_000
FLITE_TEXT = "please bring me a cup of tea and close the door behind you"


def lay_out(items: list[Utterance]) -> tuple[NDArray[np.float32], list[dict[str, Any]]]:
    """Puts utterances one after the other, and says when what is said."""
    parts = [np.zeros(int(LEAD * SAMPLE_RATE), dtype=np.float32)]
    sentences = []
    for item in items:
        at = sum(len(part) for part in parts) / SAMPLE_RATE
        words = [[w.text, round(at + w.start, 3), round(at + w.end, 3)] for w in item.words]
        sentences.append(
            {
                "text": item.sentence.text,
                "start": round(at + item.start, 3),
                "end": round(at + item.end, 3),
                "words": words,
            }
        )
        parts += [item.samples, np.zeros(int(PAUSE * SAMPLE_RATE), dtype=np.float32)]
    parts.append(np.zeros(int(TAIL * SAMPLE_RATE), dtype=np.float32))
    return np.concatenate(parts), sentences


def flite_speech() -> NDArray[np.float32]:
    """Speaks with flite's voice slt, which pocketsphinx understands far better than espeak-ng."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(["flite", "-voice", "slt", "-t", FLITE_TEXT, path], check=True)
        with wave.open(str(path), "rb") as stream:
            if stream.getframerate() != SAMPLE_RATE:
                raise SystemExit(f"flite spoke at {stream.getframerate()} Hz.")
            data = np.frombuffer(stream.readframes(stream.getnframes()), dtype="<i2")
    quiet = np.zeros(int(LEAD * SAMPLE_RATE), dtype=np.float32)
    return np.concatenate((quiet, data.astype(np.float32) / 32_768, quiet))


def write_opus(path: Path, samples: NDArray[np.float32]) -> None:
    """Writes 16 kHz mono Opus in an Ogg file."""
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE)
        stream.bit_rate = BITS_PER_SECOND
        stream.layout = "mono"
        scaled = (np.clip(samples, -1, 1) * 32_767).round().astype(np.int16)
        frame = av.AudioFrame.from_ndarray(scaled[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def main() -> None:
    """Makes all clips and `clips.json`."""
    spoken = utterances()
    chosen = {
        "english.opus": ("en", [spoken[0], spoken[3], spoken[5]]),
        "hindi.opus": ("hi", [spoken[8], spoken[9], spoken[13]]),
    }
    clips: dict[str, Any] = {}
    for name, (language, items) in chosen.items():
        samples, sentences = lay_out(items)
        write_opus(TARGET / name, samples)
        clips[name] = {"language": language, "sentences": sentences}
    write_opus(TARGET / "flite.opus", flite_speech())
    clips["flite.opus"] = {"language": "en", "sentences": [{"text": FLITE_TEXT}]}
    text = json.dumps(clips, ensure_ascii=False, indent=1)
    (TARGET / "clips.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
