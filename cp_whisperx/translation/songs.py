"""What a target shows of a song, where it is not its translation."""

from typing import Literal

from cp_whisperx.translation.transliteration import transliterate
from shared.hindi_roman import romanise
from shared.languages import Language
from shared.unicode_scripts import dominant_script

Songs = Literal["translated", "transliterated", "kept", "omitted"]


def song_text(line: str, target: Language, songs: Songs) -> str | None:
    """Returns what stands for a sung line in a target, or None if it is to be translated.

    Args:
        line: In the source language.
        target: Language of the translation.
        songs: What the settings ask for.

    Returns:
        `transliterated`: its words in the target's script, as they are where that has no way for
        them; `kept`: its words; `omitted`: nothing.
    """
    if songs == "translated":
        return None
    if songs == "omitted":
        return ""
    return line if songs == "kept" else _transliterated(line, target.script)


def _transliterated(line: str, script: str) -> str:
    words = line.split()
    if script in ("Latn", "Hani"):
        return " ".join(romanise(words)) if dominant_script(line) == "Deva" else line
    written = [transliterate(word, script) or word for word in words]
    return " ".join(written) if dominant_script(line) != script else line
