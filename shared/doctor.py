"""Tells which engines, models and hardware are there: the second half of `bootstrap --check`."""

from shared.command_line import run_command
from shared.config import Config, load_config
from shared.engine_models import models_named
from shared.engines import ENGINES, Engine
from shared.environment_manager import EnvironmentManager
from shared.errors import EXIT_OK
from shared.hardware_detection import detect_hardware
from shared.model_store import is_present
from shared.secrets import get_secret
from shared.settings import NAMES


def engine_state(engine: Engine, config: Config, manager: EnvironmentManager) -> str:
    """Says in a few words what an engine lacks, or that it is ready."""
    lacks = []
    if not manager.is_ready(engine.environment):
        lacks.append(f"the environment {engine.environment}")
    models = models_named(engine, config)
    if engine.model in NAMES and not models:
        lacks.append(f"a folder in {engine.model}")
    lacks += [f"the model {model}" for model in models if not is_present(model, config)]
    if engine.metered and not config.llm_base_url.strip():
        lacks.append("an endpoint in LLM_BASE_URL")
    if engine.pairs == "installed" and not engine.load().available_pairs():
        lacks.append("its programs on this machine")
    return f"lacks {' and '.join(lacks)}" if lacks else "ready"


def report() -> int:
    """Prints the state of everything."""
    config, manager = load_config(), EnvironmentManager()
    hardware = detect_hardware(refresh=True)
    print(f"\nMachine: {hardware.platform}, {hardware.cores} cores, {hardware.memory_mb} MB")
    print(f"Device: {hardware.device} {hardware.gpu}".rstrip())
    print("Engines:")
    for engine in ENGINES:
        state = engine_state(engine, config, manager)
        print(f"  {engine.role:<12} {engine.name:<16} {state}")
    for name in ("TMDB_API_KEY", "HF_TOKEN", "LLM_API_KEY"):
        print(f"{name}: {'set' if get_secret(name) else 'not set (config/secrets.json)'}")
    return EXIT_OK


def main() -> int:
    """Runs the report and returns its exit code; a wrong configuration is told as such."""
    return run_command(report)


if __name__ == "__main__":
    raise SystemExit(main())
