"""Models on this machine: finds a model's folder, fetches it if need be, compares its checksums.

Models lie in `CACHE_DIR/models/NAME`. What can be fetched is in `config/ai_models.json`.
"""

import errno
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.config import Config
from shared.errors import InvalidInputError, ModelMissingError, ResourceUnavailableError
from shared.model_catalog import CatalogModel, catalog, find_model
from shared.model_checksums import damaged_files, record_path, write_record
from shared.model_hub import fetch_source
from shared.paths import PROJECT_ROOT
from shared.secrets import get_secret, redact

Report = Callable[[float], None]

_LOOK_EVERY_SECONDS = 0.5
_LONGEST_REASON = 300


def _ignore(_share: float) -> None:
    """Takes a report of progress where nobody asked for one."""


def models_dir(config: Config) -> Path:
    """Returns the folder that models are kept in."""
    return config.cache_dir / "models"


def given_folder(path: str) -> Path:
    """Returns the folder that a setting may mean; a relative one lies in the project's folder."""
    return PROJECT_ROOT / Path(path).expanduser()


def locate(name_or_path: str, config: Config, report: Report = _ignore) -> Path:
    """Returns the folder of a model, which is whole and unchanged.

    Args:
        name_or_path: A folder, or a name or alias of `config/ai_models.json`.
        config: Says where models are kept, whether they are compared, and which hub to ask.
        report: Takes the share fetched, 0 to 1.

    Raises:
        InvalidInputError: If it is neither a folder nor a known name.
        ModelMissingError: If it is not here and cannot be fetched.
        ResourceUnavailableError: If a file differs from its checksum.
    """
    folder = given_folder(name_or_path)
    if not folder.is_dir():
        model = _known(name_or_path)
        folder = models_dir(config) / model.name
        if missing_files(model, folder):
            return fetch(model.name, config, report)
    if config.model_verify:
        _verify(folder, config)
    return folder


def is_present(name_or_path: str, config: Config) -> bool:
    """Whether a model is on this machine; nothing is fetched or compared."""
    if given_folder(name_or_path).is_dir():
        return True
    model = find_model(name_or_path)
    return model is not None and not missing_files(model, models_dir(config) / model.name)


def missing_files(model: CatalogModel, folder: Path) -> list[str]:
    """Returns the names of a model's files that a folder lacks."""
    return [name for name in model.files if not (folder / name).is_file()]


def fetch(name: str, config: Config, report: Report = _ignore) -> Path:
    """Fetches a model unless it is here whole; an interrupted fetch goes on where it stopped.

    Args:
        name: A name or alias of `config/ai_models.json`.
        config: Says where models are kept and which hub to ask.
        report: Takes the share fetched, 0 to 1.

    Returns:
        The model's folder.

    Raises:
        InvalidInputError: If there is no such model.
        ModelMissingError: If it cannot be fetched.
    """
    from filelock import FileLock

    model = _known(name)
    folder = models_dir(config) / model.name
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f".fetch-{model.name}.lock")):
        if missing_files(model, folder) or _damaged(folder, config):
            _install(_download(model, folder, config, report), model, folder)
            write_record(folder, record_path(folder, folder.parent))
    report(1.0)
    return folder


def _known(name: str) -> CatalogModel:
    model = find_model(name)
    if model is None:
        names = ", ".join(row.name for row in catalog())
        raise InvalidInputError(
            f"{name!r} is neither a folder nor a model that is known.",
            f"Give a folder with a model, or one of: {names}.",
        )
    return model


def _damaged(folder: Path, config: Config) -> list[str]:
    record = record_path(folder, models_dir(config))
    return damaged_files(folder, record) if record.is_file() else []


def _verify(folder: Path, config: Config) -> None:
    """Compares checksums; a folder that is used for the first time gets its record."""
    record = record_path(folder, models_dir(config))
    if not record.is_file():
        write_record(folder, record)
        return
    damaged = damaged_files(folder, record)
    if not damaged:
        return
    if record.parent == folder:
        hint = f"Fetch it again: ./bootstrap.sh --models {folder.name}."
    else:
        hint = f"Put the right files there; if you changed them yourself, remove {record}."
    raise ResourceUnavailableError(
        f"The model in {folder} is damaged: {', '.join(damaged)} differs from its checksum.", hint
    )


def _download(model: CatalogModel, folder: Path, config: Config, report: Report) -> Path:
    """Brings a model into its staging folder, which survives an abort, and returns that."""
    from httpx2 import HTTPError

    staging = folder.with_name(f".fetch-{model.name}")
    staging.mkdir(exist_ok=True)
    try:
        with _watching(staging, model.megabytes * 1_000_000, report):
            arrived = [part for s in model.sources for part in fetch_source(s, staging, config)]
    except (OSError, HTTPError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EACCES, errno.EROFS):
            raise
        raise _missing(model, folder, f"{type(error).__name__}: {error}") from error
    for part, name in arrived:
        part.replace(staging / name)
    return staging


def _install(staging: Path, model: CatalogModel, folder: Path) -> None:
    """Puts a complete download in the model's place."""
    for path in [found for found in staging.rglob("*") if found.is_file()]:
        if path.relative_to(staging).as_posix() not in model.files:
            path.unlink()
    if folder.exists():
        shutil.rmtree(folder)
    staging.rename(folder)


@contextmanager
def _watching(folder: Path, expected: int, report: Report) -> Iterator[None]:
    """Reports how much of a folder's expected bytes is there while the block runs."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_LOOK_EVERY_SECONDS):
            report(min(0.99, _size_of(folder) / expected))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _size_of(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue  # It was renamed when its download was complete.
    return total


def _missing(model: CatalogModel, folder: Path, reason: str) -> ModelMissingError:
    """Says exactly which model is missing, where it belongs, and what fetches it."""
    repos = " and ".join(source.repo for source in model.sources)
    by_hand = " and ".join(f"{', '.join(s.files)} of {s.repo}" for s in model.sources)
    short = redact(" ".join(reason.split()))[:_LONGEST_REASON].rstrip(".")
    access = _access(model) if model.gated else ""
    return ModelMissingError(
        f"The model {model.name} ({repos}, about {model.megabytes} MB) is not on this machine "
        f"and could not be fetched: {short}.",
        f"{access}With a network: ./bootstrap.sh --models {model.name}. "
        f"By hand: put {by_hand} into {folder}.",
    )


def _access(model: CatalogModel) -> str:
    """Says how one gets a model that is not given to everybody."""
    token = "set" if get_secret("HF_TOKEN") else "not set"
    return (
        f"It is gated (HF_TOKEN is {token}). 1. Log in at https://huggingface.co, open "
        f"https://huggingface.co/{model.sources[0].repo} and accept its conditions. 2. Make a "
        "token of the kind Read at https://huggingface.co/settings/tokens (a fine-grained one "
        "needs 'Read access to contents of all public gated repos you can access'). 3. Put it "
        "into config/secrets.json as HF_TOKEN. 4. ./bootstrap.sh --check tells whether it is set. "
    )
