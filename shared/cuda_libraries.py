"""Lets CTranslate2 find cuBLAS where an environment has it as a package.

CTranslate2 asks the system for the cuBLAS of CUDA 12 when it first computes on a card. The package
`nvidia-cublas-cu12`, which environments on such machines have, lies where no system looks; a
library that is loaded already is found by its name.
"""

import ctypes
import sysconfig
from pathlib import Path

# cuBLAS itself needs the first one.
_LIBRARIES = ("libcublasLt.so.12", "libcublas.so.12", "cublasLt64_12.dll", "cublas64_12.dll")


def load_cublas(packages: Path | None = None) -> list[str]:
    """Loads the environment's own cuBLAS; without one the system's is used.

    Args:
        packages: The environment's `site-packages`, if not this one's.

    Returns:
        Names of what was loaded.
    """
    home = (packages or Path(sysconfig.get_paths()["purelib"])) / "nvidia" / "cublas"
    found = [path for name in _LIBRARIES for path in home.glob(f"*/{name}")]
    for path in found:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    return [path.name for path in found]
