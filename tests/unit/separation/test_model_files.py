"""Model folders are read without loading anything, and foreign classes are refused."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from cp_whisperx.separation.model_files import check_file, find_members
from shared.errors import EXIT_INVALID, EXIT_RESOURCE, InvalidInputError, ResourceUnavailableError


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(b"weights")


def safetensors(path: Path, metadata: object) -> Path:
    head = json.dumps({"__metadata__": metadata}).encode()
    path.write_bytes(len(head).to_bytes(8, "little") + head)
    return path


def test_a_single_model_needs_no_list(tmp_path: Path) -> None:
    touch(tmp_path, "own-0123abcd.th", "readme.md")
    (member,) = find_members(tmp_path)
    assert (member.signature, member.weights) == ("own", None)
    assert member.path == tmp_path / "own-0123abcd.th"


def test_a_bag_lists_its_models_with_their_weights(tmp_path: Path) -> None:
    touch(tmp_path, "a.safetensors", "b-0123abcd.th")
    bag = "models: ['a', 'b', 'c']\nweights: [[1., 0.], [0., 1.], [0., 0.]]\nsegment: 7\n"
    (tmp_path / "bag.yaml").write_text(bag, encoding="utf-8")
    members = find_members(tmp_path)
    assert [member.signature for member in members] == ["a", "b", "c"]
    assert [member.weights for member in members] == [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]
    assert members[2].path is None


@pytest.mark.parametrize("names", [(), ("a.th", "b.th"), ("a.yaml", "b.yaml", "a.th")])
def test_a_folder_that_does_not_say_which_is_refused(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    touch(tmp_path, *names)
    with pytest.raises(InvalidInputError, match="no folder with one Demucs model"):
        find_members(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "models: 5", "other: ['a']", "models: ['a']\nweights: [[1], [2]]", "{", "\x00",
     "models: !!python/object/apply:os.system ['touch canary']"],
)  # fmt: skip
def test_a_list_that_is_none_is_refused_and_runs_nothing(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    touch(tmp_path, "a.th")
    (tmp_path / "bag.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="lists no models") as caught:
        find_members(tmp_path)
    assert caught.value.exit_code == EXIT_INVALID
    assert not (tmp_path / "canary").exists()


def test_a_name_with_a_checksum_is_compared(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.th", "w") as archive:
        archive.writestr("data.pkl", "weights")
    content = (tmp_path / "c.th").read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:8]
    for name in (f"a-{digest}.th", "b-00000000.th"):
        (tmp_path / name).write_bytes(content)
    check_file(tmp_path / f"a-{digest}.th")
    check_file(tmp_path / "c.th")
    with pytest.raises(ResourceUnavailableError, match="differs from the checksum") as caught:
        check_file(tmp_path / "b-00000000.th")
    assert caught.value.exit_code == EXIT_RESOURCE
    assert "bootstrap.sh --models" in caught.value.hint


def test_what_torch_did_not_write_is_damage(tmp_path: Path) -> None:
    touch(tmp_path, "a.th")
    with pytest.raises(ResourceUnavailableError, match="no file that torch wrote"):
        check_file(tmp_path / "a.th")


def test_demucs_own_classes_are_let_through(tmp_path: Path) -> None:
    check_file(safetensors(tmp_path / "a.safetensors", {"klass": "demucs.htdemucs.HTDemucs"}))


@pytest.mark.parametrize("klass", ["subprocess.Popen", "os.system", "", None, "demucs.x.HTDemucs"])
def test_foreign_classes_are_refused(tmp_path: Path, klass: str | None) -> None:
    path = safetensors(tmp_path / "a.safetensors", {"klass": klass, "args": '["id"]'})
    with pytest.raises(InvalidInputError, match="none of Demucs'; it was not loaded"):
        check_file(path)


def test_quantised_models_are_refused(tmp_path: Path) -> None:
    about = {"klass": "demucs.hdemucs.HDemucs", "structure": '{"_class": "os.system"}'}
    with pytest.raises(InvalidInputError, match="quantised"):
        check_file(safetensors(tmp_path / "a.safetensors", about))


@pytest.mark.parametrize("content", [b"", b"\xff" * 64, b"\x05\x00\x00\x00\x00\x00\x00\x00[1,2]"])
def test_a_head_that_cannot_be_read_is_damage(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(content)
    with pytest.raises(ResourceUnavailableError, match="head cannot be read"):
        check_file(path)
