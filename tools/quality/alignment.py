"""How far words' starts are from the truth, for each alignment engine that can run here."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.script import ScriptReader
from cp_whisperx.vad.silero import SileroVad
from shared.artifacts import SpeechRegions, Transcript
from shared.atomic import write_json
from shared.config import load_config
from shared.engines import get_engine
from shared.environment_manager import EnvironmentManager
from shared.wav import SAMPLE_RATE, read_samples
from tests.support.audio import CLIPS, decode_to_wav, said_in
from tests.support.ctc_model import CTC_MICRO, Spoken, WordTimes, as_spoken
from tests.support.wav import write_wav
from tools.quality.align_elsewhere import align

TITLE = "Word times"
_TOLERANCE = 0.1
# Pauses between the clips that a script is aligned with, in seconds, in turn.
_PAUSES = (0.6, 4.0, 15.0, 1.5, 8.0)

INTRODUCTION = """\
Starts of words against a reference: median and 95th percentile of the error, and the share of
words within 100 ms. The aligners get each line's text with bounds that are a quarter second off,
as a recogniser gives them. The reference of the synthetic clips is exact. That of the real
recordings is a forced alignment by pocketsphinx with the exact text (about 50 ms): there the
engine pocketsphinx is compared with its own kind. `ctc` and `wav2vec2` ran on a toy model that
knows the fifteen sentences of the synthetic clips alone: they prove the path and say nothing of
the models for real speech, which are fetched and were not on the machine that measured.
"""
SCRIPT = """\
A script in place of recognition (`--script`): the same clips joined with pauses of 0.6 to 15 s,
their texts given as plain lines without times, or as subtitles that begin 37.3 s late and run at
25 in place of 24 frames a second. One line that nobody says was added to the plain text.
"""
_HEAD = "| engine | material | words | median | 95th percentile | within 100 ms |"
_RULE = "| --- | --- | ---: | ---: | ---: | ---: |"


@dataclass(frozen=True)
class Engine:
    """An engine with a model, by the name that the table shows."""

    name: str
    model: str = ""
    environment: str = "common"


def engines(data: Path) -> list[Engine]:
    """Returns the engines that can run here, on the models that are here."""
    found = [Engine("ctc", str(CTC_MICRO)), Engine("pocketsphinx"), Engine("recogniser")]
    folder = data.parent / "small-models" / "ctc"
    if EnvironmentManager().is_ready("whisperx") and (folder / "model.safetensors").is_file():
        found.insert(0, Engine("wav2vec2", str(folder), "whisperx"))
    return found


def measure(data: Path) -> str:
    """Measures every engine on the clips of its language, then scripts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        synthetic = {name: _synthetic(name, folder) for name in ("english", "hindi")}
        real = list(recordings(data, folder))
        rows = [*_lines(synthetic, real, engines(data), folder)]
        scripts = [*_scripts(synthetic, joined(real, folder / "real.wav"), folder)]
    lines = [INTRODUCTION, _HEAD, _RULE, *rows, "", SCRIPT, _HEAD, _RULE, *scripts]
    return "\n".join(lines)


def _lines(
    synthetic: dict[str, Spoken], real: Sequence[Spoken], found: Sequence[Engine], folder: Path
) -> Iterator[str]:
    for engine in found:
        for name, spoken in synthetic.items():
            if engine.name != "pocketsphinx":
                aligned = run(engine, spoken, folder)
                yield row(engine.name, f"synthetic {name}", errors_of(aligned, spoken.truth))
        if not engine.model:
            errors = [errors_of(run(engine, one, folder), one.truth) for one in real]
            yield row(engine.name, "real English", np.concatenate(errors))


def _scripts(synthetic: dict[str, Spoken], real: Spoken, folder: Path) -> Iterator[str]:
    both = joined(list(synthetic.values()) * 3, folder / "both.wav")
    for engine, spoken, name in (
        (Engine("ctc", str(CTC_MICRO)), both, "synthetic"),
        (Engine("pocketsphinx"), real, "real English"),
    ):
        for kind in ("txt", "srt"):
            script = write_script(spoken.truth, folder / f"script.{kind}")
            aligned = run(engine, as_script(spoken, script), folder)
            what = "plain text" if kind == "txt" else "shifted subtitles"
            yield row(engine.name, f"{name}, {what}", errors_of(aligned, spoken.truth))


def run(engine: Engine, spoken: Spoken, folder: Path) -> Transcript:
    """Aligns with an engine, in its environment where that is another one."""
    files = [spoken.audio, folder / "transcript.json", folder / "regions.json"]
    write_json(files[1], spoken.transcript.model_dump(mode="json"))
    write_json(files[2], spoken.regions.model_dump(mode="json"))
    if engine.environment == get_engine("alignment", "ctc").environment:
        return align(engine.name, engine.model, files)
    python = EnvironmentManager().python(engine.environment)
    module = ["-m", "tools.quality.align_elsewhere", engine.name, engine.model]
    done = subprocess.run(
        [python, *module, *files], capture_output=True, check=True, cwd=Path(__file__).parents[2]
    )
    return Transcript.model_validate_json(done.stdout)


