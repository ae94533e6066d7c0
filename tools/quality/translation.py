"""How near translations come to references, with the engines that are installed."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pysubs2

from cp_whisperx.translation.apertium import ApertiumTranslator
from cp_whisperx.translation.film import translate_target
from cp_whisperx.translation.pool import engine_pool
from cp_whisperx.translation.route import Route, Target
from shared.artifacts import Segment
from shared.config import Config
from shared.engine_host import make_engine
from shared.engines import get_engine
from tests.quality_metrics import translation_scores

TITLE = "Translation"

_NEWS_LINES = 150
_BATCH = 32
_ENGINE = "apertium"
_NEWS = {"en": "eng-US", "es": "spa", "hi": "hin", "ur": "urd"}
_FILMS = ("morevna-ep3", "morevna-ep4", "pepper-and-carrot-ep6")
_ISO = {"en": "eng", "es": "spa"}
_INTRODUCTION = """\
BLEU and chrF++ (0 to 100, by sacrebleu) of what the pipeline's routing made of each line, beside
the source left as it is, which any engine must beat. Films are the subtitle sets of three open
short films, whose cues have the same times in both languages; news is NTREX. Only the rule-based
engine Apertium could run where this was measured: no weights of IndicTrans2, NLLB-200 or a large
language model were at hand, and toy models know nothing to be judged by. Doubtful are lines that
came out empty, looping or in the wrong script."""


@dataclass(frozen=True)
class Material:
    """Lines with their reference translations."""

    name: str
    source: str
    target: str
    lines: tuple[str, ...]
    references: tuple[str, ...]


def measure(data: Path) -> str:
    """Translates films and news with what is installed and scores it."""
    installed = ApertiumTranslator.available_pairs()
    materials = [item for item in _materials(data) if (item.source, item.target) in installed]
    rows = [_row(item) for item in materials]
    if not rows:
        return f"{_INTRODUCTION}\n\nNo pair of Apertium was installed: nothing was measured."
    head = ("material", "pair", "lines", "BLEU", "chrF++", "untranslated: BLEU", "chrF++",
            "doubtful lines")  # fmt: skip
    table = ["| " + " | ".join(head) + " |", "| --- | --- |" + " ---: |" * (len(head) - 2)]
    return "\n".join([_INTRODUCTION, "", *table, *rows])


def _materials(data: Path) -> Iterator[Material]:
    for source, target in (("en", "es"), ("es", "en")):
        lines = [pair for film in _FILMS for pair in film_lines(data, film, source, target)]
        yield _material("films", source, target, lines)
    for source, target in (("en", "es"), ("es", "en"), ("hi", "ur"), ("ur", "hi")):
        yield _material("news", source, target, list(_news_lines(data, source, target)))


def _material(name: str, source: str, target: str, pairs: Sequence[tuple[str, str]]) -> Material:
    return Material(
        name, source, target, tuple(line for line, _ in pairs), tuple(line for _, line in pairs)
    )


def film_lines(data: Path, film: str, source: str, target: str) -> Iterator[tuple[str, str]]:
    """Yields the cues that both languages show at the same time."""
    folder = data / "film" / "morevna"
    ours, theirs = (
        {event.start: " ".join(event.plaintext.split()) for event in pysubs2.load(str(path))}
        for path in (folder / f"{film}-{_ISO[code]}.srt" for code in (source, target))
    )
    for start in sorted(ours.keys() & theirs.keys()):
        yield ours[start], theirs[start]


def _news_lines(data: Path, source: str, target: str) -> Iterator[tuple[str, str]]:
    folder = data / "mt_eval" / "ntrex"
    ours, theirs = (
        (folder / f"newstest2019-ref.{_NEWS[code]}.txt").read_text("utf-8").splitlines()
        for code in (source, target)
    )
    yield from zip(ours[:_NEWS_LINES], theirs[:_NEWS_LINES], strict=True)


def _row(item: Material) -> str:
    made, doubtful = _translated(item)
    scores = [
        translation_scores(list(zip(item.references, texts, strict=True)), item.target)
        for texts in (made, item.lines)
    ]
    figures = [f"{value:.1f}" for score in scores for value in (score["bleu"], score["chrf++"])]
    cells = (item.name, f"{item.source} to {item.target}", str(len(made)), *figures, str(doubtful))
    return "| " + " | ".join(cells) + " |"


def _translated(item: Material) -> tuple[list[str], int]:
    """Returns the lines as the pipeline translates them, and how many it calls doubtful."""
    segments = [
        Segment(id=number, start=4.0 * number, end=4.0 * number + 3.0, text=line)
        for number, line in enumerate(item.lines)
    ]
    engine = make_engine(get_engine("translation", _ENGINE), Config())
    with engine_pool(lambda _name: closing(engine)) as pool:
        route = Route(pool, item.source, Target(item.target, (_ENGINE,)))
        rows = translate_target(route, segments, _BATCH, lambda _done: None).transcript.segments
    return [row.text for row in rows], sum(bool(row.flags) for row in rows)
