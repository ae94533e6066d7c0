"""The quality gate: a transcript that is wrong as a whole is never shipped."""

from collections import Counter

from cp_whisperx.hallucination.code_mixing import reads_as_english
from cp_whisperx.hallucination.text import normalise, sentences
from shared.artifacts import Transcript
from shared.errors import QualityGateError
from shared.languages import LANGUAGES, Language
from shared.unicode_scripts import dominant_script, script_counts, share_in_script

_MOST_OF_ALL = 0.5
_LEAST_SENTENCES = 10
_CALL_WORDS = 2
_LEAST_OWN_SCRIPT = 0.4
_LEAST_OWN_IN_MIXED = 0.1
_LEAST_LETTERS = 30


def problem_of(transcript: Transcript) -> QualityGateError | None:
    """Returns what is wrong with a transcript as a whole, or None."""
    try:
        check_transcript(transcript)
    except QualityGateError as error:
        return error
    return None


def check_transcript(transcript: Transcript) -> None:
    """Makes sure that a transcript can be one of a film.

    Raises:
        QualityGateError: If one sentence makes up most of it, or it is written in another script
            than its language's.
    """
    _check_repetition(transcript)
    _check_script(transcript)


def _check_repetition(transcript: Transcript) -> None:
    parts = [
        plain
        for segment in transcript.segments
        for part in sentences(segment.text)
        if (plain := normalise(part))
    ]
    if len(parts) < _LEAST_SENTENCES:
        return
    counts = Counter(parts)
    for sentence in {counts.most_common(1)[0][0], max(counts, key=lambda s: counts[s] * len(s))}:
        share = _share(sentence, counts)
        if counts[sentence] > 1 and share > _MOST_OF_ALL:
            raise _repetition_error(sentence, counts[sentence], len(parts), share)


def _share(sentence: str, counts: Counter[str]) -> float:
    """Returns a sentence's share of all letters, or of all sentences if that is more.

    A short call is judged by letters alone: in a short clip, every second line may be "yes".
    """
    by_letters = counts[sentence] * len(sentence) / sum(counts[s] * len(s) for s in counts)
    if len(sentence.split()) <= _CALL_WORDS:
        return by_letters
    return max(by_letters, counts[sentence] / counts.total())


def _repetition_error(sentence: str, count: int, total: int, share: float) -> QualityGateError:
    shown = sentence if len(sentence) <= 60 else sentence[:59] + "…"
    return QualityGateError(
        f"Recognition failed: {count} of {total} sentences ({share:.0%} of the text) are the same, "
        f"{shown!r}; no subtitles were made of it.",
        "Recognise again with another model (WHISPERX_MODEL) or with the film's language named "
        "(SOURCE_LANGUAGE); check too that the right audio track was chosen (DEMUX_AUDIO_TRACK).",
    )


def _check_script(transcript: Transcript) -> None:
    if fault := script_fault(transcript):
        raise QualityGateError(
            f"Recognition failed: {fault}; no subtitles were made.",
            _script_hint(LANGUAGES[transcript.language]),
        )


def script_fault(transcript: Transcript) -> str:
    """Says of a text in another script than its language's how it is written; else empty."""
    row = LANGUAGES.get(transcript.language)
    text = " ".join(segment.text for segment in transcript.segments)
    if row is None or sum(script_counts(text).values()) < _LEAST_LETTERS:
        return ""
    own = share_in_script(text, row.script)
    if row.indic and own >= _LEAST_OWN_IN_MIXED:
        # Lines in English are written rightly in a film that mixes.
        rest = [s.text for s in transcript.segments if not reads_as_english(s.text)]
        own = share_in_script(" ".join(rest), row.script)
    if own >= _LEAST_OWN_SCRIPT:
        return ""
    return (
        f"only {own:.0%} of the letters are in the script of {row.name} ({row.script}), "
        f"most are {dominant_script(text)}"
    )


def _script_hint(row: Language) -> str:
    """Says what to do where segments were heard again, and could not be converted either."""
    otherwise = "or recognise with another model (WHISPERX_MODEL)."
    if row.code == "hi-Latn":
        return (
            "Only Hindi is written in Latin letters for you: name the language that is spoken "
            f"(SOURCE_LANGUAGE), {otherwise}"
        )
    return (
        f"Is it {row.name} that is spoken? Name the right language (SOURCE_LANGUAGE), {otherwise}"
    )
