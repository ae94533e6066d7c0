"""What cue building is measured on: words with times, of published subtitles and of news."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pysubs2

from cp_whisperx.subtitles.lines import ends_sentence
from cp_whisperx.subtitles.profiles import get_profile, visible_length
from cp_whisperx.subtitles.tokens import tokenise
from cp_whisperx.subtitles.utterances import Utterance
from shared.artifacts import Word

_FILM_LANGUAGES = {
    "eng": "en", "rus": "ru", "spa": "es", "fra": "fr", "deu": "de", "ita": "it", "por": "pt",
    "jpn": "ja", "kor": "ko",
}  # fmt: skip
# File suffix, and visible characters a second of natural speech.
_NEWS = {"hi": ("hin", 13.0), "gu": ("guj", 13.0), "ta": ("tam", 14.0), "zh": ("zho-CN", 5.0),
         "ar": ("arb", 13.0)}  # fmt: skip
_NEWS_LINES = 80
_FEWEST_CUES = 20
_PAUSE = 0.6
# A recogniser's segment goes on to the end of the sentence, but no further than this.
_LONGEST_SEGMENT = 20.0
_LONGEST_PAUSE = 1.0


@dataclass(frozen=True)
class Material:
    """What is said in one film or text, as segments of words; and how it was published."""

    name: str
    language: str
    segments: tuple[Utterance, ...]
    published: str = ""


def films(data: Path) -> Iterator[Material]:
    """Yields the film subtitle sets in languages that the pipeline knows."""
    files = sorted((data / "film" / "morevna").glob("*.srt"))
    rows = [(path, _FILM_LANGUAGES.get(path.stem.rsplit("-", 1)[-1])) for path in files]
    folder = data / "film" / "elephantsdream"
    rows += [(folder / f"captions.{code}.vtt", code) for code in ("en", "ru", "ar", "ja")]
    for path, language in rows:
        if language is None:
            continue
        cues = [cue for cue in pysubs2.load(str(path), encoding="utf-8") if cue.plaintext.strip()]
        if len(cues) >= _FEWEST_CUES:
            said = [_said(c.plaintext, c.start / 1000, c.end / 1000, language) for c in cues]
            published = pysubs2.SSAFile()
            published.events = cues
            yield Material(
                path.stem, language, tuple(_sentences(said, language)), published.to_string("srt")
            )


def news(data: Path) -> Iterator[Material]:
    """Yields news sentences said at a natural rate, where there are no film subtitles."""
    for language, (suffix, rate) in _NEWS.items():
        path = data / "mt_eval" / "ntrex" / f"newstest2019-ref.{suffix}.txt"
        now, said = 0.0, []
        for line in path.read_text(encoding="utf-8").splitlines()[:_NEWS_LINES]:
            end = now + visible_length(line, language) / rate
            said.append(_said(line, now, end, language))
            now = end + _PAUSE
        yield Material("news", language, tuple(said))


def _said(text: str, start: float, end: float, language: str) -> Utterance:
    """Spreads a text's words over its time by their length."""
    profile = get_profile(language)
    text = " ".join(text.split())
    tokens = tokenise(text, profile, profile.line_length)
    weights = [max(token.length, 0.5) for token in tokens]
    total, now, words = sum(weights), start, []
    for token, weight in zip(tokens, weights, strict=True):
        until = now + (end - start) * weight / total
        words.append(Word(text=token.text, start=round(now, 3), end=round(until, 3)))
        now = until
    return Utterance(start, end, text, None, "speech", tuple(words), language)


def _sentences(said: list[Utterance], language: str) -> Iterator[Utterance]:
    """Joins published cues into segments as a recogniser gives them: whole sentences."""
    profile = get_profile(language)
    held: Utterance | None = None
    for one in said:
        closed = held is not None and (
            ends_sentence(tokenise(held.text, profile, profile.line_length)[-1], profile)
            or one.start - held.end > _LONGEST_PAUSE
            or one.end - held.start > _LONGEST_SEGMENT
        )
        if held is None or closed:
            if held is not None:
                yield held
            held = one
        else:
            glue = " " if profile.spaced else ""
            words = (*held.words, *one.words)
            text = held.text + glue + one.text
            held = Utterance(held.start, max(held.end, one.end), text, None, "speech", words,
                             language)  # fmt: skip
    if held is not None:
        yield held
