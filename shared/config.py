"""Reads the configuration: files and environment variables, validated as a whole.

From low to high: the table's defaults, `config/.env.pipeline`, the job's `.env.pipeline`, the
job's optional `.job-YYYYMMDD-user-NNNN.env`, environment variables, the command line.
"""

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shared.errors import ConfigurationError
from shared.paths import CONFIG_DIR
from shared.secrets import holds_credentials
from shared.settings import NAMES, Settings
from shared.variables import variables

FILE_NAME = ".env.pipeline"


class Config(Settings):
    """The validated parameters, as attributes and by name."""

    @property
    def whisper_model(self) -> str:
        """The Whisper model, by the short name that stages use."""
        return self.whisperx_model

    @property
    def batch_size(self) -> int:
        """The batch size of recognition, 0 where it is to be measured."""
        return self.whisperx_batch_size

    def get(self, name: str, default: Any = None) -> Any:
        """Returns a parameter by its upper-case name, or the default if there is none."""
        return getattr(self, name.lower(), default) if name.upper() in NAMES else default

    def for_stage(self, stage: str) -> dict[str, Any]:
        """Returns the parameters that change a stage's output, ready for JSON."""
        wanted = {row.attribute for row in NAMES.values() if stage in row.stages}
        return self.model_dump(mode="json", include=wanted)


def parse_env_file(path: Path) -> dict[str, str]:
    """Reads `NAME=value` lines; blank lines and `#` comments are passed over.

    Raises:
        ConfigurationError: If a line is neither, or the file is not UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 text: {error}.") from error
    values: dict[str, str] = {}
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or "\0" in line:
            # The line itself is not told: it may be a secret that was put into the wrong file.
            raise ConfigurationError(f"{path}:{number}: expected a text NAME=value.")
        values[name.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    """Takes off one pair of quotes: what is within them stands for itself."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _job_files(job_dir: Path) -> list[Path]:
    return [job_dir / FILE_NAME, *sorted(job_dir.glob(".job-*.env"))]


def _unknown(values: Iterable[str], source: str) -> list[str]:
    problems = []
    for name in values:
        if name not in NAMES:
            close = difflib.get_close_matches(name.upper(), NAMES, n=1)
            guess = f"; did you mean {close[0]}?" if close else ""
            problems.append(f"{source}: there is no parameter {name}{guess}")
    return problems


def _secret(values: Mapping[str, str], source: str) -> list[str]:
    """Parameters are frozen in each job and shown: none may hold a password."""
    return [
        f"{source}: {name} has a password or key in its address; put that in config/secrets.json"
        for name, value in values.items()
        if holds_credentials(value)
    ]


def _invalid(error: ValidationError, origin: Mapping[str, str]) -> list[str]:
    problems = []
    for item in error.errors():
        name = str(item["loc"][0]).upper()
        where = origin.get(name, "default")
        problems.append(f"{where}: {name}={item['input']!r}: {item['msg']}")
    return problems


def build_config(layers: Iterable[tuple[str, Mapping[str, str]]]) -> Config:
    """Merges layers from low to high and validates the whole.

    Args:
        layers: Pairs of a name for messages and the layer's values.

    Raises:
        ConfigurationError: With every problem of every layer.
    """
    merged: dict[str, str] = {}
    origin: dict[str, str] = {}
    problems: list[str] = []
    for source, values in layers:
        problems += _unknown(values, source) + _secret(values, source)
        merged.update(values)
        origin.update(dict.fromkeys(values, source))
    known = {name.lower(): value for name, value in merged.items() if name in NAMES}
    try:
        config = Config.model_validate(known)
    except ValidationError as error:
        problems += _invalid(error, origin)
    if problems:
        raise ConfigurationError(
            "The configuration has problems:\n  " + "\n  ".join(problems),
            "All parameters are described in docs/CONFIGURATION.md.",
        )
    return config


def environment_overrides() -> dict[str, str]:
    """Returns the environment variables that are parameters."""
    return {name: value for name, value in variables().items() if name in NAMES}


def load_config(job_dir: Path | None = None, overrides: Mapping[str, str] | None = None) -> Config:
    """Loads the configuration of a job, or the defaults without one.

    Args:
        job_dir: The job's folder.
        overrides: Values from the command line, which win over everything.

    Raises:
        ConfigurationError: With every problem at once.
    """
    files = [CONFIG_DIR / FILE_NAME, *(_job_files(job_dir) if job_dir else [])]
    layers = [(str(path), parse_env_file(path)) for path in files if path.is_file()]
    layers.append(("environment", environment_overrides()))
    layers.append(("command line", dict(overrides or {})))
    return build_config(layers)
