"""Writes parameters as a documented `.env.pipeline` file: the inverse of reading one."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from shared.settings import PARAMETERS, TOPICS, Parameter, Settings

QUOTES = ('"', "'")
_HEADER = """\
# Parameters of the pipeline. Each is described in docs/CONFIGURATION.md too.
# Precedence, from low to high: config/.env.pipeline, the job's .env.pipeline, the job's
# .job-*.env, environment variables, the command line.
"""


def value_text(value: Any) -> str:
    """Returns a parameter's value as it stands in a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return ",".join(str(item) for item in value)
    return str(value)


def default_text(parameter: Parameter) -> str:
    """Returns a parameter's default as it stands in a file."""
    return value_text(Settings.model_fields[parameter.attribute].default)


def allowed_values(parameter: Parameter) -> str:
    """Says which values a parameter takes, from its words or its type and limits."""
    if parameter.values:
        return parameter.values
    schema = _schemas()[parameter.attribute]
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema.get("type") == "boolean":
        return "true | false"
    limits = [
        f"{word} {schema[key]:g}"
        for key, word in (
            ("minimum", "from"),
            ("exclusiveMinimum", "above"),
            ("maximum", "to"),
            ("exclusiveMaximum", "below"),
        )
        if key in schema
    ]
    kind = {"integer": "a whole number", "number": "a number"}.get(schema.get("type"), "text")
    return " ".join([kind, *limits])


@cache
def _schemas() -> dict[str, Any]:
    """Returns the JSON Schema of each parameter; making it takes most of the time."""
    schemas: dict[str, Any] = Settings.model_json_schema()["properties"]
    return schemas


def _describe(parameter: Parameter, value: str) -> str:
    return (
        f"# {parameter.name}: {parameter.purpose}\n"
        f"#   Values: {allowed_values(parameter)}\n"
        f"#   Default: {default_text(parameter) or '(empty)'}\n"
        f"#   Impact: {parameter.impact}\n"
        f"{parameter.name}={_quoted(value)}\n"
    )


def _quoted(value: str) -> str:
    """Puts a value between quotes that reading it would shorten."""
    shortened = value != value.strip() or value[:1] in QUOTES or value[-1:] in QUOTES
    return f'"{value}"' if value and shortened else value


def render_env(values: Mapping[str, str]) -> str:
    """Renders all parameters with their documentation.

    Args:
        values: Values by parameter name; the default where one is missing.
    """
    parts = [_HEADER]
    for topic in TOPICS:
        title = (topic.__doc__ or "").strip().rstrip(".")
        parts.append(f"# ---- {title} ----\n")
        parts += [
            _describe(row, values.get(row.name, default_text(row)))
            for row in PARAMETERS
            if row.topic == title
        ]
    return "\n".join(parts)
