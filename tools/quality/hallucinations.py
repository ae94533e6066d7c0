"""Measures hallucination removal: what is found of made-up text, what is lost of real text."""

import random
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from cp_whisperx.hallucination.clean import clean_transcript
from cp_whisperx.hallucination.sound import measure_loudness
from cp_whisperx.vad.silero import SileroVad
from shared.artifacts import Segment, Transcript
from shared.config import load_config
from tests.support.audio import decode_to_wav
from tools.hallucination_material.layout import (
    MAX_REPEATS,
    PLACES,
    Place,
    clean,
    count,
    is_removed,
    talk,
    word_count,
)
from tools.hallucination_material.lists import (
    SEEN,
    UNKNOWN,
    hindi_clips,
    meeting_outputs,
    real_texts,
    recordings_without_speech,
    silence_outputs,
)
from tools.hallucination_material.loops import KINDS, NATURAL, Kind

TITLE = "Hallucinations"
SHOWN = ("hi", "en", "gu", "ta", "es", "ru", "zh", "ar", "bn", "mr", "te", "ur", "fr", "de", "ja")
_LOOPS_A_KIND = 30
# A loop is cut if no more than this is left of its text; none may go whole.
_LEFT = 0.55
_SHORT = {
    "hi": ("हाँ", "जी", "नहीं", "अच्छा", "क्या?", "Thank you.", "धन्यवाद", "शुक्रिया", "चलो", "ओके"),
    "en": ("Yes.", "No.", "Thank you.", "Okay.", "Bye.", "Oh!", "You", "Hmm.", "Sorry.", "Please."),
}
_CONFIDENCES = (0.9, 0.6, 0.35, 0.15, None)
Rows = Iterable[Sequence[object]]


def measure(data: Path) -> str:
    """Measures on lists, texts and recordings; see `tools.quality`."""
    parts = (_found(data), _kept(data), _recordings(data), _loops(data))
    return "\n\n".join(parts)


