"""A dialogue of two, as tests of several modules have it."""

from cp_whisperx.context.cast import Cast, cast_of
from shared.artifacts import Character, Enrichment, GlossarySnapshot, GlossaryTerm, Segment

ROWS = (
    ("SPEAKER_00", "अदिति, तुम कहाँ जा रही हो?"),
    ("SPEAKER_01", "मैं घर जा रही हूँ।"),
    ("SPEAKER_00", "मैं भी आऊँगा।"),
    ("SPEAKER_01", "हाँ राज, आप बैठिए।"),
    ("SPEAKER_00", "अदिति, सुनो।"),
    ("SPEAKER_01", "मैं सुन रही हूँ।"),
    ("SPEAKER_00", "मैं तुमसे प्यार करता हूँ।"),
    ("SPEAKER_01", "राज, आप क्या कह रहे हैं?"),
)


def segments(one_voice: bool = False) -> list[Segment]:
    """Returns the lines; with one voice, nobody is told apart."""
    return [
        Segment(id=n, start=3.0 * n, end=3.0 * n + 2, text=text, language="hi",
                speaker="SPEAKER_00" if one_voice else speaker)
        for n, (speaker, text) in enumerate(ROWS)
    ]  # fmt: skip


def cast() -> Cast:
    """Returns the people."""
    film = Enrichment(
        found=True,
        characters=(Character(name="Aditi", gender="female"), Character(name="Raj", gender="male")),
    )
    terms = (
        GlossaryTerm(term="Aditi", kind="name", aliases=("अदिति",), source="tmdb"),
        GlossaryTerm(term="Raj", kind="name", aliases=("राज",), source="tmdb"),
    )
    return cast_of(GlossarySnapshot(terms=terms), film)
