"""Secrets: read from `config/secrets.json` or the environment, and kept out of every text."""

import contextlib
import json
import re
from functools import cache
from pathlib import Path

from shared.errors import ConfigurationError
from shared.paths import CONFIG_DIR
from shared.variables import variable, variables

SECRETS_FILE = CONFIG_DIR / "secrets.json"
MASK = "[secret]"
_NAME = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?$", re.IGNORECASE)
_IN_TEXT = (
    re.compile(r"(?i)\b(api_key|apikey|key|token|access_token|password|secret)=([^&\s\"']+)"),
    re.compile(r"(?i)\b(bearer)\s+([A-Za-z0-9._~+/=-]{8,})"),
)
_URL_USER = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^/\s:@]+:[^/\s@]+@")
_SHORTEST = 6


def _from_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise ConfigurationError(f"{path} cannot be read as JSON: {error}.") from error
    if not isinstance(content, dict):
        raise ConfigurationError(f"{path} must hold one JSON object.")
    return {str(name).upper(): str(value) for name, value in content.items() if value}


def get_secret(name: str) -> str:
    """Returns a secret by name, or an empty string; the environment wins over the file."""
    return variable(name.upper()) or _from_file(SECRETS_FILE).get(name.upper(), "")


@cache
def _known_values() -> tuple[str, ...]:
    values = {value for name, value in variables().items() if _NAME.search(name)}
    # An unreadable file has given no secrets to anybody, so there are none of it to mask.
    with contextlib.suppress(ConfigurationError):
        values |= set(_from_file(SECRETS_FILE).values())
    return tuple(sorted((v for v in values if len(v) >= _SHORTEST), key=len, reverse=True))


def redact(text: str) -> str:
    """Replaces every known secret, and whatever looks like one, by a mask."""
    for value in _known_values():
        text = text.replace(value, MASK)
    for pattern in _IN_TEXT:
        text = pattern.sub(rf"\1={MASK}", text)
    return _URL_USER.sub(rf"\1{MASK}@", text)
