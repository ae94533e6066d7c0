"""Adds to what is known of a line: its terms, and what an engine needs that does it alone."""

from collections.abc import Sequence

from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.holding import HeldLine

# How many lines before and after a single one an engine is shown.
NEIGHBOURS = 3


def with_terms(note: LineNotes, row: HeldLine) -> LineNotes:
    """Adds the renderings that a line's terms must have to what is known of it."""
    terms = {row.source[item.start : item.end]: item.rendering for item in row.held}
    return {**note, "terms": terms} if terms else note


def isolated(
    notes: Sequence[LineNotes],
    texts: Sequence[str],
    at: int,
    draft: str,
    faults: tuple[str, ...],
) -> LineNotes:
    """Adds a line's neighbours and its translation so far to what is known of it.

    Args:
        notes: What is known of each line of a batch.
        texts: The batch in the source language.
        at: The line's place in both.
        draft: Its translation so far, or empty.
        faults: What is wrong with that, as `judging` names it.
    """
    before, after = list(texts[max(0, at - NEIGHBOURS) : at]), list(texts[at + 1 :][:NEIGHBOURS])
    given: LineNotes = {**notes[at], "before": before, "after": after, "faults": list(faults)}
    return {**given, "draft": draft} if draft else given
