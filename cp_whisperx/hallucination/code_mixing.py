"""Tells English spoken within another language from that language written in Latin letters.

Indian films mix: a line in English within a Hindi film is right in Latin letters, a Hindi line in
Latin letters is not.
"""

from shared.romanised import reads_as_romanised
from shared.unicode_scripts import dominant_script


def reads_as_english(text: str) -> bool:
    """Whether a text in Latin letters is English rather than romanised Hindi.

    Names alone are taken for English, because they are written rightly either way.
    """
    return dominant_script(text) == "Latn" and not reads_as_romanised(text)
