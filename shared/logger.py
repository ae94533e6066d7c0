"""Two logs for each stage: everything in `stage.log`, INFO and above in the pipeline's log.

A line is `[time] [name] [LEVEL] [job id] text`, or one JSON object. Control characters are
escaped, so that a file name cannot forge a line, and secrets are masked.
"""

import json
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from shared.secrets import redact, redact_all

LogFormat = Literal["plain", "json"]
PIPELINE_LOG_PATTERN = "99_pipeline_*.log"
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_ESCAPES = {code: f"\\x{code:02x}" for code in [*range(32), *range(0x7F, 0xA0)]} | {
    ord(mark): f"\\u{ord(mark):04x}" for mark in "\u2028\u2029\u202a\u202b\u202d\u202e\u2066\u2067"
}
_ESCAPES.pop(ord("\t"))


def printable(text: str) -> str:
    """Escapes control and direction-changing characters, so that the text stays on its line."""
    return text.translate(_ESCAPES)


class PlainFormatter(logging.Formatter):
    """`[time] [name] [LEVEL] [job id] text`, a traceback on the lines below."""

    def __init__(self, job_id: str) -> None:
        super().__init__()
        self._job = f"[{job_id}] " if job_id else ""

    def format(self, record: logging.LogRecord) -> str:
        """Formats one record."""
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(record.created))
        text = printable(redact(record.getMessage()))
        line = f"[{stamp}] [{record.name}] [{record.levelname}] {self._job}{text}"
        if record.exc_info:
            trace = redact(self.formatException(record.exc_info))
            line += "\n" + "\n".join("    " + printable(row) for row in trace.splitlines())
        return line


class JsonFormatter(logging.Formatter):
    """One JSON object a line, with the `extra` fields of the call."""

    def __init__(self, job_id: str) -> None:
        super().__init__()
        self._job = job_id

    def format(self, record: logging.LogRecord) -> str:
        """Formats one record."""
        row: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(record.created)),
            "name": record.name,
            "level": record.levelname,
            "job_id": self._job,
            "message": record.getMessage(),
        }
        row |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        # Masked before it is JSON: a mask must not swallow a backslash of the notation.
        plain = json.loads(json.dumps(row, ensure_ascii=False, default=str))
        return json.dumps(redact_all(plain), ensure_ascii=False)


def pipeline_log(logs_dir: Path, *, new: bool = False) -> Path:
    """Returns the newest pipeline log of a job, or a new one's path."""
    existing = sorted(logs_dir.glob(PIPELINE_LOG_PATTERN))
    if existing and not new:
        return existing[-1]
    logs_dir.mkdir(parents=True, exist_ok=True)
    return logs_dir / f"99_pipeline_{time.strftime('%Y%m%d_%H%M%S')}.log"


class PipelineLogger:
    """A logger that writes to any number of files, each with its lowest level.

    Args:
        module_name: Name on each line.
        log_level: Lowest level that is logged at all.
        files: For each file, the lowest level it gets.
        job_id: Job id on each line.
        log_format: `plain` or `json`.
        console: Whether lines go to standard error too.
    """

    def __init__(
        self,
        module_name: str,
        log_level: str = "INFO",
        files: Mapping[Path, int] | None = None,
        *,
        job_id: str = "",
        log_format: LogFormat = "plain",
        console: bool = False,
    ) -> None:
        # Not from the registry: two jobs in one warm worker must not share handlers.
        self._logger = logging.Logger(module_name, level=_level(log_level))
        formatter = JsonFormatter(job_id) if log_format == "json" else PlainFormatter(job_id)
        handlers: list[logging.Handler] = []
        for path, level in (files or {}).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            file = logging.FileHandler(path, mode="a", encoding="utf-8", errors="replace")
            file.setLevel(level)
            handlers.append(file)
        if console or not files:
            handlers.append(logging.StreamHandler())
        for handler in handlers:
            handler.setFormatter(formatter)
            self._logger.addHandler(handler)

    def debug(self, text: str, **fields: Any) -> None:
        """Logs a detail; it reaches the stage's own log only."""
        self._logger.debug(text, **fields)

    def info(self, text: str, **fields: Any) -> None:
        """Logs what happens."""
        self._logger.info(text, **fields)

    def warning(self, text: str, **fields: Any) -> None:
        """Logs what is doubtful or degraded."""
        self._logger.warning(text, **fields)

    def error(self, text: str, **fields: Any) -> None:
        """Logs what failed."""
        self._logger.error(text, **fields)

    def critical(self, text: str, **fields: Any) -> None:
        """Logs what ends the run."""
        self._logger.critical(text, **fields)

    def close(self) -> None:
        """Closes the files."""
        for handler in list(self._logger.handlers):
            self._logger.removeHandler(handler)
            handler.close()


def _level(name: str) -> int:
    """Returns a level's number; `WARN` is accepted for `WARNING`."""
    return logging.getLevelNamesMapping().get(name.upper(), logging.INFO)
