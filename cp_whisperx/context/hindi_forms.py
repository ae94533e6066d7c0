"""Hindi words by their sound in Latin letters, so that one set of rules reads both scripts.

What matters to grammar alone is kept apart: आपने (you) from अपने (own).
"""

import re
import unicodedata
from functools import cache

from shared.devanagari import to_latin
from shared.unicode_scripts import dominant_script

_LONG = re.compile(r"(?<!^)aa")
_SAME = {
    "hu": "hun", "hoon": "hun", "hoo": "hun", "hon": "hun", "mai": "main", "nhi": "nahin",
    "nahi": "nahin", "h": "hai", "tumhen": "tumhe", "ap": "aap", "apko": "aapko", "apka": "aapka",
    "apki": "aapki", "apke": "aapke", "apse": "aapse", "vo": "voh", "vah": "voh", "woh": "voh",
    "wo": "voh", "yah": "yeh", "ye": "yeh", "hain": "hain", "rhi": "rahi", "rha": "raha",
    "rhe": "rahe", "thin": "thin", "ki": "ki", "han": "han", "haan": "han",
}  # fmt: skip


@cache
def form(word: str) -> str:
    """Returns a word as the rules of grammar here compare it: `हूँ` and `hoon` are `hun`."""
    if dominant_script(word) == "Deva":
        plain = (to_latin(word) or "").lower()
        plain = "a" + plain if unicodedata.normalize("NFC", word).startswith("आ") else plain
    else:
        plain = word.casefold()
    plain = _LONG.sub("a", plain).replace("oo", "u").replace("ee", "i")
    plain = plain.replace("iye", "ie").replace("aye", "ae").replace("ayi", "ai")
    return _SAME.get(plain, plain)
