"""Forms of address that films of every language have: "sir", "madam" and their kin."""

import re

from cp_whisperx.context.cues import Cues
from shared.artifacts import Gender

_WORDS: dict[Gender, str] = {
    "male": r"sir|सर|sahab|saab|साहब|साहिब|bhaiya|bhaiyya|भैया|भइया|janab|जनाब|mister|señor",
    "female": r"madam|ma['’]?am|madame|मैडम|memsaab|memsahab|मेमसाब|मेमसाहब|didi|दीदी|señora",
}
_FORMAL = re.compile(
    r"(?:sir|सर|madam|ma['’]?am|madame|मैडम|साहब|साहिब|saab|sahab|memsaab|मेमसाब|मेमसाहब|जनाब|janab"
    r"|señora?)",
    re.IGNORECASE,
)
# At an end of the line or between commas; elsewhere सर is a head and a sir is spoken of.
_CALLED = {
    gender: re.compile(
        rf"(?:^|[,.?!।]\s*)(?:(?:yes|no|जी|हाँ|नहीं|ji|haan|han|nahin|nahi|ok|okay|hello|thank you)"
        rf"\s+)?(?P<word>{words})(?=\s*(?:[,.?!।…]|$))",
        re.IGNORECASE,
    )
    for gender, words in _WORDS.items()
}


def vocative_cues(text: str, cues: Cues) -> Cues:
    """Adds what a form of address says of whom a line is said to.

    Args:
        text: A line in any language.
        cues: What its grammar says; returned with what was added.
    """
    for gender, pattern in _CALLED.items():
        for match in pattern.finditer(text):
            cues.addressee[gender] += 1
            if _FORMAL.fullmatch(match["word"]) and not cues.register:
                cues.register["formal"] += 1
    return cues
