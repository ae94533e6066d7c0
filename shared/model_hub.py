"""Fetches single files from the model hub, so that an interrupted fetch goes on at its byte.

`huggingface_hub` knows the protocol, mirrors and tokens; its own snapshot download begins a file
anew after an abort, which costs hours on a large model and a slow line.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from shared.atomic import sha256_of
from shared.config import Config
from shared.model_catalog import ModelSource
from shared.secrets import get_secret

if TYPE_CHECKING:
    from huggingface_hub import HfApi

_TIMEOUT_SECONDS = 5.0
_SHA256_DIGITS = 64


def fetch_source(source: ModelSource, staging: Path, config: Config) -> list[tuple[Path, str]]:
    """Fetches the wanted files of one repository.

    Args:
        source: The repository and its files.
        staging: Folder that keeps parts of files from one try to the next.
        config: Says which hub to ask.

    Returns:
        For each file: where it lies, and the name it shall have.

    Raises:
        OSError: If the hub refuses, or what came is not what the hub announced.
        httpx2.HTTPError: If the hub cannot be reached.
    """
    from huggingface_hub import HfApi, get_token

    endpoint = config.model_hub_url.rstrip("/") or None
    api = HfApi(endpoint=endpoint, token=get_secret("HF_TOKEN") or get_token())
    commit = api.model_info(source.repo, revision=source.revision, timeout=_TIMEOUT_SECONDS).sha
    return [
        (_fetch_file(api, source.repo, commit or source.revision, name, staging), name)
        for name in source.files
    ]


def _fetch_file(api: "HfApi", repo: str, commit: str, name: str, staging: Path) -> Path:
    """Fetches the bytes that are not here yet; the part's name says which content it is of."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    url = hf_hub_url(repo, name, revision=commit, endpoint=api.endpoint)
    about = get_hf_file_metadata(url, token=api.token, timeout=_TIMEOUT_SECONDS)
    part = staging / f"{name}.{about.etag}"
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("ab") as stream:
        http_get(
            url,
            stream,
            resume_size=stream.tell(),
            headers={"authorization": f"Bearer {api.token}"} if api.token else {},
            expected_size=about.size,
            displayed_filename=name,
        )
    _check(part, name, about.etag or "")
    return part


def _check(part: Path, name: str, etag: str) -> None:
    """Compares a large file with its SHA-256, which the hub gives as its tag."""
    if len(etag) == _SHA256_DIGITS and sha256_of(part) != etag:
        part.unlink()
        raise OSError(f"{name} arrived damaged and was removed; try again")
