"""Sees to it that a transcript is written in the script of its language.

Whisper writes Hindi now and then in Urdu's letters or in Latin ones. Such segments are heard again
with the script pinned; only where that fails are they converted letter by letter. What cannot be
mended stays as it is and is flagged. A written form, such as Hindi in Latin letters, is always
converted: no recogniser was taught it, and one spelling throughout is worth more.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from statistics import fmean

from cp_whisperx.asr.script_conversion import in_script, sound_of
from cp_whisperx.asr.script_faults import ScriptFault, find_fault, language_of
from shared.artifacts import Repair, Segment, TimeSpan, Transcript, Word
from shared.languages import get_language
from shared.unicode_scripts import join_words

# Hears spans again: the spans, the language and the script to pin.
Hear = Callable[[tuple[TimeSpan, ...], str, str], Transcript]

KIND = "script"
DECODED_AGAIN = "decoded_again"
TRANSLITERATED = "transliterated"
WRONG_SCRIPT = "wrong_script"
_NEAR = 0.3
_LEAST_ALIKE = 0.5
_LEAST_SURE = 0.37
_SHOWN = 5


@dataclass(frozen=True)
class _Case:
    segment: Segment
    language: str
    fault: ScriptFault

    @property
    def script(self) -> str:
        return get_language(self.language).script

    @property
    def is_heard_again(self) -> bool:
        """Whether the whole must be heard again; single words are only converted."""
        return self.fault.whole and "-" not in self.language


def guard_scripts(transcript: Transcript, hear: Hear) -> Transcript:
    """Mends segments in the wrong script.

    Args:
        transcript: What was recognised.
        hear: Hears spans again with the script pinned.

    Returns:
        The transcript with its repairs; segments that stay wrong are flagged `wrong_script`.
        Other segments are untouched, and so are those that an earlier call flagged.
    """
    cases = [
        _Case(segment, language, fault)
        for segment in transcript.segments
        if WRONG_SCRIPT not in segment.flags
        and (fault := find_fault(segment.text, language := language_of(segment, transcript)))
    ]
    heard = _heard_again([case for case in cases if case.is_heard_again], hear)
    mended: dict[int, Segment] = {}
    repairs = []
    for case in cases:
        segment, method = _mend(case, heard.get(case.segment.id))
        mended[case.segment.id] = segment
        if method:
            repairs.append(Repair(segment=segment.id, kind=KIND, method=method,
                                  before=case.segment.text, after=segment.text))  # fmt: skip
    segments = tuple(mended.get(segment.id, segment) for segment in transcript.segments)
    return transcript.model_copy(
        update={"segments": segments, "repairs": (*transcript.repairs, *repairs)}
    )


def script_warnings(transcript: Transcript) -> list[str]:
    """Returns what a reader should check: segments converted, and those not mended."""
    by_method = Counter(repair.method for repair in transcript.repairs if repair.kind == KIND)
    wrong = [segment for segment in transcript.segments if WRONG_SCRIPT in segment.flags]
    warnings = []
    if by_method[TRANSLITERATED] and "-" not in transcript.language:
        warnings.append(
            "Segments that were recognised in another script and converted letter by letter: "
            f"{by_method[TRANSLITERATED]}; check their spelling."
        )
    if wrong:
        times = ", ".join(f"{segment.start:.0f} s" for segment in wrong[:_SHOWN])
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        warnings.append(
            f"{len(wrong)} segments are not in the script of their language (at {times}{more}); "
            "they stay as they were recognised."
        )
    return warnings


def _mend(case: _Case, again: Segment | None) -> tuple[Segment, str]:
    """Returns a mended segment and how it was mended; flagged and nothing if it was not."""
    if again is not None and _is_plausible(case, again):
        return again, DECODED_AGAIN
    converted = _converted(case)
    if converted is not None:
        return converted, TRANSLITERATED
    flags = (*case.segment.flags, WRONG_SCRIPT)
    return case.segment.model_copy(update={"flags": flags}), ""


# Hearing again


def _heard_again(cases: Sequence[_Case], hear: Hear) -> dict[int, Segment]:
    """Hears all spans of one language at once; returns what was heard by the segment's id."""
    found: dict[int, Segment] = {}
    for language, group in groupby(sorted(cases, key=_order), key=lambda case: case.language):
        rows = list(group)
        spans = tuple(TimeSpan(start=case.segment.start, end=case.segment.end) for case in rows)
        words = [word for segment in hear(spans, language, rows[0].script).segments
                 for word in segment.words]  # fmt: skip
        for case, own in zip(rows, _shared_out(words, rows), strict=True):
            if own:
                found[case.segment.id] = _respoken(case, own)
    return found


def _shared_out(words: Sequence[Word], cases: Sequence[_Case]) -> list[list[Word]]:
    """Gives each word to the segment that it lies in, or that is nearest."""
    own: list[list[Word]] = [[] for _ in cases]
    for word in words:
        middle = (word.start + word.end) / 2
        far = [max(c.segment.start - middle, middle - c.segment.end, 0.0) for c in cases]
        nearest = min(range(len(cases)), key=far.__getitem__)
        if far[nearest] <= _NEAR:
            own[nearest].append(word)
    return own


def _order(case: _Case) -> tuple[str, float]:
    return case.language, case.segment.start


def _respoken(case: _Case, heard: Sequence[Word]) -> Segment:
    """Puts the words that were heard again in the place of a segment's own."""
    start, end = case.segment.start, case.segment.end
    words = tuple(
        word.model_copy(update={"start": _bounded(word.start, start, end),
                                "end": _bounded(word.end, start, end)})
        for word in heard
    )  # fmt: skip
    sure = [word.confidence for word in words if word.confidence is not None]
    changed = {
        "text": join_words(word.text for word in words),
        "words": words,
        "confidence": round(fmean(sure), 4) if sure else None,
    }
    return case.segment.model_copy(update=changed)


def _bounded(at: float, start: float, end: float) -> float:
    return min(max(at, start), end)


def _is_plausible(case: _Case, again: Segment) -> bool:
    """Whether what was heard again is in the right script and says the same."""
    if find_fault(again.text, case.language):
        return False
    before, after = sound_of(case.segment.text), sound_of(again.text)
    if before is None or after is None:
        return again.confidence is not None and again.confidence >= _LEAST_SURE
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= _LEAST_ALIKE


# Converting


def _converted(case: _Case) -> Segment | None:
    """Converts the faulty words of a segment; None if they cannot be."""
    tokens = case.segment.text.split()
    converted = in_script([tokens[n] for n in case.fault.words], case.script)
    if converted is None or not _may_convert(case):
        return None
    for n, text in zip(case.fault.words, converted, strict=True):
        tokens[n] = text
    text = " ".join(tokens)
    words = _converted_words(case, tokens)
    return case.segment.model_copy(update={"text": text, "words": words})


def _may_convert(case: _Case) -> bool:
    """Whether the other script can be the same language at all: Devanagari is no English."""
    row = get_language(case.language)
    return row.script != "Latn" or "-" in case.language


def _converted_words(case: _Case, tokens: Sequence[str]) -> tuple[Word, ...]:
    """Gives each word its converted form; word by word where text and words are not in step."""
    words = case.segment.words
    if len(words) == len(tokens):
        texts: Sequence[str] = tokens
    else:
        wrong = {
            token for n, token in enumerate(case.segment.text.split()) if n in case.fault.words
        }
        texts = [
            (in_script([w.text], case.script) or [w.text])[0] if w.text in wrong else w.text
            for w in words
        ]
    return tuple(
        word.model_copy(update={"text": text}) for word, text in zip(words, texts, strict=True)
    )
