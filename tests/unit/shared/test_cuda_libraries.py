"""cuBLAS of a package: loaded in the order it needs, and left alone where there is none."""

import ctypes
from pathlib import Path

import pytest

from shared.cuda_libraries import load_cublas


def test_the_libraries_are_loaded_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "nvidia" / "cublas" / "lib"
    folder.mkdir(parents=True)
    for name in ("libcublas.so.12", "libcublasLt.so.12", "libnvblas.so.12"):
        (folder / name).touch()
    loaded: list[tuple[str, int]] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda path, mode: loaded.append((path, mode)))
    names = ["libcublasLt.so.12", "libcublas.so.12"]
    assert load_cublas(tmp_path) == names
    assert loaded == [(str(folder / name), ctypes.RTLD_GLOBAL) for name in names]


def test_without_the_package_nothing_is_loaded(tmp_path: Path) -> None:
    assert load_cublas(tmp_path) == []
