"""Resolves `auto`: which engine does what in a job, and why. Done once, when it is prepared."""

from collections.abc import Mapping
from typing import Any

from shared.config import Config
from shared.engines import AUTO, Engine, Role, engines_for, get_engine
from shared.environment_manager import EnvironmentManager
from shared.errors import ConfigurationError
from shared.hardware_detection import detect_device
from shared.job import EngineChoice
from shared.languages import LANGUAGES
from shared.model_store import is_present
from shared.stage_order import stages_of

_SETTING = {
    "separation": "source_separation_engine",
    "vad": "vad_engine",
    "asr": "asr_engine",
    "alignment": "alignment_engine",
}
# Simplified and traditional characters are one script to Unicode.
_HAN = {"Hans": "Hani", "Hant": "Hani"}


def choose_engine(role: Role, config: Config) -> EngineChoice:
    """Chooses a role's engine for the job's language.

    Raises:
        ConfigurationError: If the named engine does not exist or does not serve the language.
    """
    wanted = str(getattr(config, _SETTING[role]))
    if wanted != AUTO:
        return _named(role, wanted, config.source_language)
    for engine in engines_for(role):
        if (
            engine.automatic
            and engine.serves(config.source_language)
            and _has_model(engine, config)
            and (not engine.where_ready or not lacking_parts(engine, config))
        ):
            reason = f"the first choice for {config.source_language} on {detect_device()}"
            return EngineChoice(name=engine.name, reason=reason)
    raise ConfigurationError(
        f"No {role} engine can be chosen automatically for {config.source_language}.",
        f"Name one with {_SETTING[role].upper()}.",
    )


def _named(role: Role, name: str, language: str) -> EngineChoice:
    names = [engine.name for engine in engines_for(role)]
    if name not in names:
        raise ConfigurationError(
            f"There is no {role} engine {name!r}.", f"There are: {', '.join(names)}."
        )
    if not get_engine(role, name).serves(language):
        served = ", ".join(get_engine(role, name).languages)
        raise ConfigurationError(
            f"The {role} engine {name} does not serve the language {language}.",
            f"It serves: {served}. Set {_SETTING[role].upper()}=auto to choose by language.",
        )
    return EngineChoice(name=name, reason="named in the configuration")


def lacking_parts(engine: Engine, config: Config) -> list[str]:
    """Returns the commands that set up what an engine lacks on this machine."""
    model = str(config.get(engine.model) or "") if engine.model else ""
    commands = []
    if not EnvironmentManager().is_ready(engine.environment):
        commands.append(f"./bootstrap.sh --envs {engine.environment}")
    if model and not is_present(model, config):
        commands.append(f"./bootstrap.sh --models {model}")
    return commands


def _has_model(engine: Engine, config: Config) -> bool:
    """An engine whose model must be given is left out where none is given."""
    return not engine.model or bool(config.get(engine.model))


def serves_pair(engine: Engine, source: str, target: str) -> bool:
    """Whether a translation engine translates from one language into another."""
    if engine.pairs == "same":
        return source == target
    if engine.pairs == "any":
        return source != target and _is_written(source) and _is_written(target)
    return (source, target) in engine.load().available_pairs()


def _is_written(code: str) -> bool:
    """Whether NLLB-200's list has the language in the script that the pipeline writes it in."""
    row = LANGUAGES.get(code)
    if row is None:
        return False
    script = row.nllb.rpartition("_")[2]
    return _HAN.get(script, script) == row.script


def translation_chain(config: Config, target: str) -> EngineChoice | None:
    """Returns the engines that can make a target, in order, or None if there is none."""
    names = config.translation_engine
    rows = engines_for("translation")
    if AUTO in names:
        candidates = [engine for engine in rows if engine.automatic]
        reason = f"the first choice for {config.source_language} to {target}"
    else:
        candidates = [_translation_engine(name) for name in names]
        reason = "named in the configuration"
        # The source language's own track needs no translation, whatever engine is named.
        candidates += [engine for engine in rows if engine.pairs == "same"]
    chain = [e.name for e in candidates if serves_pair(e, config.source_language, target)]
    if not chain:
        return None
    return EngineChoice(name=chain[0], reason=reason, fallbacks=tuple(chain[1:]))


def _translation_engine(name: str) -> Engine:
    names = [engine.name for engine in engines_for("translation")]
    if name not in names:
        raise ConfigurationError(
            f"There is no translation engine {name!r}.", f"There are: {', '.join(names)}."
        )
    return get_engine("translation", name)


def output_languages(config: Config) -> tuple[str, ...]:
    """Returns the languages of a job's tracks: the source first where it gets one."""
    source = (config.source_language,)
    with_source = config.workflow == "subtitle" and config.subtitle_include_source
    others = tuple(code for code in config.target_languages if code != config.source_language)
    return (source if with_source else ()) + others


def renamed_engines(choices: Mapping[str, EngineChoice], config: Config) -> list[str]:
    """Returns the roles for which the configuration now names another engine than was chosen."""
    roles = [role for role in _SETTING if role in choices]
    wanted = {role: str(getattr(config, _SETTING[role])) for role in roles}
    return [role for role in roles if wanted[role] not in (AUTO, choices[role].name)]


def choose_engines(config: Config) -> tuple[dict[str, EngineChoice], dict[str, str]]:
    """Chooses every engine of a job.

    Returns:
        The choices by role (`translation:LANGUAGE` for each target), and for each target that
        no engine can make, why.

    Raises:
        ConfigurationError: If a target cannot be made and `TRANSLATION_ALLOW_MISSING` is off.
    """
    stages = stages_of(config.workflow)
    roles: list[Any] = [stage.role for stage in stages if stage.role]
    choices = {role: choose_engine(role, config) for role in roles}
    missing: dict[str, str] = {}
    if any(stage.name == "translation" for stage in stages):
        for target in output_languages(config):
            chain = translation_chain(config, target)
            if chain is None:
                missing[target] = f"no engine translates {config.source_language} to {target}"
            else:
                choices[f"translation:{target}"] = chain
    if missing and not config.translation_allow_missing:
        raise ConfigurationError(
            f"Some targets cannot be made: {'; '.join(missing.values())}.",
            "Leave them out, name another engine with TRANSLATION_ENGINE, or set "
            "TRANSLATION_ALLOW_MISSING=true to go on without them.",
        )
    return choices, missing
