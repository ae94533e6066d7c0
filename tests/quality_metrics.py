"""Measures of a subtitled film against its reference: words, translations, times, terms, coverage.

All times are in seconds unless a name ends in `_ms`. Texts are compared after `normalised`, which
keeps Devanagari vowel signs: Whisper's own normaliser strips them and so hides half the errors.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import jiwer
import sacrebleu

CUE_TOLERANCE_MS = 200
WORD_TOLERANCE_MS = 100
GROUPING_OVERLAP = 0.3
"""Share of the shorter of two segments that must overlap for them to be the same passage."""


@dataclass(frozen=True)
class Span:
    """A stretch of film with text: a segment, a cue or a word."""

    start: float
    end: float
    text: str
    kind: str = "speech"

    def overlap(self, other: Span) -> float:
        """Seconds that both have in common."""
        return max(min(self.end, other.end) - max(self.start, other.start), 0.0)

    def distance(self, other: Span) -> float:
        """Seconds from the other's middle to the nearer edge; 0 if the middle lies inside."""
        middle = (other.start + other.end) / 2
        return max(self.start - middle, middle - self.end, 0.0)

    def matches(self, other: Span) -> bool:
        """Whether both are the same passage; see `GROUPING_OVERLAP`."""
        shorter = min(self.end - self.start, other.end - other.start)
        shared = self.overlap(other)
        return shared > 0 and shared >= GROUPING_OVERLAP * shorter


@dataclass(frozen=True)
class Passage:
    """Reference and hypothesis segments that cover the same stretch."""

    reference: tuple[Span, ...]
    hypothesis: tuple[Span, ...]


def normalised(text: str) -> str:
    """Canonical form for counting: NFC, case folded, punctuation and symbols gone, marks kept."""
    kept = []
    for character in unicodedata.normalize("NFC", text).casefold():
        category = unicodedata.category(character)
        if category[0] in "LMN":
            kept.append(character)
        elif category in {"Pd", "Zs", "Cc", "Zl", "Zp"}:
            kept.append(" ")
    return " ".join("".join(kept).split())


def script_of(word: str) -> str | None:
    """Unicode name of the script of a word's first letter, such as "DEVANAGARI"; None if none."""
    letter = next((c for c in word if unicodedata.category(c).startswith("L")), None)
    return unicodedata.name(letter).split()[0] if letter else None


def passages(reference: Sequence[Span], hypothesis: Sequence[Span]) -> list[Passage]:
    """Bring together what covers the same stretch, however either side is cut.

    Returns:
        Passages in the order of the reference, each segment in at most one. A reference segment
        that nothing covers stands alone; a hypothesis segment over no reference is left out.
    """
    open_hypothesis = list(hypothesis)
    found: list[Passage] = []
    for segment in sorted(reference, key=lambda span: span.start):
        covering = [span for span in open_hypothesis if span.matches(segment)]
        open_hypothesis = [span for span in open_hypothesis if span not in covering]
        if found and any(span.matches(segment) for span in found[-1].hypothesis):
            last = found.pop()
            merged = (*last.hypothesis, *covering)
            found.append(Passage((*last.reference, segment), merged))
        else:
            found.append(Passage((segment,), tuple(covering)))
    return found


def joined(spans: Iterable[Span]) -> str:
    """The texts in order of time."""
    return " ".join(span.text for span in sorted(spans, key=lambda span: span.start))


def word_errors(reference: Sequence[Span], hypothesis: Sequence[Span]) -> dict[str, float]:
    """Word and character error rate over the whole, and the words in a script of their own.

    Args:
        reference: Segments as they were spoken.
        hypothesis: Words or segments as recognised.

    Returns:
        `wer`, `cer`, `reference_words`, and `wrong_script`: the share of recognised words whose
        script the reference does not use at all (Urdu or Latin letters for Devanagari, say).
    """
    expected, actual = normalised(joined(reference)), normalised(joined(hypothesis))
    scripts = {script_of(word) for word in expected.split()}
    words = actual.split()
    foreign = sum(script_of(word) not in scripts | {None} for word in words)
    return {
        "wer": jiwer.wer(expected, actual),
        "cer": jiwer.cer(expected, actual),
        "reference_words": float(len(expected.split())),
        "wrong_script": foreign / len(words) if words else 0.0,
    }


def split_by_kind(
    items: Iterable[Span], reference: Sequence[Span]
) -> tuple[list[Span], list[Span]]:
    """Part recognised words into those of the talk and those of the songs.

    The reference segment nearest to a word's middle decides, so that a word invented just before
    or after a song counts as the song's.
    """
    speech: list[Span] = []
    song: list[Span] = []
    for item in items:
        nearest = min(reference, key=lambda segment: segment.distance(item))
        (song if nearest.kind == "song" else speech).append(item)
    return speech, song


