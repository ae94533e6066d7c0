"""Every parameter: name, type, range, default, purpose, impact, which outputs it changes.

One of the four tables. `config/.env.pipeline`, `docs/CONFIGURATION.md`, validation and the
parameters' part of a fingerprint derive from it. To add a parameter: one line in its topic's
module, then `tools/generate.py --write`.
"""

from dataclasses import dataclass

from shared.settings.general import GeneralSettings
from shared.settings.media import MediaSettings
from shared.settings.metadata import MetadataSettings
from shared.settings.speech import SpeechSettings
from shared.settings.subtitles import SubtitleSettings
from shared.settings.translation import TranslationSettings

TOPICS = (
    GeneralSettings,
    MediaSettings,
    MetadataSettings,
    SpeechSettings,
    TranslationSettings,
    SubtitleSettings,
)


class Settings(
    GeneralSettings,
    MediaSettings,
    MetadataSettings,
    SpeechSettings,
    TranslationSettings,
    SubtitleSettings,
):
    """All parameters together, validated as a whole."""


@dataclass(frozen=True)
class Parameter:
    """A parameter's row, for docs and fingerprints."""

    name: str
    attribute: str
    topic: str
    purpose: str
    impact: str
    values: str
    stages: tuple[str, ...]


def _parameter(topic: type, attribute: str) -> Parameter:
    info = Settings.model_fields[attribute]
    extra = info.json_schema_extra
    if not isinstance(extra, dict):
        raise TypeError(f"{attribute} is not declared with setting()")
    stages = extra["stages"]
    return Parameter(
        name=attribute.upper(),
        attribute=attribute,
        topic=(topic.__doc__ or "").strip().rstrip("."),
        purpose=info.description or "",
        impact=str(extra["impact"]),
        values=str(extra["values"]),
        stages=tuple(str(stage) for stage in stages) if isinstance(stages, list) else (),
    )


PARAMETERS: tuple[Parameter, ...] = tuple(
    _parameter(topic, attribute) for topic in TOPICS for attribute in topic.model_fields
)
NAMES: dict[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}
