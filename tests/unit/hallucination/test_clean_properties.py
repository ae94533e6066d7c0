"""What holds for every transcript, whatever it says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cp_whisperx.hallucination.clean import clean_transcript
from cp_whisperx.hallucination.restore import parse_wishes, restore
from cp_whisperx.hallucination.score import Sensitivity
from shared.artifacts import Segment, SpeechRegion, SpeechRegions, Transcript, Word

WORDS = [
    "मैं", "जा", "रहा", "हूँ।", "नहीं", "हाँ", "Thank", "you.", "for", "watching!", "Subscribe",
    "subtitles", "by", "amara.org", "[music]", "धन्यवाद", "चैनल", "सब्सक्राइब", "करें।", "你好",
    "ありがとう", "спасибо", "بھائی", "12", "7", "…", "ha", "हा",
]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
confidences = st.one_of(st.none(), st.floats(0.0, 1.0))
SENSITIVITIES: tuple[Sensitivity, ...] = ("strict", "normal", "lenient")


@st.composite
def films(draw: st.DrawFn) -> tuple[Transcript, SpeechRegions]:
    """Segments one after the other at any pace, some with speech under them, some in loops."""
    at = 0.0
    segments: list[Segment] = []
    regions: list[SpeechRegion] = []
    for text in draw(st.lists(texts, max_size=6)):
        for _ in range(draw(st.sampled_from([1, 1, 1, 2, 6]))):
            end = at + draw(st.sampled_from([0.2, 1.0, 3.0, 20.0]))
            segments.append(_segment(len(segments), at, end, text, draw(confidences)))
            if draw(st.booleans()):
                sure = draw(st.sampled_from([None, 0.5, 0.9]))
                regions.append(SpeechRegion(start=at, end=end, confidence=sure))
            at = end + draw(st.sampled_from([0.0, 0.4, 5.0]))
    return (
        Transcript(language="hi", duration=at, engine="t", segments=tuple(segments)),
        SpeechRegions(engine="t", duration=at, regions=tuple(regions)),
    )


def _segment(number: int, start: float, end: float, text: str, sure: float | None) -> Segment:
    parts = text.split()
    step = (end - start) / len(parts)
    words = tuple(
        Word(text=part, start=start + n * step, end=start + (n + 1) * step, confidence=sure)
        for n, part in enumerate(parts)
    )
    return Segment(id=number, start=start, end=end, text=text, words=words, confidence=sure)


@given(films(), st.sampled_from(SENSITIVITIES))
@settings(max_examples=150, deadline=None)
def test_cleaning_again_changes_nothing(
    film: tuple[Transcript, SpeechRegions], sensitivity: Sensitivity
) -> None:
    transcript, regions = film
    once = clean_transcript(transcript, regions, 4, sensitivity)
    assert clean_transcript(once, regions, 4, sensitivity) == once


@given(films())
@settings(max_examples=150, deadline=None)
def test_order_numbers_and_times_stay_and_nothing_is_lost(
    film: tuple[Transcript, SpeechRegions],
) -> None:
    transcript, regions = film
    found = clean_transcript(transcript, regions, 4)
    originals = {segment.id: segment for segment in transcript.segments}
    numbers = [segment.id for segment in found.segments]
    assert numbers == sorted(set(numbers))
    noted = {entry.segment.id: entry for entry in found.removed}
    assert set(numbers) | set(noted) == set(originals)
    for segment in found.segments:
        before = originals[segment.id]
        assert before.start <= segment.start <= segment.end <= before.end
        kept = noted[segment.id].kept_text if segment.id in noted else before.text
        assert segment.text == kept
    for entry in found.removed:
        assert entry.reasons
        assert entry.segment.text == originals[entry.segment.id].text
        assert entry.segment.words == originals[entry.segment.id].words


def _said(segment: Segment) -> tuple[object, ...]:
    """All of a segment but the judgement on it."""
    return segment.id, segment.start, segment.end, segment.text, segment.words


@given(films(), st.sampled_from(SENSITIVITIES))
@settings(max_examples=150, deadline=None)
def test_restored_and_removed_together_are_the_original(
    film: tuple[Transcript, SpeechRegions], sensitivity: Sensitivity
) -> None:
    transcript, regions = film
    cleaned = clean_transcript(transcript, regions, 4, sensitivity)
    everything, _ = restore(transcript, cleaned, parse_wishes(["all"]))
    assert everything.removed == ()
    assert [_said(segment) for segment in everything.segments] == [
        _said(segment) for segment in transcript.segments
    ]
    some = parse_wishes([str(entry.segment.id) for entry in cleaned.removed[::2]])
    found, unmet = restore(transcript, cleaned, some)
    assert unmet == ()
    assert {s.id for s in found.segments} | {e.segment.id for e in found.removed} == {
        segment.id for segment in transcript.segments
    }


@given(
    st.one_of(
        st.text(st.characters(categories=("L", "M", "Nd", "P", "Zs")), min_size=1, max_size=80),
        texts,
    ),
    st.floats(0.5, 1.0),
    st.floats(3, 12),
    st.sampled_from(SENSITIVITIES),
    st.sampled_from(["hi", "en", "ta", "ja", "und"]),
)
@settings(max_examples=300, deadline=None)
def test_what_is_said_at_a_usual_pace_and_understood_is_never_removed_whole(
    text: str, confidence: float, pace: float, sensitivity: Sensitivity, language: str
) -> None:
    letters = sum(char.isalnum() for char in text)
    if not letters:
        return
    end = 5 + max(0.5, letters / pace)
    segment = Segment(id=0, start=5, end=end, text=text, confidence=confidence)
    regions = (SpeechRegion(start=5, end=end, confidence=0.9),)
    found = clean_transcript(
        Transcript(language=language, duration=99, engine="t", segments=(segment,)),
        SpeechRegions(engine="t", duration=99, regions=regions),
        4,
        sensitivity,
    )
    assert len(found.segments) == 1


@given(texts, st.floats(0.5, 1.0))
@settings(max_examples=150, deadline=None)
def test_unrepeated_text_that_is_spoken_is_not_touched(text: str, confidence: float) -> None:
    said = " ".join(dict.fromkeys(text.split()))
    if not any(char.isalnum() for char in said):
        return
    segment = Segment(id=0, start=0, end=max(0.5, len(said) / 10), text=said, confidence=confidence)
    regions = SpeechRegions(
        engine="t", duration=99, regions=(SpeechRegion(start=0, end=segment.end, confidence=0.9),)
    )
    transcript = Transcript(language="hi", duration=99, engine="t", segments=(segment,))
    found = clean_transcript(transcript, regions, 4)
    assert found.removed == ()
    assert found.segments[0].text == said