def errors_of(aligned: Transcript, truth: tuple[WordTimes, ...]) -> NDArray[np.float64]:
    """Returns each word's error in seconds; a word that was not placed is infinitely far off."""
    found = {segment.id: segment.words for segment in aligned.segments}
    errors = []
    for number, words in enumerate(truth):
        own = found.get(number, ())
        same = [word.text for word in own] == [text for text, _, _ in words]
        pairs = zip(own, words, strict=True) if same else ()
        errors += [abs(word.start - start) for word, (_, start, _) in pairs]
        errors += [] if same else [np.inf] * len(words)
    return np.array(errors)


def row(engine: str, material: str, errors: NDArray[np.float64]) -> str:
    """Makes a row of the table."""
    middle, high = np.percentile(errors, [50, 95], method="higher")
    share = (errors <= _TOLERANCE).mean()
    return (
        f"| `{engine}` | {material} | {len(errors)} | {1000 * middle:.0f} ms | "
        f"{1000 * high:.0f} ms | {share:.1%} |"
    )


def _synthetic(name: str, folder: Path) -> Spoken:
    audio = decode_to_wav(CLIPS / f"{name}.opus", folder / f"{name}.wav")
    truth = tuple(said.words for said in said_in(f"{name}.opus"))
    return as_spoken(audio, truth, "hi" if name == "hindi" else "en")


def recordings(data: Path, folder: Path) -> Iterator[Spoken]:
    """Yields the real recordings that have a reference."""
    for path in sorted((data / "speech_en" / "librivox_ps").glob("sense*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))["w"]
        words = [(r["t"].split("(")[0], r["b"], r["b"] + r["d"]) for r in rows]
        audio = decode_to_wav(path.with_suffix(".wav"), folder / f"{path.stem}.wav")
        yield as_spoken(audio, (tuple(w for w in words if w[0][0] != "<"),), "en")
    reference = json.loads((data / "alignments/jfk_pocketsphinx_align.json").read_text("utf-8"))
    words = [(w["word"], w["start"], w["end"]) for w in reference["words"]]
    audio = decode_to_wav(data / "speech_en" / "jfk.flac", folder / "jfk.wav")
    yield as_spoken(audio, (tuple(words),), "en")


def joined(clips: Sequence[Spoken], path: Path) -> Spoken:
    """Joins the sentences of clips with pauses of several lengths between them."""
    said = [(clip, words) for clip in clips for words in clip.truth]
    parts, truth, now = [], [], 0.0
    noise = np.random.default_rng(1)
    for number, (clip, words) in enumerate(said):
        begin, end = max(0.0, words[0][1] - 0.1), words[-1][2] + 0.1
        samples = read_samples(clip.audio, begin, end)
        truth.append(tuple((text, a - begin + now, b - begin + now) for text, a, b in words))
        length = int(_PAUSES[number % len(_PAUSES)] * SAMPLE_RATE)
        # No room is without any sound.
        pause = noise.normal(0, 1e-3, length).astype(np.float32)
        parts += [samples, pause]
        now += (len(samples) + len(pause)) / SAMPLE_RATE
    audio = write_wav(path, np.concatenate(parts))
    return as_spoken(audio, tuple(truth), clips[0].transcript.language)


def write_script(truth: Sequence[WordTimes], path: Path) -> Path:
    """Writes a script: plain lines and one that nobody says, or subtitles of another copy."""
    texts = [" ".join(text for text, _, _ in words) for words in truth]
    if path.suffix == ".txt":
        content = [*texts, "Seventeen purple elephants were dancing on the old bridge."]
    else:
        content = [
            f"{n + 1}\n{_stamp(words[0][1])} --> {_stamp(words[-1][2])}\n{text}\n"
            for n, (text, words) in enumerate(zip(texts, truth, strict=True))
        ]
    path.write_text("\n".join(content), encoding="utf-8")
    return path


def _stamp(seconds: float) -> str:
    milliseconds = round(1000 * (seconds * 24 / 25 + 37.3))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"


def as_script(spoken: Spoken, script: Path) -> Spoken:
    """Gives a clip the transcript and the speech that the pipeline makes of it and a script."""
    config = load_config(overrides={"ALIGNMENT_SCRIPT": str(script), "NUM_THREADS": "1"})
    regions: SpeechRegions = SileroVad(config).detect(spoken.audio, lambda _share: None)
    request = RecognitionRequest(spoken.audio, regions, spoken.transcript.language)
    transcript = ScriptReader(config).transcribe(request, lambda _share: None)
    return Spoken(spoken.audio, spoken.truth, transcript, regions)
