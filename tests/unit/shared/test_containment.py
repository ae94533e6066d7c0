"""A job stays inside its folder."""

from pathlib import Path

import pytest

from shared.containment import refuse_links, require_file_name, require_inside
from shared.errors import InvalidInputError


@pytest.mark.parametrize(
    "name", ["06_asr", "logs", ".lock", "06_asr/stage.log", "logs/99_pipeline_x.log"]
)
def test_a_link_in_the_place_of_what_is_written_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "job" / name
    path.parent.mkdir(parents=True)
    refuse_links(tmp_path / "job")
    path.symlink_to(tmp_path)
    with pytest.raises(InvalidInputError, match="is a symbolic link"):
        refuse_links(tmp_path / "job")


def test_links_above_the_job_are_the_user_s_own(tmp_path: Path) -> None:
    (tmp_path / "disk" / "job" / "06_asr").mkdir(parents=True)
    (tmp_path / "out").symlink_to(tmp_path / "disk")
    refuse_links(tmp_path / "out" / "job")
    inside = tmp_path / "out" / "job" / "x"
    assert require_inside(inside, tmp_path / "out" / "job") == inside


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "link/x"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(InvalidInputError, match="leads out of"):
        require_inside(folder / name, folder)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\0b", "a\nb", "\u202eb"])
def test_names_that_are_no_file_names_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="cannot be part of a file's name"):
        require_file_name(name, "The name")


@pytest.mark.parametrize(
    "name", ["film", "जाने तू", "a_b -y", "hi-Latn", "x...y", "a\u00a0b", "名\u3000前"]
)
def test_other_names_pass(name: str) -> None:
    require_file_name(name, "The name")
