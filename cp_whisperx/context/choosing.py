"""Chooses between forms in a translation by what is known of who speaks to whom.

For engines that cannot be told: they take a man for the speaker, and whichever form of address
their training had. Only what is certain is changed; each change is flagged.
"""

from collections.abc import Callable, Sequence

from cp_whisperx.context import hindi, russian, spanish
from shared.artifacts import Gender, LineNotes, TranslatedSegment, TranslatedTranscript

GENDER_CHOSEN, REGISTER_CHOSEN = "gender_chosen", "register_chosen"
_BY_SPEAKER: dict[str, Callable[[str, Gender], str]] = {
    "ru": russian.agree_with_speaker,
    "es": spanish.agree_with_speaker,
    "hi": hindi.agree_with_speaker,
    "gu": hindi.agree_with_speaker_in_gujarati,
}
_FORMALLY: dict[str, Callable[[str], str]] = {
    "ru": russian.address_formally,
    "es": spanish.address_formally,
}


def choose_forms(
    translated: TranslatedTranscript, notes: Sequence[LineNotes]
) -> TranslatedTranscript:
    """Brings a translation's forms in line with what is known.

    Args:
        translated: One target's lines.
        notes: What is known of each, in the same order.

    Returns:
        The lines; those that were changed are flagged `gender_chosen` or `register_chosen`. The
        source language's own lines and songs stay as they are.
    """
    if translated.language == translated.source_language:
        return translated
    rows = tuple(
        _chosen(segment, known, translated.language)
        for segment, known in zip(translated.segments, notes, strict=True)
    )
    return translated.model_copy(update={"segments": rows})


def _chosen(segment: TranslatedSegment, notes: LineNotes, language: str) -> TranslatedSegment:
    if segment.kind == "song":
        return segment
    text, flags = segment.text, list(segment.flags)
    by_speaker, formally = _BY_SPEAKER.get(language), _FORMALLY.get(language)
    if by_speaker and (changed := by_speaker(text, notes.get("speaker_gender", "unknown"))) != text:
        text = changed
        flags.append(GENDER_CHOSEN)
    if formally and notes.get("register") == "formal" and (changed := formally(text)) != text:
        text = changed
        flags.append(REGISTER_CHOSEN)
    return segment.model_copy(update={"text": text, "flags": tuple(flags)})
