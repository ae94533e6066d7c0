"""Resolves `auto`: which engine does what in a job, and why. Done once, when it is prepared."""

from collections.abc import Mapping
from typing import Any

from shared.config import Config
from shared.engine_models import is_usable, model_named
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
    "diarization": "diarization_engine",
    "asr": "asr_engine",
    "alignment": "alignment_engine",
}
# Simplified and traditional characters are one script to Unicode.
_HAN = {"Hans": "Hani", "Hant": "Hani"}


def choose_engine(role: Role, config: Config) -> EngineChoice:
    """Chooses a role's engine for the job's language.

    Raises:
        ConfigurationError: If the named engine does not exist or does not serve the language, or
            a model is named that no engine can use.
    """
    wanted = str(getattr(config, _SETTING[role]))
    if wanted != AUTO:
        return _named(role, wanted, config.source_language)
    _check_model(role, config)
    device = detect_device() if config.device == AUTO else config.device
    left_out = ""
    for engine in engines_for(role):
        serves = engine.runs_on(device) and engine.serves(config.source_language)
        if not engine.automatic or not serves:
            continue
        if engine.where_ready and lacking_parts(engine, config):
            continue
        if is_usable(engine, config):
            reason = f"the first choice for {config.source_language} on {device}"
            return EngineChoice(name=engine.name, reason=reason + left_out)
        if name := model_named(engine, config):
            left_out = left_out or f"; {engine.name} needs ./bootstrap.sh --models {name}"
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


def _check_model(role: Role, config: Config) -> None:
    """Refuses a model that none of the engines that choose by its files can use."""
    rows = [engine for engine in engines_for(role) if engine.weights]
    named = {str(config.get(engine.model) or "") for engine in rows} - {"", AUTO}
    if named and not any(is_usable(engine, config) for engine in rows):
        files = ", ".join(file for engine in rows for file in engine.weights)
        raise ConfigurationError(
            f"No {role} engine can use the model {', '.join(named)}.",
            f"{rows[0].model} names a model of config/ai_models.json or a folder that has one "
            f"of {files}.",
        )


def lacking_parts(engine: Engine, config: Config) -> list[str]:
    """Returns the commands that set up what an engine lacks on this machine."""
    model = model_named(engine, config)
    commands = []
    if not EnvironmentManager().is_ready(engine.environment):
        commands.append(f"./bootstrap.sh --envs {engine.environment}")
    if model and not is_present(model, config):
        commands.append(f"./bootstrap.sh --models {model}")
    return commands


def _is_wanted(role: str, config: Config) -> bool:
    """Whether a role is not switched off, nor what it would find given."""
    return role != "diarization" or (config.diarization_enabled and not config.diarization_rttm)


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
        # The source's own words need no translation, whatever engine is named.
        candidates += [engine for engine in rows if engine.pairs in ("same", "script")]
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


def _wanted_aligner(choices: Mapping[str, EngineChoice]) -> dict[str, EngineChoice]:
    """Returns the alignment that the chosen recognition's times want, whatever was named."""
    recogniser = choices["asr"].name
    wanted = get_engine("asr", recogniser).aligner
    reason = f"the times of {recogniser} stay"
    return {"alignment": EngineChoice(name=wanted, reason=reason)} if wanted else {}


def choose_engines(config: Config) -> tuple[dict[str, EngineChoice], dict[str, str]]:
    """Chooses every engine of a job.

    Returns:
        The choices by role (`translation:LANGUAGE` for each target), and for each target that
        no engine can make, why.

    Raises:
        ConfigurationError: If a target cannot be made and `TRANSLATION_ALLOW_MISSING` is off.
    """
    stages = stages_of(config.workflow)
    roles: list[Any] = [r for stage in stages for r in stage.roles if _is_wanted(r, config)]
    choices = {role: choose_engine(role, config) for role in roles}
    choices |= _wanted_aligner(choices)
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
