"""Whether glossary terms, repeated lines and numbers come through translation."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pysubs2

from cp_whisperx.translation.apertium import ApertiumTranslator
from cp_whisperx.translation.figures import figures_in, lost_figures
from cp_whisperx.translation.film import TargetResult, translate_target
from cp_whisperx.translation.inflection import comparable, forms_of
from cp_whisperx.translation.pool import engine_pool
from cp_whisperx.translation.recurring import repeated_alike
from cp_whisperx.translation.route import Route, Target
from cp_whisperx.translation.term_base import TermBase
from cp_whisperx.translation.terms import TermKeeper, uses
from shared.artifacts import GlossaryTerm, Segment
from shared.config import Config
from shared.engine_host import make_engine
from shared.engines import get_engine
from shared.glossary_lookup import TermFinder, fold
from shared.languages import get_language
from shared.paths import PROJECT_ROOT
from tools.quality.translation import film_lines

TITLE = "Glossary, consistency and numbers"

_MASTER = PROJECT_ROOT / "glossary" / "hinglish_master.tsv"
_VERDICTS = Path(__file__).with_name("inflections.tsv")
_NEWS = {"en": "eng-US", "hi": "hin", "gu": "guj", "ta": "tam", "es": "spa", "ru": "rus",
         "ar": "arb", "zh": "zho-CN"}  # fmt: skip
_FILM_CODES = {"en": "eng", "es": "spa", "ru": "rus"}
_FILMS = ("morevna-ep3", "morevna-ep4", "pepper-and-carrot-ep6")
_NAMED = frozenset({"name", "keep", "transliterate"})
_PAIR = ("en", "es")
_ENGINE = "apertium"


@dataclass(frozen=True)
class Found:
    """A rendering found in a text, in its exact form or another."""

    language: str
    rendering: str
    form: str

    @property
    def is_exact(self) -> bool:
        """Whether it stands as the glossary has it."""
        return self.form == fold(comparable(self.rendering))


def measure(data: Path) -> str:
    """Counts what is found, kept and alike."""
    parts = [_inflections(data)]
    if _PAIR in ApertiumTranslator.available_pairs():
        parts += [_rates(data)]
    return "\n\n".join([*parts, _names_learnt(data), _false_alarms(data)])


def _master(language: str) -> Iterator[tuple[dict[str, str], bool]]:
    """Yields the master glossary's rows that a language has, and whether each is a name."""
    with _MASTER.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[language]:
                yield row, row["kind"] in _NAMED


def _texts(data: Path, language: str) -> list[str]:
    """Returns the news and film lines of a language."""
    lines = _news(data, language)
    code = _FILM_CODES.get(language)
    for path in sorted((data / "film").rglob("*")):
        if (code and path.name.endswith(f"-{code}.srt")) or path.name == f"captions.{language}.vtt":
            lines += [" ".join(event.plaintext.split()) for event in pysubs2.load(str(path))]
    return lines


def _news(data: Path, language: str) -> list[str]:
    path = data / "mt_eval" / "ntrex" / f"newstest2019-ref.{_NEWS[language]}.txt"
    return path.read_text("utf-8").splitlines()


def found_in(lines: Sequence[str], language: str) -> Counter[Found]:
    """Counts where renderings of the master glossary stand in a language's texts."""
    finder = TermFinder(
        GlossaryTerm(
            term=row[language],
            aliases=tuple(map(comparable, forms_of(row[language], language, is_name=is_name))),
        )
        for row, is_name in _master(language)
    )
    found: Counter[Found] = Counter()
    for line in map(comparable, lines):
        for match in finder.find(line):
            form = fold(line[match.start : match.end])
            found[Found(language, match.term.term, form)] += 1
    return found


def _verdicts() -> dict[Found, bool]:
    """Returns of each form that was read by hand whether it is one of its rendering."""
    rows = (
        line.split("\t") for line in _VERDICTS.read_text("utf-8").splitlines() if line[0] != "#"
    )
    return {Found(*row[:3]): row[3] == "form" for row in rows}


def _inflections(data: Path) -> str:
    verdicts = _verdicts()
    rows = []
    for language in ("en", "hi", "gu", "ta", "es", "ru", "ar"):
        lines = _texts(data, language)
        found = found_in(lines, language)
        exact = sum(count for item, count in found.items() if item.is_exact)
        other = [item for item in found if not item.is_exact]
        wrong = [item for item in other if verdicts.get(item) is False]
        unread = [item for item in other if item not in verdicts]
        places = sum(found[item] for item in other)
        wrong_places = sum(found[item] for item in wrong)
        rows.append((language, len(lines), exact, places, len(other), f"{wrong_places} "
                     f"({len(wrong)} words)", len(unread)))  # fmt: skip
    head = ("language", "lines", "exact", "inflected", "distinct forms", "another word", "unread")
    return f"{_ABOUT_FORMS}\n\n{_table(head, rows)}"


_ABOUT_FORMS = """\
The master glossary's renderings in news (NTREX) and film subtitles that nobody wrote with the
glossary in hand. Inflected is what counts as the rendering because of the endings of its language;
a comparison of whole words took it for missing. Each distinct form was read by hand: *another
word* are those that only look like one, mostly words with two meanings. Unread forms have no
verdict yet. Chinese has no endings."""


