"""The style gate's rules for the text of a cue: signs, marks, glyphs, script."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from cp_whisperx.subtitles.mending import CLOSING, OPENING, is_forbidden
from cp_whisperx.subtitles.profiles import StyleProfile
from cp_whisperx.subtitles.text import SONG_MARK
from cp_whisperx.subtitles.timing import Cue
from shared.romanised import reads_as_romanised
from shared.unicode_scripts import accepted_scripts, script_counts

# A broken rule: its name, the value found and the limit.
Finding = tuple[str, float, float]

# Cues that a bracket may stay open over: a long label may be parted.
_OPEN_OVER = 3
_THREE_DOTS = re.compile(r"\.{2,}|。{2,}|(?:\. ){2,}\.")
_REPEATED = re.compile(r"([!?¡¿！？؟,;:])\1")
_MARKUP = re.compile(r"</?(?:i|b|u|font|c|v|ruby)\b[^>]*>|\{\\[^}]*\}", re.IGNORECASE)
_SPACES = re.compile(r"^\s|\s$|  ")
# Names and terms in Latin letters belong to most languages; whole sentences of them do not.
_FOREIGN_LATIN = 0.8
_FEW_LETTERS = 20
_LETTERS_A_CHARACTER = 3
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def check_text(cue: Cue, profile: StyleProfile) -> Iterator[Finding]:
    """Yields the rules that a cue's text breaks."""
    if not cue.lines or not all(line.strip() for line in cue.lines):
        yield "empty", 0, 1
        return
    yield from _check_signs(cue, profile)
    text = "\n".join(cue.lines)
    glyphs = [char for char in text if is_forbidden(char)]
    if glyphs:
        yield "forbidden_glyph", len(glyphs), 0
    foreign = foreign_letters(text, profile)
    if foreign:
        yield "wrong_script", foreign, 0
    if markup := _MARKUP.findall(text):
        yield "markup", len(markup), 0


def _check_signs(cue: Cue, profile: StyleProfile) -> Iterator[Finding]:
    dots = sum(len(_THREE_DOTS.findall(line)) for line in cue.lines)
    if dots:
        yield "ellipsis", dots, 0
    repeated = sum(len(_REPEATED.findall(line)) for line in cue.lines)
    if repeated:
        yield "repeated_sign", repeated, 0
    if any(_SPACES.search(line) for line in cue.lines):
        yield "spaces", 1, 0
    marked = cue.lines[0].startswith(SONG_MARK) and cue.lines[-1].endswith(SONG_MARK)
    if cue.song and not marked:
        yield "song_marks", 0, 1
    hyphen = profile.speaker_hyphen
    if cue.dialogue and not all(line.startswith(hyphen) for line in cue.lines):
        yield "speaker_hyphen", 0, 1


def foreign_letters(text: str, profile: StyleProfile) -> int:
    """Counts letters of scripts that the language is not written in.

    Names and terms in Latin letters are at home in most languages. They count where they are nearly
    all of a sentence, which was left untranslated then; in Devanagari, whose speakers mix English
    in, only where they are Hindi that was written in Latin letters.
    """
    plain = _ADDRESS.sub("", text)
    counts = script_counts(plain)
    own = sum(counts[script] for script in accepted_scripts(profile.script))
    latin = counts["Latn"] if profile.script != "Latn" else 0
    foreign = sum(counts.values()) - own - latin
    if profile.script == "Deva":
        return foreign + (latin if not own and reads_as_romanised(plain) else 0)
    # A Chinese character says as much as several letters.
    said = own if profile.spaced else own * _LETTERS_A_CHARACTER
    untranslated = latin > _FEW_LETTERS and latin > _FOREIGN_LATIN * (said + latin)
    return foreign + (latin if untranslated else 0)


def open_brackets(cues: Sequence[Cue]) -> frozenset[int]:
    """Returns the positions of cues with a bracket that is never closed, or was never opened."""
    wrong: set[int] = set()
    waiting: list[tuple[str, int]] = []
    for index, cue in enumerate(cues):
        for char in "".join(cue.lines):
            if char in OPENING:
                waiting.append((OPENING[char], index))
            elif char in CLOSING:
                if waiting and waiting[-1][0] == CLOSING[char]:
                    waiting.pop()
                elif not _is_list_number(char, cue):
                    wrong.add(index)
        late = [row for row in waiting if index - row[1] >= _OPEN_OVER]
        wrong |= {opened for _, opened in late}
        waiting = [row for row in waiting if row not in late]
    return frozenset(wrong | {opened for _, opened in waiting})


def _is_list_number(char: str, cue: Cue) -> bool:
    """Whether a round bracket stands behind a letter or number, as in "a)"."""
    text = " ".join(cue.lines)
    return char == ")" and bool(re.search(r"(?:^|\s)\w{1,2}\)", unicodedata.normalize("NFC", text)))
