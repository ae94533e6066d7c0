"""What a run needs is made sure of before it starts: environments and models.

A film is not recognised for two hours only to find that the translation model is missing.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from shared.config import Config
from shared.engine_models import model_named
from shared.engines import Engine, Role, get_engine
from shared.environment_manager import EnvironmentManager
from shared.errors import ModelMissingError
from shared.fetch_report import FetchReport
from shared.fingerprint import stage_environment
from shared.job import EngineChoice, Job
from shared.model_catalog import find_model
from shared.model_store import is_present, locate
from shared.plan import stage_state
from shared.stage_order import Stage, stages_of

Say = Callable[[str], None]


def make_ready(
    job_dir: Path,
    job: Job,
    config: Config,
    stages: tuple[Stage, ...],
    say: Say,
    *,
    force: bool = False,
) -> None:
    """Builds the environments and fetches the models of the stages that have to run.

    Args:
        job_dir: The job's folder.
        job: Its record.
        config: Its parameters.
        stages: Those that are wanted.
        say: Takes lines about what is going on.
        force: Whether they run even if nothing has changed.

    Raises:
        PipelineError: If something is missing and cannot be had; nothing has been run then.
    """
    manager = EnvironmentManager(say=say)
    models = _Models(config, say)
    for stage in stages:
        if not force and stage_state(job_dir, stage, job, config).done:
            continue
        manager.ensure(stage_environment(stage, job))
        for key, choice in _choices(stage, job):
            engine = models.first_to_be_had(key, choice)
            if engine is not None:
                manager.ensure(engine.environment)
            if choice.reviser:
                manager.ensure(get_engine(_role(key), choice.reviser).environment)
        models.settle_targets(job, job_dir)


def missing_parts(job: Job, config: Config) -> list[str]:
    """Returns what the first run of a job has to set up and to fetch, in words."""
    manager = EnvironmentManager()
    parts: dict[str, None] = {}
    for stage in stages_of(job.workflow):
        for key, choice in _choices(stage, job):
            engine = get_engine(_role(key), choice.name)
            model = model_named(engine, config, key.partition(":")[2])
            if not manager.is_ready(engine.environment):
                parts[f"the environment {engine.environment}"] = None
            if model and not is_present(model, config):
                parts[f"the model {_with_size(model)}"] = None
    return list(parts)


def _with_size(model: str) -> str:
    known = find_model(model)
    return f"{known.name} (about {known.megabytes} MB)" if known else model


def _choices(stage: Stage, job: Job) -> Iterator[tuple[str, EngineChoice]]:
    for key, choice in job.engines.items():
        if key.partition(":")[0] in (*stage.roles, stage.name):
            yield key, choice


def _role(key: str) -> Role:
    """Returns the role of a choice; each target of translation has a choice of its own."""
    role: Role = key.partition(":")[0]  # type: ignore[assignment]
    return role


class _Models:
    """Fetches models, each asked for once, and remembers the targets that cannot be made."""

    def __init__(self, config: Config, say: Say) -> None:
        self._config = config
        self._say = say
        self._asked: dict[str, ModelMissingError | None] = {}
        self._without: dict[str, ModelMissingError] = {}

    def first_to_be_had(self, key: str, choice: EngineChoice) -> Engine | None:
        """Returns the first engine of a chain whose model is here or could be fetched.

        Raises:
            ModelMissingError: If there is none; a target of translation gives None instead.
        """
        target = key.partition(":")[2]
        failures: list[ModelMissingError] = []
        for name in (choice.name, *choice.fallbacks):
            engine = get_engine(_role(key), name)
            failure = self._fetch(engine, target)
            if failure is None:
                if failures:
                    self._say(f"Warning: {name} is used for {target or key}. {failures[0].message}")
                return engine
            failures.append(failure)
        if not target:
            raise failures[0]
        self._without[target] = failures[0]
        return None

    def _fetch(self, engine: Engine, target: str) -> ModelMissingError | None:
        """Has an engine's model made ready; returns what is wrong, or None."""
        wanted = model_named(engine, self._config, target)
        if wanted and wanted not in self._asked:
            self._asked[wanted] = self._located(wanted)
        return self._asked.get(wanted)

    def _located(self, name: str) -> ModelMissingError | None:
        try:
            with closing(FetchReport(name)) as report:
                locate(name, self._config, report)
        except ModelMissingError as error:
            return error
        return None

    def settle_targets(self, job: Job, job_dir: Path) -> None:
        """Ends the run if targets cannot be made, unless the settings allow that.

        Raises:
            ModelMissingError: With the targets that cannot be made, and the ones that can.
        """
        if not self._without:
            return
        reason = next(iter(self._without.values()))
        names = ", ".join(self._without)
        if self._config.translation_allow_missing:
            self._say(f"Warning: there will be no translation into {names}. {reason.message}")
            return
        rest = ",".join(code for code in job.target_languages if code not in self._without)
        command = f"./prepare-job.sh --job-dir '{job_dir}' -t {rest}"
        hint = f" Or go on without: {command}." if rest else ""
        raise ModelMissingError(
            f"No translation into {names} can be made. {reason.message}", reason.hint + hint
        )
