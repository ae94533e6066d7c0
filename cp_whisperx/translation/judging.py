"""What is doubtful about a translated line, told from the text alone."""

from cp_whisperx.translation.figures import lost_figures
from cp_whisperx.translation.repetition import is_loop
from cp_whisperx.translation.sentences import has_letters
from cp_whisperx.translation.terms import invented_placeholders
from shared.languages import Language
from shared.unicode_scripts import share_in_script

EMPTY, LOOPED, WRONG_SCRIPT, TERM_MISSED = "empty", "looped", "wrong_script", "term_missed"
PLACEHOLDER, NUMBER_CHANGED = "placeholder", "number_changed"
# Names and English words in Latin letters are common in Indian subtitles, whole lines are not.
_LEAST_IN_SCRIPT = 0.5


def doubts(source: str, translation: str, target: Language) -> tuple[str, ...]:
    """Returns the names of what is wrong with a translation; nothing for a sound one."""
    if not has_letters(source):
        return ()
    if not any(char.isalnum() for char in translation):
        return (EMPTY,)
    found = [LOOPED] if is_loop(source, translation) else []
    if invented_placeholders(source, translation):
        found.append(PLACEHOLDER)
    if share_in_script(translation, target.script) < _LEAST_IN_SCRIPT:
        found.append(WRONG_SCRIPT)
    if lost_figures(source, translation, target):
        found.append(NUMBER_CHANGED)
    return tuple(found)