def _rates(data: Path) -> str:
    """Measures the glossary rate, the alikeness and the numbers of a real engine's lines."""
    films = [pair for film in _FILMS for pair in film_lines(data, film, *_PAIR)]
    news = list(zip(_news(data, "en"), _news(data, "es"), strict=True))
    terms = [
        GlossaryTerm(term=row["en"], kind="translate", translations={"es": row["es"]})
        for row, _ in _master("es")
        if row["kind"] != "idiom"
    ]
    rows = [_rate_row(name, lines, terms) for name, lines in (("films", films), ("news", news))]
    head = ("material", "lines", "terms", "exact at once", "with inflections", "after all passes",
            "repeated lines", "alike", "alike in the reference", "numbers", "kept")  # fmt: skip
    return f"{_ABOUT_RATES}\n\n{_table(head, rows)}"


_ABOUT_RATES = """\
English to Spanish by Apertium, the one engine with real knowledge that could run here: NLLB-200
and IndicTrans2 were at hand only as small models that know nothing. The terms are the master
glossary's, its English on one side and its Spanish on the other, idioms left out; the glossary was
written for Hindi, so that an English word often has another sense there ("right" as a hand), and
Apertium's choice is not always worse. Numbers are kept if they stand in the translation in digits
or as a word."""


def _rate_row(
    name: str, pairs: Sequence[tuple[str, str]], terms: Sequence[GlossaryTerm]
) -> tuple[object, ...]:
    lines = [source for source, _ in pairs]
    keeper = TermKeeper(terms, _PAIR[1])
    held = [keeper.find(line) for line in lines]
    plain, made = (_translated(lines, given) for given in ((), terms))
    texts = [row.text for row in plain.transcript.segments]
    total = made.report.terms_occurred
    rates = [
        sum(use.applied for text, items in zip(texts, shapes, strict=True) if items
            for use in uses(text, items))
        for shapes in ([[replace(item, forms=()) for item in row] for row in held], held)
    ]  # fmt: skip
    human_repeated, human_alike = repeated_alike(pairs)
    figures = sum(len(list(figures_in(line))) for line in lines)
    spanish = get_language(_PAIR[1])
    lost = sum(len(lost_figures(r.source_text, r.text, spanish)) for r in made.transcript.segments)
    repeated = made.report.lines_repeated
    return (
        name, len(lines), total, _percent(rates[0], total), _percent(rates[1], total),
        _percent(made.report.terms_applied, total), repeated,
        _percent(made.report.lines_repeated_alike, repeated), _percent(human_alike, human_repeated),
        figures, _percent(figures - lost, figures),
    )  # fmt: skip


def _translated(lines: Sequence[str], terms: Sequence[GlossaryTerm]) -> TargetResult:
    segments = [
        Segment(id=at, start=4.0 * at, end=4.0 * at + 3.0, text=line)
        for at, line in enumerate(lines)
    ]
    engine = make_engine(get_engine("translation", _ENGINE), Config())
    with engine_pool(lambda _name: closing(engine)) as pool:
        route = Route(pool, _PAIR[0], Target(_PAIR[1], (_ENGINE,)), terms)
        return translate_target(route, segments, 256, lambda _done: None)


def _names_learnt(data: Path) -> str:
    """Lists the names that the term base learns from news and its reference translations."""
    rows = []
    for source, target in (("hi", "en"), ("hi", "ru"), ("en", "es"), ("en", "ru")):
        base = TermBase((), target)
        for pair in zip(_news(data, source), _news(data, target), strict=True):
            base.add(*pair)
        names = sorted(term.translations[target] for term in base.terms)
        rows.append((f"{source} to {target}", len(names), ", ".join(names)))
    head = ("pair", "learnt", "which")
    return f"{_ABOUT_NAMES}\n\n{_table(head, rows)}"


_ABOUT_NAMES = """\
Names that nobody gave, learnt from 300 lines of news and their reference translations because two
lines agree on them, without a glossary. What is no name below would be held needlessly."""


def _false_alarms(data: Path) -> str:
    """Counts the lines of good translations that would be flagged for a number."""
    rows = []
    for code in ("hi", "gu", "ta", "es", "ru", "zh", "ar"):
        pairs = list(zip(_news(data, "en"), _news(data, code), strict=True))
        with_number = [pair for pair in pairs if any(True for _ in figures_in(pair[0]))]
        flagged = sum(bool(lost_figures(*pair, get_language(code))) for pair in with_number)
        wrong = _with_wrong_number(with_number)
        caught = sum(bool(lost_figures(*pair, get_language(code))) for pair in wrong)
        rows.append((code, len(with_number), flagged, f"{caught} of {len(wrong)}"))
    head = ("target", "lines with a number", "flagged", "found when a number was altered")
    return f"{_ABOUT_ALARMS}\n\n{_table(head, rows)}"


_ABOUT_ALARMS = """\
The reference translations of news lines with a number. Most of the flagged ones are rightly so:
the translators turned feet into metres and left out what was clear. In the last column each line's
first number of two digits or more was altered in the source."""


def _with_wrong_number(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    altered = []
    for source, translation in pairs:
        figure = next((f for f in figures_in(source) if f.end - f.start > 1), None)
        if figure is not None and source[figure.start].isdecimal():
            digit = str((int(source[figure.start]) % 9) + 1)
            altered.append(
                (source[: figure.start] + digit + source[figure.start + 1 :], translation)
            )
    return altered


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])
