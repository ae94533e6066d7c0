"""Entries on disk that save work: answers of services and results that cost time.

An entry is a file named by the SHA-256 of its key, in a folder for each namespace. It starts with
a line that holds the time of writing and a hash over namespace, key, time and content, so that a
damaged, cut or exchanged file is noticed, thrown away and counted as a miss. Writing is a rename:
any number of processes may write one key without locks, and no reader ever sees part of an entry.
"""

import hashlib
import logging
import re
import time
from collections.abc import Callable
from pathlib import Path

from shared.atomic import write_bytes
from shared.config import Config, load_config

_NAMESPACE = re.compile(r"^[a-z][a-z0-9_]{0,40}$")
_SECONDS_A_DAY = 86_400.0


class CacheManager:
    """Gets and puts entries. Trouble with the disk is a warning and a miss, never a failure.

    Args:
        source: The configuration, or a job's folder to load it from; the defaults without either.
        warn: Takes a sentence about an entry that was damaged or could not be read or written.

    Attributes:
        folder: Where the namespaces lie.
        enabled: Whether anything is read or written at all.
    """

    def __init__(
        self, source: Config | Path | None = None, warn: Callable[[str], None] | None = None
    ) -> None:
        config = source if isinstance(source, Config) else load_config(source)
        self.folder: Path = config.cache_dir
        self.enabled: bool = config.enable_caching
        self._max_age = config.cache_ttl_days * _SECONDS_A_DAY
        self._warn = warn or logging.getLogger(__name__).warning

    def get(self, namespace: str, key: str, max_age_days: float | None = None) -> bytes | None:
        """Returns an entry's content, or None where there is no valid one.

        Args:
            namespace: Kind of entry; lower-case letters, digits and underscores.
            key: Everything the content depends on, as a text.
            max_age_days: Age at which it no longer counts, where that is less than CACHE_TTL_DAYS.
        """
        path = self._path(namespace, key)
        if not self.enabled:
            return None
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._warn(f"The cache entry {path} cannot be read and is made again: {error}.")
            return None
        limit = self._max_age if max_age_days is None else max_age_days * _SECONDS_A_DAY
        return self._checked(raw, path, _name(namespace, key), min(limit, self._max_age))

    def put(self, namespace: str, key: str, data: bytes) -> None:
        """Writes an entry, in place of an older one."""
        path = self._path(namespace, key)
        if not self.enabled:
            return
        written = f"{time.time():.0f}"
        header = f"{_digest(_name(namespace, key), written, data)} {written}\n"
        try:
            write_bytes(path, header.encode() + data)
        except OSError as error:
            self._warn(f"The cache entry {path} cannot be written and is left out: {error}.")

    def _path(self, namespace: str, key: str) -> Path:
        if not _NAMESPACE.match(namespace):
            raise ValueError(f"{namespace!r} is no cache namespace")
        return (
            self.folder / namespace / hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
        )

    def _checked(self, raw: bytes, path: Path, name: bytes, max_age: float) -> bytes | None:
        header, _, data = raw.partition(b"\n")
        digest, _, written = header.decode("ascii", errors="replace").partition(" ")
        if digest != _digest(name, written, data):
            self._warn(f"The cache entry {path} was damaged; it is removed and made again.")
            self._remove(path)
            return None
        if time.time() - float(written) > max_age:
            self._remove(path)
            return None
        return data

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            self._warn(f"The cache entry {path} cannot be removed: {error}.")


def _name(namespace: str, key: str) -> bytes:
    return f"{namespace}\0{key}\0".encode(errors="surrogatepass")


def _digest(name: bytes, written: str, data: bytes) -> str:
    return hashlib.sha256(name + written.encode() + b"\n" + data).hexdigest()
