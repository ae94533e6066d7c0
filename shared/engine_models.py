"""Which model an engine uses in a job, and whether `auto` may count on it."""

from shared.config import Config
from shared.engines import AUTO, Engine
from shared.languages import indic_direction
from shared.model_catalog import aligners_for, find_model
from shared.model_store import given_folder, is_present


def model_setting(engine: Engine, config: Config, target: str = "") -> str:
    """Returns the name of the setting that says which model an engine takes; empty for none.

    Args:
        engine: Its row.
        config: Has the source language.
        target: BCP-47 code of the translation, for engines with a model for each direction.
    """
    direction = indic_direction(config.source_language, target)
    return engine.model.format(direction=direction)


def model_named(engine: Engine, config: Config, target: str = "") -> str:
    """Returns the name or folder of an engine's model; empty if it has or needs none.

    A name gets the ending of the engine's format. Of the models that align a language, one that is
    on this machine goes first. `target` counts for translation alone.
    """
    setting = model_setting(engine, config, target)
    named = str(config.get(setting) or "") if setting else ""
    if not named or given_folder(named).is_dir():
        return named
    if named != AUTO or engine.role != "alignment":
        return named.removesuffix(engine.model_suffix) + engine.model_suffix
    rows = aligners_for(config.source_language)
    names = [row.name for row in rows if set(row.files) & set(engine.weights)]
    return next((name for name in names if is_present(name, config)), names[0] if names else "")


def models_named(engine: Engine, config: Config) -> list[str]:
    """Returns the models that an engine needs for all targets of a configuration, each once."""
    by_direction = engine.model != engine.model.format(direction="")
    targets = config.target_languages if by_direction else ("",)
    names = dict.fromkeys(model_named(engine, config, target) for target in targets)
    return [name for name in names if name]


def is_usable(engine: Engine, config: Config) -> bool:
    """Whether `auto` may choose an engine as far as its model goes.

    A model that is named is fetched for the engine. One that `auto` stands for must be here: no
    gigabyte is fetched for what was not asked for.
    """
    name = model_named(engine, config)
    if not engine.model or not engine.weights:
        return bool(name) or not engine.model
    folder = given_folder(name)
    if name and folder.is_dir():
        return any((folder / file).is_file() for file in engine.weights)
    row = find_model(name)
    suits = row is not None and bool(set(row.files) & set(engine.weights))
    return suits and (config.get(engine.model) != AUTO or is_present(name, config))
