"""How many cues keep every rule, by rule and language, beside the writers of other tools."""

import json
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pysubs2

from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.sheet import Sheet
from cp_whisperx.subtitles.style import check_track
from cp_whisperx.subtitles.timing import USUAL_RATE, Cue
from cp_whisperx.subtitles.tracks import build_track
from cp_whisperx.subtitles.writer import render
from shared.config import load_config
from tools.quality.peers import peers_python
from tools.quality.subtitle_material import Material, films, news

TITLE = "Cues: rules kept, and the writers of other tools on the same words"

INTRODUCTION = """\
Share of cues that keep every rule of the profile `netflix` (24 frames a second, adults). The words
are those of published film subtitles, joined into sentences as a recogniser gives them, with word
times spread over each cue's time; where no film subtitles are at hand (hi, gu, ta, zh, and more of
ar) news sentences said at a natural rate. Everybody got the same segments and words. whisperX
3.8.6 and stable-ts 2.19.1 wrote SRT by their defaults, and again with their options for two lines
of the profile's length. What only the builder knows (when the first word was said) is not held
against anybody here, nor shots.
"""
_OURS = "ours"
_HEAD = "| tool | {} | all |"


@dataclass
class Tally:
    """Cues and broken rules of one tool in one language."""

    cues: int = 0
    clean: int = 0
    rules: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Share of cues that keep every rule."""
        return self.clean / self.cues if self.cues else 1.0


def measure(data: Path) -> str:
    """Builds cues of all material, has the other tools do so, and checks everybody's."""
    material = [*films(data), *news(data)]
    tallies: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    changed = 0
    for one in material:
        track = build_track(one.segments, one.language, load_config())
        text = render(track.cues, Sheet(track.profile), "srt")
        changed += len(track.style.changes)
        count(tallies[_OURS][one.language], read_srt(text), one.language)
    for row, one in zip(ask_peers(material), material, strict=True):
        for name, text in row["srt"].items():
            count(tallies[name][one.language], read_srt(text), one.language)
    return "\n".join([INTRODUCTION, _amount(material, changed), *_tables(tallies)])


def read_srt(text: str) -> list[Cue]:
    """Reads cues as a player shows them."""
    return [
        Cue(
            event.start / 1000,
            event.end / 1000,
            tuple(line.strip() for line in event.plaintext.split("\n")),
        )
        for event in pysubs2.SSAFile.from_string(text, "srt")
    ]


def count(tally: Tally, cues: Sequence[Cue], language: str) -> None:
    """Adds a track's cues and the rules that they break."""
    style = check_track(cues, get_profile(language), USUAL_RATE)
    tally.cues += style.cues
    tally.clean += style.clean_cues
    tally.rules.update(rule for _, rule in {(v.cue, v.rule) for v in style.violations})


def ask_peers(material: Sequence[Material], ours: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Has whisperX and stable-ts write SRT of the same segments, in their own environment.

    Args:
        material: What is said.
        ours: Our SRT of each, where SubER against what was published is wanted too.
    """
    task = [
        {
            "name": one.name, "language": one.language,
            "width": round(get_profile(one.language).line_length),
            "segments": [
                {
                    "id": number, "start": s.start, "end": s.end, "text": s.text,
                    "words": [{"word": w.text, "start": w.start, "end": w.end} for w in s.words],
                }
                for number, s in enumerate(one.segments)
            ],
            "ours": text, "reference": one.published if text else "",
        }
        for one, text in zip(material, ours or [""] * len(material), strict=True)
    ]  # fmt: skip
    script = Path(__file__).with_name("cues_elsewhere.py")
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / "task.json", Path(folder) / "answer.json"]
        files[0].write_text(json.dumps(task), encoding="utf-8")
        subprocess.run([peers_python(), script, *files], check=True, capture_output=True)
        answers: list[dict[str, Any]] = json.loads(files[1].read_text(encoding="utf-8"))
    return answers


def _amount(material: Iterable[Material], changed: int) -> str:
    words: Counter[str] = Counter()
    for one in material:
        words[one.language] += sum(len(segment.words) for segment in one.segments)
    told = ", ".join(f"{language} {number}" for language, number in sorted(words.items()))
    return f"Words (characters in zh and ja): {told}. Our builder shortened {changed} texts.\n"


def _tables(tallies: dict[str, dict[str, Tally]]) -> list[str]:
    languages = sorted(tallies[_OURS])
    lines = [_HEAD.format(" | ".join(languages)), "| --- |" + " ---: |" * (len(languages) + 1)]
    for name, rows in tallies.items():
        total = Tally(sum(r.cues for r in rows.values()), sum(r.clean for r in rows.values()))
        shares = " | ".join(f"{rows[language].share:.1%}" for language in languages)
        lines.append(f"| {name} | {shares} | {total.share:.1%} |")
    rules = sorted(
        {rule for rows in tallies.values() for row in rows.values() for rule in row.rules}
    )
    lines += ["", "Cues that keep each rule, over all languages.", "", *_head(list(tallies))]
    for rule in rules:
        shares = " | ".join(f"{_kept(rows.values(), rule):.1%}" for rows in tallies.values())
        lines.append(f"| `{rule}` | {shares} |")
    lines += ["", "Our cues that keep each rule, by language.", "", *_head(languages)]
    own = sorted({rule for row in tallies[_OURS].values() for rule in row.rules})
    for rule in own:
        shares = " | ".join(f"{_kept([tallies[_OURS][code]], rule):.1%}" for code in languages)
        lines.append(f"| `{rule}` | {shares} |")
    return lines


def _head(columns: Sequence[str]) -> list[str]:
    return [f"| rule | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]


def _kept(rows: Iterable[Tally], rule: str) -> float:
    held = list(rows)
    cues = sum(row.cues for row in held)
    return 1 - sum(row.rules[rule] for row in held) / cues if cues else 1.0
