"""What is doubtful about a translated line, told from the text alone."""

import unicodedata
from collections.abc import Sequence

from cp_whisperx.translation.figures import lost_figures
from cp_whisperx.translation.repetition import is_loop
from cp_whisperx.translation.sentences import has_letters
from cp_whisperx.translation.terms import invented_placeholders
from shared.languages import Language
from shared.unicode_scripts import share_in_script

EMPTY, LOOPED, WRONG_SCRIPT, TERM_MISSED = "empty", "looped", "wrong_script", "term_missed"
PLACEHOLDER, NUMBER_CHANGED = "placeholder", "number_changed"
TOO_LONG = "too_long"
# Names and English words in Latin letters are common in Indian subtitles, whole lines are not.
_LEAST_IN_SCRIPT = 0.5


def doubts(
    source: str, translation: str, target: Language, foreign: Sequence[str] = ()
) -> tuple[str, ...]:
    """Returns the names of what is wrong with a translation; nothing for a sound one.

    Args:
        source: The line.
        translation: What was made of it.
        target: Language of the translation.
        foreign: Renderings that may stand in other letters, such as names in Chinese.
    """
    if not has_letters(source):
        return ()
    if not any(char.isalnum() for char in translation):
        return (EMPTY,)
    found = [LOOPED] if is_loop(source, translation) else []
    if invented_placeholders(source, translation):
        found.append(PLACEHOLDER)
    own = translation
    for rendering in foreign:
        own = own.replace(rendering, "")
    if share_in_script(own, target.script) < _LEAST_IN_SCRIPT:
        found.append(WRONG_SCRIPT)
    if lost_figures(source, translation, target):
        found.append(NUMBER_CHANGED)
    return tuple(found)


def excess(translation: str, most: int) -> int:
    """Returns how many characters a translation has more than can be read in its time.

    Args:
        translation: The line; vowel signs and other marks count nothing.
        most: How many can be read; 0 if that is not known.
    """
    shown = sum(unicodedata.category(char)[0] not in "MC" for char in translation)
    return max(0, shown - most) if most else 0