def translation_scores(pairs: Sequence[tuple[str, str]], language: str) -> dict[str, float]:
    """BLEU and chrF++ (0 to 100) over all passages.

    Args:
        pairs: Reference and hypothesis text of each passage; a missing hypothesis is "".
        language: Target language; Chinese is counted by characters, the others by words.
    """
    references = [[expected for expected, _ in pairs]]
    hypotheses = [actual for _, actual in pairs]
    tokenizer = "zh" if language == "zh" else "intl"
    bleu = sacrebleu.corpus_bleu(hypotheses, references, tokenize=tokenizer)
    chrf = sacrebleu.corpus_chrf(hypotheses, references, word_order=2)
    return {"bleu": bleu.score, "chrf++": chrf.score}


def error_summary(errors_ms: Sequence[float], tolerance_ms: float) -> dict[str, float] | None:
    """Median, 95th percentile and share within a tolerance of absolute errors; None if empty."""
    if not errors_ms:
        return None
    ordered = sorted(abs(error) for error in errors_ms)
    within = sum(error <= tolerance_ms for error in ordered)
    return {
        "count": float(len(ordered)),
        "median_ms": median(ordered),
        "p95_ms": ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)],
        "within": within / len(ordered),
    }


def cue_timing(
    reference: Sequence[Span], cues: Sequence[Span]
) -> dict[str, dict[str, float] | None]:
    """How far passages of cues begin and end from where the reference does."""
    matched = [passage for passage in passages(reference, cues) if passage.hypothesis]

    def errors(edge: Callable[[Sequence[Span]], float]) -> list[float]:
        return [1000 * (edge(p.hypothesis) - edge(p.reference)) for p in matched]

    return {
        "start": error_summary(errors(lambda s: min(x.start for x in s)), CUE_TOLERANCE_MS),
        "end": error_summary(errors(lambda s: max(x.end for x in s)), CUE_TOLERANCE_MS),
    }


def word_timing(reference: Sequence[Span], hypothesis: Sequence[Span]) -> dict[str, float] | None:
    """Start errors of the words that were recognised rightly; None if there are none."""
    expected = [(normalised(word.text), word.start) for word in reference]
    actual = [(normalised(word.text), word.start) for word in hypothesis]
    expected = [word for word in expected if word[0]]
    actual = [word for word in actual if word[0]]
    if not expected or not actual:
        return None
    # One token a word: a blank inside (from a hyphen) would shift all that follow.
    sides = [" ".join(text.replace(" ", "") for text, _ in side) for side in (expected, actual)]
    errors = []
    for chunk in jiwer.process_words(sides[0], sides[1]).alignments[0]:
        if chunk.type == "equal":
            ours = actual[chunk.hyp_start_idx : chunk.hyp_end_idx]
            theirs = expected[chunk.ref_start_idx : chunk.ref_end_idx]
            errors += [1000 * (a[1] - b[1]) for a, b in zip(ours, theirs, strict=True)]
    return error_summary(errors, WORD_TOLERANCE_MS)


def uncovered_seconds(spans: Iterable[Span], cover: Iterable[Span]) -> float:
    """Seconds of `spans` over which no part of `cover` lies."""
    bare = 0.0
    covering = sorted(cover, key=lambda span: span.start)
    for span in spans:
        reached = span.start
        for other in covering:
            if other.end > reached and other.start < span.end:
                bare += max(other.start - reached, 0.0)
                reached = max(reached, other.end)
        bare += max(span.end - reached, 0.0)
    return bare


def coverage(reference: Sequence[Span], cues: Sequence[Span]) -> dict[str, float]:
    """Seconds of talk and of song without a cue, and of cues without a voice under them."""
    speech = [span for span in reference if span.kind == "speech"]
    song = [span for span in reference if span.kind == "song"]
    return {
        "speech_seconds": sum(span.end - span.start for span in speech),
        "speech_without_cue": uncovered_seconds(speech, cues),
        "song_without_cue": uncovered_seconds(song, cues),
        "cue_without_voice": uncovered_seconds(cues, reference),
    }


def occurs(term: str, text: str) -> bool:
    """Whether a term stands in a text as words of its own.

    The neighbours must be neither letters nor marks: `\\b` of a regular expression takes a
    Devanagari vowel sign for a word's end and finds a name inside a longer one.
    """
    term, text = (unicodedata.normalize("NFC", value).casefold() for value in (term, text))
    at = text.find(term)
    while at >= 0:
        edges = text[max(at - 1, 0) : at] + text[at + len(term) : at + len(term) + 1]
        if not any(unicodedata.category(edge)[0] in "LMN" for edge in edges):
            return True
        at = text.find(term, at + 1)
    return False


def glossary_use(
    terms: Sequence[tuple[str, str]], passages_text: Sequence[tuple[str, str]]
) -> dict[str, float]:
    """How many of the terms that occurred were rendered as the glossary says.

    Args:
        terms: Source term and rendering; an inflected ending after the rendering is allowed.
        passages_text: Source and target text of each passage.

    Returns:
        `occurred` and `applied`.
    """
    occurred = applied = 0
    for term, rendering in terms:
        wanted = unicodedata.normalize("NFC", rendering).casefold()
        for source, target in passages_text:
            if occurs(term, source):
                occurred += 1
                applied += wanted in unicodedata.normalize("NFC", target).casefold()
    return {"occurred": float(occurred), "applied": float(applied)}
