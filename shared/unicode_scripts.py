"""Which script a text is written in, by Unicode block, without any dependency."""

from collections import Counter
from collections.abc import Iterable

_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "Latn"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x06FF, "Arab"),
    (0x0750, 0x077F, "Arab"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFF, "Arab"),
    (0x0900, 0x097F, "Deva"),
    (0xA8E0, 0xA8FF, "Deva"),
    (0x0980, 0x09FF, "Beng"),
    (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"),
    (0x0B00, 0x0B7F, "Orya"),
    (0x0B80, 0x0BFF, "Taml"),
    (0x0C00, 0x0C7F, "Telu"),
    (0x0C80, 0x0CFF, "Knda"),
    (0x0D00, 0x0D7F, "Mlym"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x1100, 0x11FF, "Hang"),
    (0xAC00, 0xD7AF, "Hang"),
    (0x3040, 0x30FF, "Jpan"),
    (0x3400, 0x4DBF, "Hani"),
    (0x4E00, 0x9FFF, "Hani"),
    (0xF900, 0xFAFF, "Hani"),
)
# Japanese is written with Han characters too, Korean now and then.
_ACCEPTED = {"Jpan": frozenset({"Jpan", "Hani"}), "Hang": frozenset({"Hang", "Hani"})}

# Scripts that put no space between words.
UNSPACED_SCRIPTS = frozenset({"Hani", "Jpan", "Thai"})


def _is_sign(char: str) -> bool:
    """Digits, the danda and punctuation belong to no script for our purpose."""
    return char.isdigit() or char in "×÷।॥॰،؛؟"


def script_of(char: str) -> str | None:
    """Returns the ISO 15924 code of a letter's script, or None for other characters."""
    point = ord(char)
    if _is_sign(char) or (point < 0x0250 and not char.isalpha()):
        return None
    return next((name for low, high, name in _BLOCKS if low <= point <= high), None)


def accepted_scripts(script: str) -> frozenset[str]:
    """Returns the scripts whose letters may stand in text of a script: Han ones in Japanese."""
    return _ACCEPTED.get(script, frozenset({script}))


def script_counts(text: str) -> Counter[str]:
    """Counts the characters of each script in a text; signs and spaces are not counted."""
    return Counter(name for char in text if (name := script_of(char)))


def dominant_script(text: str) -> str | None:
    """Returns the script most characters of the text are in, or None for text without letters."""
    counts = script_counts(text)
    return counts.most_common(1)[0][0] if counts else None


def share_in_script(text: str, script: str) -> float:
    """Returns the share (0 to 1) of a text's letters that are in a script; 1 for no letters."""
    counts = script_counts(text)
    total = sum(counts.values())
    accepted = accepted_scripts(script)
    return sum(counts[name] for name in accepted) / total if total else 1.0


def join_words(words: Iterable[str]) -> str:
    """Joins words or sentences with spaces, but none between two of a script without spaces."""
    joined = ""
    unspaced = False
    for word in words:
        scripts = [script for char in word if (script := script_of(char))]
        meets = unspaced and (not scripts or scripts[0] in UNSPACED_SCRIPTS)
        joined += word if meets or not joined else f" {word}"
        unspaced = scripts[-1] in UNSPACED_SCRIPTS if scripts else unspaced
    return joined
