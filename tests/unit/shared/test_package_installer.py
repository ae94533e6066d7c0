"""Packages are installed with uv, or with pip where uv fails, and a failure says what to do."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from shared.errors import EXIT_DEPENDENCY, DependencyFailedError
from shared.package_installer import PackageInstaller, python_in, site_packages


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A package of one module, which needs another that nobody has."""
    path = tmp_path / "tiny-1.0-py3-none-any.whl"
    about = "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\nRequires-Dist: no-such-package-cpw\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tiny.py", "ANSWER = 42\n")
        archive.writestr("tiny-1.0.dist-info/METADATA", about)
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    return path


def requirements(folder: Path, name: str, line: object) -> Path:
    path = folder / name
    path.write_text(f"{line}\n", "utf-8")
    return path


def answer(target: Path) -> str:
    code = "import tiny; print(tiny.ANSWER)"
    return subprocess.check_output([python_in(target), "-c", code], text=True).strip()


def test_a_file_for_packages_without_dependencies(tmp_path: Path, wheel: Path) -> None:
    said: list[str] = []
    installer = PackageInstaller(tmp_path / "uv", said.append)
    installer.install(tmp_path / "env", [requirements(tmp_path, "r-nodeps.txt", wheel)])
    assert answer(tmp_path / "env") == "42"
    assert (site_packages(tmp_path / "env") / "tiny.py").is_file()
    assert said == []


def test_what_neither_uv_nor_pip_can_have_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    files = [requirements(tmp_path, "r.txt", "./no/such/package.whl")]
    with pytest.raises(DependencyFailedError, match="package.whl") as raised:
        PackageInstaller(tmp_path / "uv", said.append).install(tmp_path / "env", files)
    assert raised.value.exit_code == EXIT_DEPENDENCY
    assert "run the same command again" in raised.value.hint
    assert said[0].startswith("uv could not do it")


def test_what_pip_is_told_is_passed_on_to_uv(
    tmp_path: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "index" / "tiny" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<a href="{wheel.as_uri()}">{wheel.name}</a>', "utf-8")
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "index").as_uri())
    said: list[str] = []
    installer = PackageInstaller(tmp_path / "uv", said.append)
    installer.install(tmp_path / "env", [requirements(tmp_path, "r-nodeps.txt", "tiny==1.0")])
    assert answer(tmp_path / "env") == "42"
    assert said == []
