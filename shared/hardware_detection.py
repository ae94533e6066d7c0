"""What the machine has: processor, memory, accelerator. Remembered in a file, measured once.

Needs no torch: NVIDIA cards are asked of `nvidia-smi`, Apple Silicon of the platform.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from shared.atomic import write_json
from shared.paths import CONFIG_DIR

CACHE_FILE = CONFIG_DIR / "hardware_cache.json"
_QUERY = ("--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits")


@dataclass(frozen=True)
class Hardware:
    """What models can run on.

    Attributes:
        device: The best device that works: cuda, mps or cpu.
        gpu: Name of the accelerator, or empty.
        gpu_memory_mb: Its memory.
        cores: Physical cores.
        memory_mb: Main memory.
    """

    device: str
    gpu: str
    gpu_memory_mb: int
    cores: int
    memory_mb: int
    platform: str


def _machine_key() -> str:
    """Tells machines apart, so that a copied cache file is not believed."""
    memory = psutil.virtual_memory().total
    return f"{platform.node()}|{platform.machine()}|{os.cpu_count()}|{memory}|{_smi() or ''}"


def _smi() -> str | None:
    return shutil.which("nvidia-smi")


def _nvidia() -> tuple[str, int]:
    """Returns name and memory of the first NVIDIA card, or an empty name."""
    program = _smi()
    if program is None:
        return "", 0
    try:
        done = subprocess.run(
            [program, *_QUERY], capture_output=True, text=True, timeout=20, check=True
        )
        name, memory, _driver = (part.strip() for part in done.stdout.splitlines()[0].split(","))
        return name, int(memory)
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        # A card whose driver does not answer is no card we can use.
        return "", 0


def measure() -> Hardware:
    """Looks at the machine itself."""
    gpu, gpu_memory = _nvidia()
    apple = sys.platform == "darwin" and platform.machine() == "arm64"
    memory = psutil.virtual_memory().total // 1_000_000
    device = "cuda" if gpu else "mps" if apple else "cpu"
    return Hardware(
        device=device,
        gpu=gpu or ("Apple Silicon" if apple else ""),
        gpu_memory_mb=gpu_memory or (memory if apple else 0),
        cores=psutil.cpu_count(logical=False) or os.cpu_count() or 1,
        memory_mb=memory,
        platform=f"{platform.system()} {platform.machine()}",
    )


def _read_cache(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def detect_hardware(cache_file: Path = CACHE_FILE, *, refresh: bool = False) -> Hardware:
    """Returns what the machine has, from the cache file where that was made on this machine."""
    cache = _read_cache(cache_file)
    key = _machine_key()
    if not refresh and cache.get("machine") == key:
        try:
            return Hardware(**cache["hardware"])
        except (KeyError, TypeError):
            pass  # Written by another version: measured again below.
    hardware = measure()
    try:
        write_json(cache_file, cache | {"machine": key, "hardware": asdict(hardware)})
    except OSError:
        # A read-only checkout only costs the next run another look.
        return hardware
    return hardware


def recall(section: str, key: str, cache_file: Path = CACHE_FILE) -> Any:
    """Returns what was remembered of a key, or None."""
    rows = _read_cache(cache_file).get(section)
    return rows.get(key) if isinstance(rows, dict) else None


def remember(section: str, key: str, value: object, cache_file: Path = CACHE_FILE) -> None:
    """Keeps something that was measured on this machine beside what the machine has."""
    cache = _read_cache(cache_file)
    rows = cache.get(section)
    kept = rows if isinstance(rows, dict) else {}
    try:
        write_json(cache_file, cache | {section: kept | {key: value}})
    except OSError:
        # A read-only checkout only costs the next run another measurement.
        return


def detect_device() -> str:
    """Returns the best device that works: cuda, mps or cpu."""
    return detect_hardware().device
