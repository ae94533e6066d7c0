"""How safely forms of gender and address are chosen in translations."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pysubs2

from cp_whisperx.context import hindi, russian, spanish
from shared.artifacts import Gender

TITLE = "Forms by who speaks to whom"

Agree = Callable[[str, Gender], str]
_AGREE: dict[str, tuple[str, str, Agree]] = {
    "Russian": ("rus", "rus", russian.agree_with_speaker),
    "Spanish": ("spa", "spa", spanish.agree_with_speaker),
    "Hindi": ("hin", "", hindi.agree_with_speaker),
    "Gujarati": ("guj", "", hindi.agree_with_speaker_in_gujarati),
}
_FORMALLY = {"Russian": russian.address_formally, "Spanish": spanish.address_formally}
_SHOWN = 8


def measure(data: Path) -> str:
    """Measures on translations that people made."""
    genders, addresses = [], []
    for language, (news, film, agree) in _AGREE.items():
        for name, lines in _texts(data, news, film).items():
            genders.append((f"{language}, {name}", len(lines), *_gender_figures(lines, agree)))
            if language in _FORMALLY:
                formal = _FORMALLY[language]
                addresses.append((f"{language}, {name}", len(lines), *_formal(lines, formal)))
    return "\n\n".join((_genders(genders), _addresses(addresses)))


def _texts(data: Path, news: str, film: str) -> dict[str, list[str]]:
    path = data / "mt_eval" / "ntrex" / f"newstest2019-ref.{news}.txt"
    texts = {"NTREX news": path.read_text(encoding="utf-8").splitlines()}
    if film:
        files = [*(data / "film" / "morevna").glob(f"*{film}.srt")]
        files += [*(data / "film" / "elephantsdream").glob(f"captions.{film[:2]}.vtt")]
        texts["films"] = [_flat(e.plaintext) for f in sorted(files) for e in pysubs2.load(str(f))]
    return texts


def _flat(text: str) -> str:
    return " ".join(text.split())


def _gender_figures(lines: Sequence[str], agree: Agree) -> tuple[int, int, int]:
    """Counts lines with forms of the speaker, those that no gender leaves, and those restored."""
    counts: Counter[str] = Counter()
    for line in lines:
        female, male = agree(line, "female"), agree(line, "male")
        told = {text for text in (female, male) if text != line}
        counts["told"] += bool(told)
        counts["neither"] += len(told) == 2
        back = agree(male if female == line else female, "female" if female == line else "male")
        counts["restored"] += bool(told) and back == line
    return counts["told"], counts["neither"], counts["restored"]


def _formal(lines: Sequence[str], formal: Callable[[str], str]) -> tuple[int, int, str]:
    changed = [(line, made) for line in lines if (made := formal(line)) != line]
    again = sum(formal(made) != made for _, made in changed)
    shown = "; ".join(f"{line} > {made}" for line, made in dict(changed[:_SHOWN]).items())
    return len(changed), again, shown.replace("|", "/")


def _genders(rows: Iterable[Sequence[object]]) -> str:
    return _table(
        "Lines in which the speaker's gender shows, by the rules; lines that would be changed "
        "whichever gender the speaker has, so that one with the true gender is spoilt; and lines "
        "that come back to the letter when they are put into the other gender and back.",
        ("text", "lines", "gender shows", "changed in either gender", "restored"), rows,
    )  # fmt: skip


def _addresses(rows: Iterable[Sequence[object]]) -> str:
    return _table(
        "Lines that turn formal where the film's register asks for it, and lines that change again "
        "when they already are. News addresses nobody: there every change would be a false one.",
        ("text", "lines", "changed", "changed again", "the first of them"), rows,
    )  # fmt: skip


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return caption + "\n\n" + "\n".join(lines)
