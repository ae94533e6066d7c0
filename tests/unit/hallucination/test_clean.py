"""Evidence is judged together: made-up text goes, what was said stays, nothing is lost."""

import json
import time
from pathlib import Path

import pysubs2
import pytest

from cp_whisperx.hallucination.clean import SUSPECT, clean_transcript
from cp_whisperx.hallucination.gate import check_transcript
from shared.artifacts import Segment, SpeechRegion, SpeechRegions, Transcript, Word

MAX_REPEATS = 4


def make(
    texts: list[str],
    language: str = "hi",
    confidence: float | None = 0.9,
    spoken: bool = True,
    **more: object,
) -> tuple[Transcript, SpeechRegions]:
    """Lays texts out one after the other at the pace of speech, with or without speech under."""
    at, segments, regions = 0.0, [], []
    for number, text in enumerate(texts):
        end = at + max(0.6, len(text) / 14)
        fields = {"id": number, "start": at, "end": end, "text": text, "confidence": confidence}
        segments.append(Segment.model_validate(fields | more))
        regions.append(SpeechRegion(start=at, end=end))
        at = end + 1
    return (
        Transcript(language=language, duration=at, engine="t", segments=tuple(segments)),
        SpeechRegions(engine="t", duration=at, regions=tuple(regions) if spoken else ()),
    )


def clean(texts: list[str], **more: object) -> Transcript:
    return clean_transcript(*make(texts, **more), MAX_REPEATS)  # type: ignore[arg-type]


def texts_of(transcript: Transcript) -> list[str]:
    return [segment.text for segment in transcript.segments]


def test_thank_you_with_speech_under_it_stays() -> None:
    for confidence in (0.9, 0.3, None):
        assert texts_of(clean(["Thank you."], confidence=confidence)) == ["Thank you."]


def test_thank_you_over_silence_goes() -> None:
    found = clean(["Thank you."], spoken=False)
    assert found.segments == ()
    (entry,) = found.removed
    assert entry.segment.text == "Thank you."
    assert entry.reasons == ("no speech under it", "known filler phrase", "far from any speech")
    assert entry.segment.evidence["speech_share"] == 0


def test_credit_line_goes_only_where_the_sound_is_against_it_too() -> None:
    line = ["Subtitles by the Amara.org community"]
    (kept,) = clean(line).segments
    assert SUSPECT in kept.flags
    assert clean(line, confidence=0.3).segments == ()
    assert clean(line, spoken=False).segments == ()


def test_unknown_text_over_silence_is_only_doubtful() -> None:
    (kept,) = clean(["मैं कल दिल्ली जा रहा हूँ।"], spoken=False).segments
    assert SUSPECT in kept.flags
    assert kept.evidence["speech_share"] == 0
    assert clean(["मैं कल दिल्ली जा रहा हूँ।"], spoken=False, confidence=0.2).segments == ()


def test_loop_is_cut_and_kept_whole_in_removed() -> None:
    loop = ("मैं जा रहा हूँ। " * 12).strip()
    found = clean(["सुनो।", loop])
    assert texts_of(found) == ["सुनो।", "मैं जा रहा हूँ।"]
    (entry,) = found.removed
    assert (entry.segment.text, entry.kept_text) == (loop, "मैं जा रहा हूँ।")


def test_loop_over_silence_goes_whole() -> None:
    found = clean([("अपने " * 40).strip()], spoken=False)
    assert found.segments == ()
    (entry,) = found.removed
    assert entry.kept_text == ""


def test_segments_in_a_loop_keep_the_first() -> None:
    found = clean(["हाँ चलो", *["मुझे नहीं पता क्या हुआ"] * 8, "ठीक है"])
    assert texts_of(found) == ["हाँ चलो", "मुझे नहीं पता क्या हुआ", "ठीक है"]
    assert len(found.removed) == 7
    assert found.removed[0].reasons[0] == "the same text 8 times in a row"


def test_calls_in_an_argument_stay() -> None:
    calls = ["नहीं!"] * 7
    assert texts_of(clean(calls)) == calls
    assert len(clean(calls, confidence=0.2).segments) == 1


def test_refrain_of_a_song_stays() -> None:
    lines = ["चल मेरे साथ, चल दूर कहीं"] * 6
    assert texts_of(clean(lines, kind="song")) == lines
    assert len(clean(lines).segments) == 1


def test_neighbour_again_over_silence_goes() -> None:
    transcript, _ = make(["मैं जा रहा हूँ", "मैं जा रहा हूँ"])
    first = transcript.segments[0]
    only_first = SpeechRegions(
        engine="t", duration=9, regions=(SpeechRegion(start=first.start, end=first.end),)
    )
    found = clean_transcript(transcript, only_first, MAX_REPEATS)
    assert [segment.id for segment in found.segments] == [0]


def test_what_was_removed_before_stays_noted() -> None:
    once = clean(["Thank you."], spoken=False)
    again = clean_transcript(once, SpeechRegions(engine="t", duration=1), MAX_REPEATS)
    assert again.removed == once.removed