def table(head: Sequence[str], rows: Rows) -> str:
    """Returns a Markdown table."""
    lines = [list(head), ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# Recall


def _found(data: Path) -> str:
    silence, meetings = silence_outputs(data), meeting_outputs(data)
    rows = [(name, texts) for name, texts in _groups(silence, meetings) if texts]
    head = ("outputs", "number", *(place.name for place in PLACES))
    body = ([name, len(texts), *_shares(texts)] for name, texts in rows)
    return (
        "### Made-up text that is removed\n\n"
        "Outputs of recognisers on silence (112 languages) and where nobody spoke in meetings, as "
        "others published them, each put alone into a film: text and place alone, no audio. "
        "Silence outputs of the languages held out were not looked at when phrases were chosen; "
        "the meetings' lists were. Text "
        "that no list knows goes over silence, and stays with a flag beside speech or at high "
        "confidence. The last column is what must stay: speech under it, at high confidence; what "
        "goes there has no letters or more of them than can be said.\n\n" + table(head, body)
    )


def _groups(
    silence: dict[str, list[str]], meetings: dict[str, list[str]]
) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    def texts(codes: Iterable[str], lists: dict[str, list[str]]) -> list[tuple[str, str]]:
        return [(text, code) for code in codes for text in lists.get(code, ())]

    known = [code for code in silence if code != UNKNOWN]
    yield "silence, languages seen", texts([code for code in known if code in SEEN], silence)
    yield "silence, languages held out", texts([c for c in known if c not in SEEN], silence)
    yield "silence, languages without phrases", texts([UNKNOWN], silence)
    yield "meetings, 6 languages", texts(meetings, meetings)
    for code in SHOWN:
        yield f"silence, {code}{'' if code in SEEN else ' (held out)'}", texts([code], silence)


def _shares(texts: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{_share(texts, place):.0%}" for place in PLACES]


def _share(texts: Sequence[tuple[str, str]], place: Place) -> float:
    return sum(is_removed(text, code, place) for text, code in texts) / len(texts)


# What must stay


def _kept(data: Path) -> str:
    rows = [
        (f"{language}: {name}", jitter, *_losses(texts, language, jitter))
        for language in ("hi", "en", "es", "ru", "ar", "zh", "gu", "ta", "ur")
        for name, texts in _real(data, language)
        for jitter in (0.0, 0.15)
    ]
    removed = "words removed at 0.9, 0.6, 0.35, 0.15, no confidence"
    head = ("texts", "jitter of regions in s", "words", removed, "flagged at 0.6")
    return (
        "### Real text that is removed\n\n"
        "News, read speech and film dialogue laid out at 9 to 20 letters a second, with speech "
        "regions that end exactly or about where the text does; and short replies, 300 a "
        "language, over speech as short.\n\n" + table(head, rows)
    )


def _real(data: Path, language: str) -> Iterable[tuple[str, list[str]]]:
    yield "texts", real_texts(data, language)
    if language in _SHORT:
        replies = list(_SHORT[language]) * 30
        random.Random(5).shuffle(replies)
        yield "short replies", replies


def _losses(texts: Sequence[str], language: str, jitter: float) -> tuple[object, object, object]:
    counted = []
    for confidence in _CONFIDENCES:
        segments, regions = talk(texts, confidence, jitter)
        counted.append(count(segments, clean(segments, regions, language)))
    lost = ", ".join(str(one.removed_words) for one in counted)
    return counted[0].words, lost, f"{counted[1].flagged} of {counted[1].segments}"


# Recordings


def _recordings(data: Path) -> str:
    vad = SileroVad(load_config())
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "audio.wav"
        rows = [*_phrases_on_recordings(data, vad, wav), *_clips(data, vad, wav)]
    head = ("recording", "text on it", "removed at 0.9, 0.6, 0.35, no confidence")
    return (
        "### On recordings\n\n"
        "Speech regions by the Silero detector and loudness measured, as the stage does. Hindi and "
        "English outputs on silence put onto recordings without speech, 3 s each (must go); the "
        "reference texts on the recordings that they are read in (must stay).\n\n"
        + table(head, rows)
    )


def _phrases_on_recordings(data: Path, vad: SileroVad, wav: Path) -> Rows:
    lists = silence_outputs(data)
    phrases = [*lists["hi"], *lists["en"]]
    for name, (path, until) in recordings_without_speech(data).items():
        decode_to_wav(path, wav)
        speech, loudness = vad.detect(wav, lambda _: None), measure_loudness(wav)
        starts = [0.2 + 3.0 * n for n in range(max(1, int((until - 0.2) // 3)))]
        gone = []
        for confidence in (0.9, 0.6, 0.35, None):
            left = 0
            for number, text in enumerate(phrases):
                start = starts[number % len(starts)]
                one = _alone(text, start, min(until, start + 3), confidence)
                left += len(clean_transcript(one, speech, MAX_REPEATS, "normal", loudness).segments)
            gone.append(f"{(len(phrases) - left) / len(phrases):.0%}")
        yield name, f"{len(phrases)} phrases", ", ".join(gone)


def _alone(text: str, start: float, end: float, confidence: float | None) -> Transcript:
    segment = Segment(id=0, start=start, end=end, text=text, confidence=confidence)
    return Transcript(language="hi", duration=end, engine="list", segments=(segment,))


def _clips(data: Path, vad: SileroVad, wav: Path) -> Rows:
    clips = hindi_clips(data)
    lost = dict.fromkeys((0.9, 0.6, 0.35, None), 0)
    for path, text in clips:
        decode_to_wav(path, wav)
        speech, loudness = vad.detect(wav, lambda _: None), measure_loudness(wav)
        for confidence in lost:
            one = _alone(text, 0.0, speech.duration, confidence)
            found = clean_transcript(one, speech, MAX_REPEATS, "normal", loudness)
            lost[confidence] += word_count([text]) - count(one.segments, found).words
            lost[confidence] += count(one.segments, found).removed_words
    words = word_count([text for _, text in clips])
    shown = ", ".join(str(value) for value in lost.values())
    yield f"{len(clips)} Hindi clips", f"their own {words} words", f"{shown} words"


# Loops


def _loops(data: Path) -> str:
    lines = {language: _lines(data, language) for language in ("hi", "en", "ta", "ru", "zh")}
    rows = (
        [kind.name, "yes" if kind.held_out else "", *(_cut(kind, lines[code]) for code in lines)]
        for kind in KINDS
    )
    return (
        "### Loops\n\n"
        f"{_LOOPS_A_KIND} loops a kind and language, made of real sentences, with speech under all "
        "of them and confidence 0.9. Counted: at most 55 % of the text is left, and something is. "
        "Held out: kinds first tried when the rules stood.\n\n"
        + table(("kind", "held out", *lines), rows)
        + "\n\nRepetition as people do it, each alone over speech: "
        + "; ".join(_natural(language) for language in NATURAL)
        + ". "
        + _refrains(lines["hi"])
    )


def _lines(data: Path, language: str) -> list[str]:
    texts = real_texts(data, language)
    if language == "zh":
        return [" ".join(text) for text in texts if 8 <= len(text) <= 30]
    return [text for text in texts if 4 <= len(text.split()) <= 12]


def _cut(kind: Kind, lines: Sequence[str]) -> str:
    rng, hits = random.Random(7), 0
    spaceless = " " in lines[0] and all(len(word) == 1 for word in lines[0].split())
    for _ in range(_LOOPS_A_KIND):
        texts = kind.make(rng, lines)
        texts = [text.replace(" ", "") for text in texts] if spaceless else texts
        segments, regions = talk(texts, 0.9)
        left = sum(len(segment.text) for segment in clean(segments, regions, "hi").segments)
        hits += 0 < left <= _LEFT * sum(map(len, texts))
    return f"{hits}/{_LOOPS_A_KIND}"


def _natural(language: str) -> str:
    texts = NATURAL[language]
    kept = 0
    for text in texts:
        segments, regions = talk([text], 0.9)
        kept += not clean(segments, regions, language).removed
    return f"{language} {kept} of {len(texts)} kept"


def _refrains(lines: Sequence[str]) -> str:
    segments, regions = talk([lines[0]] * 10, 0.9, kind="song")
    kept = len(clean(segments, regions, "hi").segments)
    return f"A refrain of ten lines in a song: {kept} kept."
