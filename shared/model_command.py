"""Fetches models: those that are named, else those that the settings name.

What `bootstrap --models` runs, in the common environment: `python -m shared.model_command NAME ...`
"""

from collections.abc import Iterable, Sequence
from contextlib import closing

from shared.command_line import CommandParser, run_command, tell_plainly
from shared.config import Config, load_config
from shared.engine_models import models_named
from shared.engines import ENGINES, Engine
from shared.environment_manager import EnvironmentManager
from shared.errors import EXIT_OK, PipelineError
from shared.fetch_report import FetchReport
from shared.hardware_detection import detect_device
from shared.model_catalog import find_model
from shared.model_store import fetch, given_folder
from shared.secrets import get_secret


def models_of_settings(config: Config) -> list[str]:
    """Returns the models that the settings name for this machine's engines; no folders.

    Those of an engine that is only used where it was set up count where its environment is there;
    gated ones where there is a token to ask for them with.
    """
    found = [name for engine in _engines_of(config) for name in models_named(engine, config)]
    wanted = [name for name in dict.fromkeys(found) if not given_folder(name).is_dir()]
    return [name for name in wanted if get_secret("HF_TOKEN") or not _is_gated(name)]


def _engines_of(config: Config) -> Iterable[Engine]:
    """Returns, of the engines that share a setting for their model, the one that will run."""
    device, manager = detect_device(), EnvironmentManager()
    chosen: dict[tuple[str, str], Engine] = {}
    for engine in ENGINES:
        set_up = not engine.where_ready or manager.is_ready(engine.environment)
        if config.get(f"{engine.role}_ENGINE") == engine.name:
            chosen[engine.role, engine.model] = engine
        elif (
            engine.automatic and set_up and engine.runs_on(device) and models_named(engine, config)
        ):
            chosen.setdefault((engine.role, engine.model), engine)
    return chosen.values()


def _is_gated(name: str) -> bool:
    model = find_model(name)
    return model is not None and model.gated


def fetch_all(names: Sequence[str], config: Config) -> int:
    """Fetches models one after the other; one that fails does not keep the others back.

    Returns:
        The first failure's exit code, or 0.
    """
    code = EXIT_OK
    for name in names:
        try:
            with closing(FetchReport(name)) as report:
                folder = fetch(name, config, report)
        except PipelineError as error:
            tell_plainly(error)
            code = code or error.exit_code
        else:
            print(f"{name} is in {folder}", flush=True)
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parser = CommandParser("bootstrap --models", __doc__, "")
    parser.add_argument("names", nargs="*", metavar="NAME", help="names of config/ai_models.json")
    names: list[str] = parser.read(arguments).names

    def work() -> int:
        config = load_config()
        return fetch_all(names or models_of_settings(config), config)

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