def test_empty() -> None:
    assert clean([]).segments == ()


def hindi_texts(shared_data: Path) -> list[str]:
    rows = (shared_data / "MANIFEST.tsv").read_text("utf-8").splitlines()
    said = [row.split("\t")[9] for row in rows if row.startswith("speech_hi_dev/indicw2v_train")]
    news = (shared_data / "mt_eval/ntrex/newstest2019-ref.hin.txt").read_text("utf-8")
    return said + news.splitlines()


def english_texts(shared_data: Path) -> list[str]:
    news = (shared_data / "mt_eval/ntrex/newstest2019-ref.eng-US.txt").read_text("utf-8")
    films = sorted((shared_data / "film/morevna").glob("*eng.srt"))
    films.append(shared_data / "film/elephantsdream/captions.en.vtt")
    lines = [event.plaintext for film in films for event in pysubs2.load(str(film))]
    return news.splitlines() + lines


@pytest.mark.parametrize(("language", "read"), [("hi", hindi_texts), ("en", english_texts)])
@pytest.mark.parametrize("confidence", [0.9, 0.6, None])
def test_no_word_of_real_texts_is_removed(
    shared_data: Path, language: str, read: object, confidence: float | None
) -> None:
    texts = read(shared_data)  # type: ignore[operator]
    transcript, regions = make(texts, language=language, confidence=confidence)
    check_transcript(transcript)
    found = clean_transcript(transcript, regions, MAX_REPEATS)
    assert len(texts) > 300
    assert texts_of(found) == texts
    assert found.removed == ()


NAMES = {
    "english": "en", "hindi": "hi", "spanish": "es", "russian": "ru", "chinese": "zh",
    "arabic": "ar", "bengali": "bn", "marathi": "mr", "telugu": "te", "kannada": "kn",
    "malayalam": "ml", "punjabi": "pa", "nepali": "ne", "urdu": "ur", "french": "fr",
    "german": "de", "italian": "it", "portuguese": "pt", "catalan": "ca", "japanese": "ja",
    "korean": "ko", "gujarati": "gu", "tamil": "ta",
}  # fmt: skip


def removed_share(texts: list[str], language: str) -> tuple[int, int]:
    kept = [clean([text], language=language, confidence=None, spoken=False) for text in texts]
    return sum(not found.segments for found in kept), len(texts)


def test_recall_on_phrases_heard_in_silence(shared_data: Path) -> None:
    """Lists that others got by letting recognisers listen to silence: text alone, no confidence."""
    path = shared_data / "hallucination/base_hallucination_filter.json"
    table = json.loads(path.read_text("utf-8"))
    counts = {code: removed_share(table[name], code) for name, code in NAMES.items()}
    found, total = (sum(count[side] for count in counts.values()) for side in (0, 1))
    print(f"over silence: {found} of {total} removed ({found / total:.0%})")
    print({code: f"{hit}/{size}" for code, (hit, size) in counts.items()})
    assert found / total > 0.98


def test_recall_with_low_confidence_is_whole(shared_data: Path) -> None:
    path = shared_data / "hallucination/base_hallucination_filter.json"
    table = json.loads(path.read_text("utf-8"))
    texts = table["hindi"] + table["english"]
    assert clean(texts, confidence=0.3, spoken=False).segments == ()


def test_time_grows_with_the_number_of_segments_alone() -> None:
    def seconds(number: int) -> float:
        lines = [f"वाक्य {n // 5} यहाँ {'कखगघ'[n % 4]} है" for n in range(number)]
        transcript, regions = make(lines)
        began = time.process_time()
        clean_transcript(transcript, regions, MAX_REPEATS)
        return time.process_time() - began

    seconds(50)
    assert seconds(1600) < 12 * seconds(400)


def test_thanks_at_the_end_of_a_line_go_where_their_words_lie_in_silence() -> None:
    text = "मैं जा रहा हूँ। Thank you."
    words = tuple(
        Word(text=word, start=start, end=start + 0.4)
        for word, start in zip(text.split(), (0, 0.5, 1, 1.5, 20, 20.5), strict=True)
    )
    segment = Segment(id=0, start=0, end=21, text=text, words=words)
    transcript = Transcript(language="hi", duration=30, engine="t", segments=(segment,))
    regions = SpeechRegions(engine="t", duration=30, regions=(SpeechRegion(start=0, end=2),))
    found = clean_transcript(transcript, regions, MAX_REPEATS)
    assert texts_of(found) == ["मैं जा रहा हूँ।"]
    assert found.segments[0].end == pytest.approx(1.9)
    assert found.removed[0].kept_text == "मैं जा रहा हूँ।"
    spoken = SpeechRegions(engine="t", duration=30, regions=(SpeechRegion(start=0, end=22),))
    assert texts_of(clean_transcript(transcript, spoken, MAX_REPEATS)) == [text]
