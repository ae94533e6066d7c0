"""What a run needs is made sure of before it starts: environments and models.

A film is not recognised for two hours only to find that the translation model is missing.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from shared.config import Config
from shared.engines import Engine, Role, get_engine
from shared.environment_manager import EnvironmentManager
from shared.errors import ModelMissingError
from shared.fingerprint import stage_environment
from shared.job import EngineChoice, Job
from shared.model_store import locate
from shared.plan import stage_state
from shared.stage_order import Stage


def make_ready(
    job_dir: Path, job: Job, config: Config, stages: tuple[Stage, ...], say: Callable[[str], None]
) -> None:
    """Builds the environments and fetches the models of the stages that have to run.

    Raises:
        PipelineError: If something is missing and cannot be had; nothing has been run then.
    """
    manager = EnvironmentManager(say=say)
    for stage in stages:
        if stage_state(job_dir, stage, job, config).done:
            continue
        manager.ensure(stage_environment(stage, job))
        for role, choice in _choices(stage, job):
            _make_engine_ready(role, choice, config, manager)


def _choices(stage: Stage, job: Job) -> Iterator[tuple[Role, EngineChoice]]:
    for key, choice in job.engines.items():
        role = key.partition(":")[0]
        if role in (stage.role, stage.name):
            yield get_role(role), choice


def get_role(name: str) -> Role:
    """Returns a role by its name."""
    role: Role = name  # type: ignore[assignment]
    return role


def _make_engine_ready(
    role: Role, choice: EngineChoice, config: Config, manager: EnvironmentManager
) -> None:
    """The first engine of a chain that can be had will do."""
    names = [choice.name, *choice.fallbacks]
    for place, name in enumerate(names):
        engine = get_engine(role, name)
        try:
            _fetch(engine, config)
        except ModelMissingError:
            if place == len(names) - 1:
                raise
            continue
        manager.ensure(engine.environment)
        return


def _fetch(engine: Engine, config: Config) -> None:
    wanted = config.get(engine.model) if engine.model else None
    if wanted:
        locate(str(wanted), config)
