"""Secrets: read from `config/secrets.json` or the environment, and kept out of every text.

Masked are the values of that file, of environment variables whose names say that they are secret,
and whatever looks like a secret in an address or a header, also percent-encoded or escaped.
"""

import contextlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from shared.errors import ConfigurationError
from shared.paths import CONFIG_DIR
from shared.variables import variable, variables

SECRETS_FILE = CONFIG_DIR / "secrets.json"
MASK = "[secret]"
_NAME = re.compile(
    r"(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|_PASS|_PAT|_AUTH)S?$", re.IGNORECASE
)
_ASSIGNED = re.compile(
    r"(?i)\b([a-z0-9_-]{0,40}(?:api_?key|token|password|passwd|secret|signature)|key|sig)"
    r"(=|[\"']?\s*:\s*[\"'])([^&\s\"'\\]+)"
)
_HEADER = re.compile(r"(?i)\b(bearer|authorization\W{1,6}(?:basic|token))\s+([\w.~+/=-]{8,})")
# Greedy up to the last @ before the path: an unescaped @ in a password must not end it.
_URL_USER = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{0,20}://)[^/\s\"'<>?#]{1,500}@")
_SHORTEST = 6


def _from_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    stat = path.stat()
    return _parsed(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _parsed(path: Path, _changed: int, _size: int) -> dict[str, str]:
    """Reads the file anew only where it has changed: every log line asks for its values."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError, OSError) as error:
        raise ConfigurationError(f"{path} cannot be read as JSON: {error}.") from error
    if not isinstance(content, dict):
        raise ConfigurationError(f"{path} must hold one JSON object.")
    wrong = [name for name, value in content.items() if not isinstance(value, str)]
    if wrong:
        raise ConfigurationError(f"{path}: the values of {', '.join(wrong)} must be texts.")
    return {name.upper(): value.strip() for name, value in content.items() if value.strip()}


def get_secret(name: str) -> str:
    """Returns a secret by name, or an empty string; the environment wins over the file.

    Raises:
        ConfigurationError: If the file is malformed; its content is not in the message.
    """
    return variable(name.upper()).strip() or _from_file(SECRETS_FILE).get(name.upper(), "")


@lru_cache(maxsize=8)
def _spellings(values: frozenset[str]) -> tuple[str, ...]:
    """Returns the values as they may stand in addresses, JSON and `repr`, the longest first."""
    found = {value for value in values if len(value) >= _SHORTEST}
    for value in tuple(found):
        found |= {quote(value, safe=""), quote(value)}
        found |= {quote_plus(value), quote_plus(value, safe="/")}
        found |= {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
        found |= {repr(value)[1:-1], *_long_lines(value)}
    return tuple(sorted(found, key=len, reverse=True))


def _long_lines(value: str) -> Iterable[str]:
    """Gives the lines of a key of several lines: logs take them apart."""
    lines = (line.strip() for line in value.splitlines())
    return (line for line in lines if len(line) >= 2 * _SHORTEST)


def _known_spellings() -> tuple[str, ...]:
    values = {value.strip() for name, value in variables().items() if _NAME.search(name)}
    # An unreadable file has given no secrets to anybody, so there are none of it to mask.
    with contextlib.suppress(ConfigurationError):
        values |= set(_from_file(SECRETS_FILE).values())
    return _spellings(frozenset(values))


def redact(text: str) -> str:
    """Replaces every known secret, and whatever looks like one, by a mask."""
    for spelling in _known_spellings():
        text = text.replace(spelling, MASK)
    text = _URL_USER.sub(rf"\1{MASK}@", text)
    text = _ASSIGNED.sub(rf"\1\2{MASK}", text)
    return _HEADER.sub(rf"\1 {MASK}", text)


def holds_credentials(text: str) -> bool:
    """Whether a text is an address with a password or a key in it."""
    return "://" in text and bool(_URL_USER.search(text) or _ASSIGNED.search(text))


def redact_all(value: Any) -> Any:
    """Masks every text in a value made of dicts, lists and plain values; others pass."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {redact_all(name): redact_all(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact_all(item) for item in value]
    return value
