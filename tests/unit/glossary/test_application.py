"""Terms are counted where they occur, and as applied only where their rendering stands."""

import pytest

from cp_whisperx.glossary.application import Application, terms_applied, terms_heard
from shared.artifacts import GlossarySnapshot, GlossaryTerm, Segment, TranslatedSegment

GLOSSARY = GlossarySnapshot(
    terms=(
        GlossaryTerm(term="यार", translations={"en": "buddy"}),
        GlossaryTerm(term="जय", kind="name", translations={"en": "Jai"}),
        GlossaryTerm(term="चाय", translations={"es": "té"}),
    )
)


def line(source: str, text: str) -> TranslatedSegment:
    return TranslatedSegment(id=1, start=0, end=1, text=text, source_text=source, engine="copy")


@pytest.mark.parametrize(
    ("source", "text", "wanted"),
    [
        ("यार, सुन", "Listen, Buddy!", (1, 1)),
        ("यार, सुन", "Listen, friend!", (1, 0)),
        ("यार, सुन", "Listen, buddyguard", (1, 0)),
        ("यार यार", "buddy", (2, 1)),
        ("यार जय", "Jai, buddy", (2, 2)),
        ("चाय पियो", "Drink", (0, 0)),
        ("जयपुर", "Jaipur", (0, 0)),
        ("नमस्ते", "buddy", (0, 0)),
    ],
)
def test_a_line(source: str, text: str, wanted: tuple[int, int]) -> None:
    assert terms_applied([line(source, text)], GLOSSARY, "en") == Application(*wanted)


def test_the_rate() -> None:
    assert Application(4, 3).rate == 0.75
    assert Application(0, 0).rate is None


def test_terms_heard() -> None:
    segments = [
        Segment(id=n, start=n, end=n + 1, text=t) for n, t in enumerate(("यार जय", "चाय", ""))
    ]
    assert terms_heard(segments, GLOSSARY) == 3
