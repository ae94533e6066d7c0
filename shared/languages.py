"""The languages the pipeline knows, with every code that other tools want for them.

Sources: ISO 639 (codes), the FLORES-200 language list (NLLB codes), the Unicode script names.
"""

from dataclasses import dataclass

from shared.errors import InvalidInputError


@dataclass(frozen=True)
class Language:
    """One language in one script.

    Attributes:
        code: BCP-47 tag, as used in file names.
        name: English name.
        native: The language's own name, used as a track title.
        iso639_2t: Terminological ISO 639-2 code.
        iso639_2b: Bibliographic ISO 639-2 code, which Matroska wants.
        nllb: FLORES-200 code that NLLB-200 uses.
        script: ISO 15924 code of the script it is written in.
        indic: Whether IndicTrans2 serves it.
        rtl: Whether it is written from right to left.
    """

    code: str
    name: str
    native: str
    iso639_2t: str
    iso639_2b: str
    nllb: str
    script: str
    indic: bool = False
    rtl: bool = False


_ROWS = (
    Language("hi", "Hindi", "हिन्दी", "hin", "hin", "hin_Deva", "Deva", indic=True),
    Language("hi-Latn", "Romanised Hindi", "Hindi (Roman)", "hin", "hin", "hin_Deva", "Latn"),
    Language("en", "English", "English", "eng", "eng", "eng_Latn", "Latn"),
    Language("gu", "Gujarati", "ગુજરાતી", "guj", "guj", "guj_Gujr", "Gujr", indic=True),
    Language("ta", "Tamil", "தமிழ்", "tam", "tam", "tam_Taml", "Taml", indic=True),
    Language("es", "Spanish", "Español", "spa", "spa", "spa_Latn", "Latn"),
    Language("ru", "Russian", "Русский", "rus", "rus", "rus_Cyrl", "Cyrl"),
    Language("zh", "Chinese", "中文", "zho", "chi", "zho_Hans", "Hani"),
    Language("zh-Hant", "Traditional Chinese", "繁體中文", "zho", "chi", "zho_Hant", "Hani"),
    Language("ar", "Arabic", "العربية", "ara", "ara", "arb_Arab", "Arab", rtl=True),
    Language("bn", "Bengali", "বাংলা", "ben", "ben", "ben_Beng", "Beng", indic=True),
    Language("mr", "Marathi", "मराठी", "mar", "mar", "mar_Deva", "Deva", indic=True),
    Language("te", "Telugu", "తెలుగు", "tel", "tel", "tel_Telu", "Telu", indic=True),
    Language("kn", "Kannada", "ಕನ್ನಡ", "kan", "kan", "kan_Knda", "Knda", indic=True),
    Language("ml", "Malayalam", "മലയാളം", "mal", "mal", "mal_Mlym", "Mlym", indic=True),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ", "pan", "pan", "pan_Guru", "Guru", indic=True),
    Language("or", "Odia", "ଓଡ଼ିଆ", "ori", "ori", "ory_Orya", "Orya", indic=True),
    Language("as", "Assamese", "অসমীয়া", "asm", "asm", "asm_Beng", "Beng", indic=True),
    Language("ne", "Nepali", "नेपाली", "nep", "nep", "npi_Deva", "Deva", indic=True),
    Language("ur", "Urdu", "اردو", "urd", "urd", "urd_Arab", "Arab", indic=True, rtl=True),
    Language("fr", "French", "Français", "fra", "fre", "fra_Latn", "Latn"),
    Language("de", "German", "Deutsch", "deu", "ger", "deu_Latn", "Latn"),
    Language("it", "Italian", "Italiano", "ita", "ita", "ita_Latn", "Latn"),
    Language("pt", "Portuguese", "Português", "por", "por", "por_Latn", "Latn"),
    Language("ca", "Catalan", "Català", "cat", "cat", "cat_Latn", "Latn"),
    Language("ja", "Japanese", "日本語", "jpn", "jpn", "jpn_Jpan", "Jpan"),
    Language("ko", "Korean", "한국어", "kor", "kor", "kor_Hang", "Hang"),
)

LANGUAGES: dict[str, Language] = {row.code: row for row in _ROWS}
AUTO = "auto"


def get_language(code: str) -> Language:
    """Looks a language up by its BCP-47 code.

    Raises:
        InvalidInputError: If the pipeline does not know the language.
    """
    try:
        return LANGUAGES[code]
    except KeyError:
        raise InvalidInputError(
            f"The language {code!r} is not known.", f"Known are: {', '.join(LANGUAGES)}."
        ) from None


def read_as(code: str) -> str:
    """Returns the language that translation engines are told for a source language.

    Hindi in Latin letters is written in Devanagari before any engine sees it.
    """
    return "hi" if code == "hi-Latn" else code


def indic_direction(source: str, target: str) -> str:
    """Returns which of IndicTrans2's models translates a pair, or an empty string for none.

    Returns:
        `INDIC_EN`, `EN_INDIC` or `INDIC_INDIC`.
    """
    sides = [_indic_side(code) for code in (read_as(source), target)]
    if source == target or "" in sides or sides == ["EN", "EN"]:
        return ""
    return "_".join(sides)


def _indic_side(code: str) -> str:
    row = LANGUAGES.get(code)
    if row is None:
        return ""
    return "INDIC" if row.indic else {"en": "EN"}.get(code, "")


def canonical_code(text: str) -> str:
    """Returns a code in its usual spelling, such as `hi-Latn` for `HI-latn`; else the text."""
    wanted = text.strip().lower()
    return next((code for code in (*LANGUAGES, AUTO) if code.lower() == wanted), text.strip())


def from_container_code(tag: str | None) -> str | None:
    """Turns a container's language tag (ISO 639-1 or -2) into a BCP-47 code, if known."""
    wanted = (tag or "").lower().split("-")[0]
    for row in _ROWS:
        if wanted in (row.code, row.iso639_2t, row.iso639_2b):
            return row.code
    return None
