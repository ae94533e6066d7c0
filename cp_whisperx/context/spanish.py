"""Spanish forms that depend on who speaks to whom: estoy cansado or cansada, tú eres or usted es.

Closed lists alone. What may be a form of tú and is on no list leaves the line as it is.
"""

import re

from shared.artifacts import Gender

_ADJECTIVES = (
    "aburrid aliviad agotad asustad atrapad cansad casad celos confundid content convencid curios "
    "decepcionad desesperad divorciad emocionad encantad enamorad enfad enferm enojad equivocad "
    "furios herid list loc molest muert nervios ocupad orgullos perdid preocupad preparad "
    "resfriad segur sol solter sorprendid tranquil vestid viv"
)
_BETWEEN = r"(?:\s+(?:muy|tan|bien|más|ya|casi|también|siempre|completamente|un\s+poco|no))*"
_STEMS = "|".join(sorted(_ADJECTIVES.split(), key=len, reverse=True))
_OWN = re.compile(
    rf"\b((?:estoy|soy|me\s+siento|me\s+quedé){_BETWEEN}\s+)((?:{_STEMS}))([oa])"
    rf"(?:(\s+y\s+)((?:{_STEMS}))([oa]))?(?![\w])",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"[«»\"“”]|(?:^|\s)['‘]")
_VERBS = {
    "eres": "es", "estás": "está", "tienes": "tiene", "quieres": "quiere", "puedes": "puede",
    "sabes": "sabe", "vas": "va", "haces": "hace", "dices": "dice", "ves": "ve", "vienes": "viene",
    "necesitas": "necesita", "crees": "cree", "piensas": "piensa", "debes": "debe", "has": "ha",
    "conoces": "conoce", "hablas": "habla", "entiendes": "entiende", "vives": "vive",
    "trabajas": "trabaja", "eras": "era", "estabas": "estaba", "tenías": "tenía",
    "querías": "quería", "podías": "podía", "sabías": "sabía", "fuiste": "fue",
    "estuviste": "estuvo", "hiciste": "hizo", "dijiste": "dijo", "viste": "vio",
    "tuviste": "tuvo", "pusiste": "puso", "llegaste": "llegó", "viniste": "vino",
    "serás": "será", "irás": "irá", "tendrás": "tendrá", "podrás": "podrá", "harás": "hará",
    "estarás": "estará", "dejaste": "dejó", "llamaste": "llamó",
}  # fmt: skip
_PRONOUNS = {"tú": "usted", "ti": "usted", "contigo": "con usted", "tu": "su", "tus": "sus"}
# Common words that end as the second person does.
_NO_VERBS = frozenset(
    {"más", "las", "es", "tres", "mes", "después", "antes", "entonces", "además", "jamás",
     "gracias", "días", "buenas", "buenos", "noches", "tardes", "cosas", "veces", "personas",
     "detrás", "atrás", "quizás", "ellas", "nuestras", "lunes", "martes", "miércoles", "jueves",
     "viernes", "este", "siete", "horas", "palabras", "manos", "ojos", "padres", "amigas",
     "tierras", "casas", "noticias", "inglés", "francés", "través", "nos", "los", "sus"}
)  # fmt: skip
_MAY_BE_TU = re.compile(r"(?:as|es|ás|és|ste|te|me|lo|la)$")
# Commands to one who is called tú, and pronouns that tell no case.
_BLOCKED = frozenset(
    {"te", "ven", "dime", "di", "mira", "espera", "haz", "pon", "sal", "toma", "come", "oye",
     "escucha", "deja", "ve", "vete", "siéntate", "cállate", "dame", "déjame", "sé", "calla",
     "vamos", "ayúdame", "créeme", "perdona", "perdóname", "busca", "corre", "entra", "habla",
     "trae", "tráeme", "llama", "olvida", "cuenta", "cuéntame", "sigue", "usted", "ustedes",
     "vosotros", "vuestra", "vuestro", "os", "cierra", "abre", "tuyo", "tuya", "tuyos", "tuyas"}
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_KNOWN_LO = frozenset({"lo", "la", "solo", "sola", "cielo", "pelo", "suelo", "hola", "me"})


def agree_with_speaker(text: str, gender: Gender) -> str:
    """Brings what the speaker says of themselves into their gender: estoy lista.

    Args:
        text: A line of Spanish.
        gender: The speaker's.
    """
    if gender not in ("female", "male") or _QUOTES.search(text):
        return text
    ending = "a" if gender == "female" else "o"

    def changed(match: re.Match[str]) -> str:
        first = match[1] + match[2] + _cased(ending, match[3])
        return first + (match[4] + match[5] + _cased(ending, match[6]) if match[4] else "")

    return _OWN.sub(changed, text)


def address_formally(text: str) -> str:
    """Turns tú into usted, where every word that may belong to tú is on a list.

    Returns:
        The line; unchanged where nobody is called tú, or where anything is not certain.
    """
    words = [match.group().lower() for match in _WORD.finditer(text)]
    known = _VERBS.keys() | _PRONOUNS.keys()
    verbs = [word for word in words if word in _VERBS or word == "tú"]
    doubtful = any(word in _BLOCKED or _is_doubtful(word, known) for word in words)
    if not verbs or doubtful or _QUOTES.search(text):
        return text
    table = _VERBS | _PRONOUNS
    return _WORD.sub(lambda m: _cased(table.get(m[0].lower(), m[0]), m[0]), text)


def _is_doubtful(word: str, known: set[str]) -> bool:
    if word in known or word in _NO_VERBS or word in _KNOWN_LO:
        return False
    return bool(_MAY_BE_TU.search(word))


def _cased(new: str, old: str) -> str:
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new
