"""How much speech has words over it before and after the coverage audit, and what it must not add.

Real English recordings whose word times are known are spliced with silence, music and noise, and
heard by pocketsphinx, which needs no model that would have to be fetched.
"""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.coverage import Attempt, AuditRules, audit_coverage
from cp_whisperx.asr.hearing import Hearing
from cp_whisperx.asr.pocketsphinx import PocketSphinx
from cp_whisperx.asr.voice import voiced_share
from cp_whisperx.hallucination.phrases import known_phrase
from cp_whisperx.vad.silero import SileroVad
from shared.artifacts import SpeechRegion, SpeechRegions, TimeSpan, Transcript
from shared.config import load_config
from shared.wav import SAMPLE_RATE, duration_of
from tools.sound_files import read_sound, write_sound

TITLE = "Coverage: speech without words is heard again"

Span = tuple[float, float]
_SILENCE = 3.0
_STEP = 0.01
# Where the recording of music and noise has which.
_MUSIC, _NOISE = (2.0, 20.0), (31.0, 55.0)
_LOST = 3


@dataclass(frozen=True)
class Film:
    """Recordings behind each other.

    Attributes:
        words: When a word is said.
        empty: Where there is music or noise and nobody speaks.
    """

    audio: Path
    words: list[Span]
    empty: list[Span]


@dataclass(frozen=True)
class Row:
    """What one case came to, in seconds."""

    case: str
    before: float
    after: float
    added: float


def measure(data: Path) -> str:
    """Measures and returns Markdown without the title."""
    with tempfile.TemporaryDirectory() as folder:
        film = splice(data, Path(folder))
        spoken = float(_mask(film.words, duration_of(film.audio)).sum()) * _STEP
        rows = _cases(film)
    table = "\n".join(
        f"| {row.case} | {row.before / spoken:.1%} | {row.after / spoken:.1%} | {row.added:.2f} s |"
        for row in rows
    )
    empty = sum(end - start for start, end in film.empty)
    return (
        f"{len(film.words)} words in {spoken:.1f} s of six real English recordings (five of "
        f"LibriVox, one speech of 1961), spliced with {empty:.0f} s of music and noise and with "
        "silence. Their times are those of a forced alignment with the true text. Heard by "
        "pocketsphinx. Covered is a second of a spoken word over which the transcript has a word; "
        "the text itself is not judged here. Added is what the audit put where nobody speaks: it "
        "must be nothing.\n\n"
        "| case | covered at first | after the audit | added where nobody speaks |\n"
        f"| --- | ---: | ---: | ---: |\n{table}\n\n"
        "A lost segment was taken out of what was heard at first, as when a batch drops a "
        "sentence; what comes back was recognised anew. The false regions lie over all of the "
        "music and noise, as from a voice activity stage that errs; the second judge is the small "
        "Silero model, and the last row shows what would come in without it.\n"
    )


def splice(data: Path, folder: Path) -> Film:
    """Puts the recordings, silence, music and noise behind each other."""
    other = read_sound(data / "music" / "ina" / "musanmix.mp3")
    filler = [other[round(a * SAMPLE_RATE) : round(b * SAMPLE_RATE)] for a, b in (_MUSIC, _NOISE)]
    parts = [np.zeros(round(_SILENCE * SAMPLE_RATE), dtype=np.float32)]
    words: list[Span] = []
    empty: list[Span] = []
    for number, (path, times) in enumerate(_recordings(data)):
        at = sum(map(len, parts)) / SAMPLE_RATE
        words += [(at + start, at + end) for start, end in times]
        parts += [read_sound(path), parts[0]]
        if number < len(filler):
            at = sum(map(len, parts)) / SAMPLE_RATE
            empty.append((at, at + len(filler[number]) / SAMPLE_RATE))
            parts += [filler[number], parts[0]]
    return Film(write_sound(folder / "film.wav", np.concatenate(parts)), words, empty)


def _recordings(data: Path) -> list[tuple[Path, list[Span]]]:
    rows: list[tuple[Path, list[Span]]] = []
    for path in sorted((data / "speech_en" / "librivox_ps").glob("*_64kb-*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))["w"]
        times = [(w["b"], w["b"] + w["d"]) for w in found if w["t"][0].isalpha()]
        rows.append((path.with_suffix(".wav"), times))
    jfk = json.loads((data / "alignments" / "jfk_pocketsphinx_align.json").read_text("utf-8"))
    return [*rows, (data / jfk["audio"], [(w["start"], w["end"]) for w in jfk["words"]])]


def _cases(film: Film) -> list[Row]:
    config = load_config()
    speech = SileroVad(config).detect(film.audio, lambda _: None)
    engine = PocketSphinx(config)
    first = _hearing(engine, film, speech).hear()
    lost = first.model_copy(
        update={"segments": tuple(s for s in first.segments if s.id % _LOST != 1)}
    )
    false = speech.model_copy(
        update={
            "regions": (*speech.regions, *(SpeechRegion(start=a, end=b) for a, b in film.empty))
        }
    )
    judge = partial(voiced_share, film.audio)
    cases: list[tuple[str, SpeechRegions, Transcript, Callable[[TimeSpan], float | None]]] = [
        ("as it is", speech, first, judge),
        (f"every {_LOST}rd segment lost", speech, lost, judge),
        ("the same, with false regions", false, lost, judge),
        ("the same, without the second judge", false, lost, lambda _span: None),
    ]
    rows = []
    for case, regions, heard, voiced in cases:
        found = _audited(_hearing(engine, film, regions), regions, heard, voiced)
        rows.append(_row(case, film, heard, found))
    engine.close()
    return rows


def _hearing(engine: PocketSphinx, film: Film, speech: SpeechRegions) -> Hearing:
    return Hearing(engine, RecognitionRequest(film.audio, speech, "en"), lambda _: None)


def _audited(
    hearing: Hearing,
    speech: SpeechRegions,
    first: Transcript,
    voiced: Callable[[TimeSpan], float | None],
) -> Transcript:
    config = load_config()
    rules = AuditRules(
        config.asr_uncovered_seconds,
        config.asr_uncovered_share,
        lambda text, language: known_phrase(text, language) is not None,
        voiced,
    )
    ways = [
        Attempt("decoded_alone", hearing.hear_again),
        Attempt("decoded_carefully", partial(hearing.hear_again, careful=True)),
    ]
    return audit_coverage(first, speech, ways, rules)


def _row(case: str, film: Film, first: Transcript, found: Transcript) -> Row:
    duration = duration_of(film.audio)
    said, before, after, empty = (
        _mask(spans, duration) for spans in (film.words, _words(first), _words(found), film.empty)
    )
    return Row(
        case,
        before=float((said & before).sum()) * _STEP,
        after=float((said & after).sum()) * _STEP,
        added=float((after & ~before & empty).sum()) * _STEP,
    )


def _words(transcript: Transcript) -> list[Span]:
    return [(word.start, word.end) for s in transcript.segments for word in s.words]


def _mask(spans: Sequence[Span], duration: float) -> NDArray[np.bool_]:
    found = np.zeros(round(duration / _STEP) + 1, dtype=bool)
    for start, end in spans:
        found[round(start / _STEP) : round(end / _STEP)] = True
    return found
