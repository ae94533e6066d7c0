"""Fetches models: those that are named, else those that the settings name.

What `bootstrap --models` runs, in the common environment: `python -m shared.model_command NAME ...`
"""

from collections.abc import Sequence
from contextlib import closing

from shared.command_line import CommandParser, run_command, tell_plainly
from shared.config import Config, load_config
from shared.engines import ENGINES
from shared.environment_manager import EnvironmentManager
from shared.errors import EXIT_OK, PipelineError
from shared.fetch_report import FetchReport
from shared.model_store import fetch, given_folder


def models_of_settings(config: Config) -> list[str]:
    """Returns the models that the settings name for the engines, each once; folders are not.

    Those of an engine that is only used where it was set up count where its environment is there.
    """
    manager = EnvironmentManager()
    wanted = [e for e in ENGINES if not e.where_ready or manager.is_ready(e.environment)]
    named = [str(config.get(engine.model) or "") for engine in wanted if engine.model]
    return [name for name in dict.fromkeys(named) if name and not given_folder(name).is_dir()]


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
