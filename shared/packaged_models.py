"""Models that come within an installed package: found without importing it, and compared.

Engines load a damaged model without a word, those of packages like those that are fetched.
"""

import base64
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from shared.atomic import sha256_of
from shared.environment_manager import current_environment
from shared.errors import ResourceUnavailableError


def packaged_file(package: str, name: str) -> Path:
    """Returns a file of an installed package without importing that.

    Raises:
        ResourceUnavailableError: If the package is not installed or lacks it.
    """
    spec = find_spec(package)
    for place in (spec.submodule_search_locations if spec else None) or ():
        path = Path(place) / name
        if path.is_file():
            return path
    raise ResourceUnavailableError(f"{name} of the package {package} is not installed.", _remedy())


def check_file(path: Path, sha256: str) -> None:
    """Makes sure that a file is the one that is known.

    Args:
        path: The file.
        sha256: Its SHA-256 in hexadecimal digits.

    Raises:
        ResourceUnavailableError: If it differs; it has not been opened as a model then.
    """
    if sha256_of(path) != sha256:
        raise ResourceUnavailableError(
            f"The model {path} differs from its checksum: it is damaged or was replaced.",
            _remedy(),
        )


def published_files(name: str, under: str) -> list[Path]:
    """Returns files of an installed distribution, each exactly as it was published.

    Args:
        name: The distribution's name, such as `silero-vad`.
        under: The file that is wanted, or the folder, as the distribution's record has it.

    Raises:
        ResourceUnavailableError: If it is not installed, lacks them, or one of them differs.
    """
    try:
        record = distribution(name).files or []
    except PackageNotFoundError:
        record = []
    wanted = [(row, row.hash) for row in record if row.as_posix().startswith(under)]
    if not wanted:
        raise ResourceUnavailableError(f"The model of {name} is not installed.", _remedy())
    paths = []
    for row, digest in wanted:
        path = Path(str(row.locate()))
        if not path.is_file():
            raise ResourceUnavailableError(f"The model of {name} lacks {path}.", _remedy())
        # Records have it in the alphabet of addresses, without the filling at the end.
        check_file(path, base64.urlsafe_b64decode(f"{digest.value}=").hex() if digest else "")
        paths.append(path)
    return paths


def _remedy() -> str:
    return f"Build it anew: ./bootstrap.sh --envs {current_environment() or 'common'} --rebuild."
