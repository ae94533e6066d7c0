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
from shared.languages import LANGUAGES, indic_direction, read_as
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
# Engines that write what was said, in its own or other letters.
_OWN_WORDS = ("same", "script")


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


def lacking_parts(engine: Engine, config: Config, target: str = "") -> list[str]:
    """Returns the commands that set up what an engine lacks on this machine.

    Args:
        engine: Its row.
        config: Says where models are, and the source language.
        target: BCP-47 code of the translation, for engines with a model for each direction.
    """
    model = model_named(engine, config, target)
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
    source = source if source == target else read_as(source)
    if engine.pairs == "same":
        return source == target
    if engine.pairs == "indic":
        return bool(indic_direction(source, target))
    if engine.pairs in ("nllb", "any"):
        known = _is_written if engine.pairs == "nllb" else LANGUAGES.__contains__
        return source != target and known(source) and known(target)
    return (source, target) in engine.load().available_pairs()


def _is_written(code: str) -> bool:
    """Whether NLLB-200's list has the language in the script that the pipeline writes it in."""
    row = LANGUAGES.get(code)
    if row is None:
        return False
    script = row.nllb.rpartition("_")[2]
    return _HAN.get(script, script) == row.script


def translation_chain(config: Config, target: str) -> EngineChoice | None:
    """Returns the engines that can make a target, in order, or None if there is none.

    Raises:
        ConfigurationError: If an engine is named that does not exist, or a language model is to
            take part and it is not said where it is.
    """
    source = config.source_language
    candidates, reason = _candidates(config, target)
    chain = [engine for engine in candidates if serves_pair(engine, source, target)]
    if not chain:
        return None
    first, *others = (engine.name for engine in chain)
    by_mode = chain[0].metered and AUTO in config.translation_engine
    return EngineChoice(
        name=first,
        reason="by LLM_MODE" if by_mode else reason + _left_out(config, target),
        fallbacks=tuple(others),
        reviser=_reviser(config, target),
    )


def _candidates(config: Config, target: str) -> tuple[list[Engine], str]:
    """Returns the engines to choose from in order, and why these."""
    named, rows = config.translation_engine, engines_for("translation")
    _check_language_model(config)
    if AUTO in named:
        ready = [e for e in rows if e.automatic and not _is_lacking(e, config, target)]
        asked = [e for e in rows if e.metered] if config.llm_mode == "translate" else []
        reason = f"the first choice for {config.source_language} to {target}"
        # The source's own words come of no engine that costs.
        own = [engine for engine in ready if engine.pairs in _OWN_WORDS]
        return [*own, *asked, *(engine for engine in ready if engine not in own)], reason
    candidates = [_translation_engine(name) for name in named]
    # The source's own words need no translation, whatever engine is named.
    candidates += [engine for engine in rows if engine.pairs in _OWN_WORDS]
    return candidates, "named in the configuration"


def _is_lacking(engine: Engine, config: Config, target: str) -> bool:
    """Whether `auto` must pass an engine over, because it is not set up on this machine."""
    if not engine.where_ready or not serves_pair(engine, config.source_language, target):
        return False
    return bool(lacking_parts(engine, config, target))


def _left_out(config: Config, target: str) -> str:
    """Says which engine would go before, were it set up."""
    if AUTO not in config.translation_engine:
        return ""
    for engine in engines_for("translation"):
        if engine.automatic and _is_lacking(engine, config, target):
            commands = " and ".join(lacking_parts(engine, config, target))
            return f"; {engine.name} would need {commands}"
    return ""


def _check_language_model(config: Config) -> None:
    """Refuses a language model of which is not said where it is, or that is named but off."""
    metered = [engine.name for engine in engines_for("translation") if engine.metered]
    named = [name for name in config.translation_engine if name in metered]
    if named and config.llm_mode != "translate":
        raise ConfigurationError(
            f"TRANSLATION_ENGINE names {named[0]}, and LLM_MODE is {config.llm_mode}.",
            "Set LLM_MODE=translate, or leave it out of TRANSLATION_ENGINE.",
        )
    wanted = {"LLM_BASE_URL": config.llm_base_url, "LLM_MODEL": config.llm_model}
    lacking = [name for name, value in wanted.items() if not value.strip()]
    if config.llm_mode != "off" and lacking:
        raise ConfigurationError(
            f"LLM_MODE is {config.llm_mode}, and {' and '.join(lacking)} "
            f"{'is' if len(lacking) == 1 else 'are'} empty.",
            "Name an OpenAI-compatible endpoint and its model, such as "
            "LLM_BASE_URL=http://localhost:11434/v1 for Ollama, or set LLM_MODE=off.",
        )


def _reviser(config: Config, target: str) -> str:
    """Returns the engine that does again what the chain did badly, or an empty string."""
    if config.llm_mode != "revise" or target == config.source_language:
        return ""
    return next(engine.name for engine in engines_for("translation") if engine.metered)


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
