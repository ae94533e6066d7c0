"""Published weights become CTranslate2's, and nothing in them is run."""

import json
import shutil
from pathlib import Path

import pytest

from cp_whisperx.translation.indictrans_weights import converted, read_dictionary
from shared.errors import ModelMissingError, ResourceUnavailableError


def test_a_dictionary_is_read_by_id(tmp_path: Path) -> None:
    path = tmp_path / "dict.SRC.json"
    path.write_text(json.dumps({"b": 1, "a": 0, "ज": 2}), "utf-8")
    assert read_dictionary(path) == ["a", "b", "ज"]
    path.write_text(json.dumps({"b": 1, "a": 3}), "utf-8")
    with pytest.raises(ValueError, match="gaps"):
        read_dictionary(path)


def test_a_folder_with_code_in_place_of_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04cposix\nsystem\n")
    with pytest.raises(ModelMissingError) as caught:
        converted(tmp_path, tmp_path / "models")
    assert "model.safetensors" in caught.value.message
    assert "code" in caught.value.hint


def test_what_is_converted_already_stays(tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    assert converted(tmp_path, tmp_path / "models") == tmp_path


@pytest.mark.engines("indictrans2")
def test_a_model_is_converted_once_and_again_when_damaged(
    indictrans_micro: Path, tmp_path: Path
) -> None:
    made = converted(indictrans_micro, tmp_path)
    assert made.parent == tmp_path
    whole = (made / "model.bin").read_bytes()
    stamp = (made / "model.bin").stat().st_mtime_ns
    assert converted(indictrans_micro, tmp_path) == made
    assert (made / "model.bin").stat().st_mtime_ns == stamp
    (made / "model.bin").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert (converted(indictrans_micro, tmp_path) / "model.bin").read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == [made.name]


@pytest.mark.engines("indictrans2")
def test_embeddings_without_a_word_are_left_out(indictrans_micro: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    rows = load_file(indictrans_micro / "model.safetensors")["lm_head.weight"].shape[0]
    made = converted(indictrans_micro, tmp_path)
    words = json.loads((made / "target_vocabulary.json").read_text("utf-8"))
    assert len(words) == len(read_dictionary(indictrans_micro / "dict.TGT.json"))
    assert rows > len(words)


@pytest.mark.engines("indictrans2")
@pytest.mark.parametrize(
    ("file", "content"),
    [("config.json", b"{}"), ("config.json", b"no json"), ("model.safetensors", b"no weights"),
     ("dict.SRC.json", b'{"a": 7}')],
)  # fmt: skip
def test_files_of_another_kind_are_told_and_leave_nothing(
    indictrans_micro: Path, tmp_path: Path, file: str, content: bytes
) -> None:
    folder = shutil.copytree(indictrans_micro, tmp_path / "model")
    (folder / file).write_bytes(content)
    with pytest.raises(ResourceUnavailableError, match="no IndicTrans2 model"):
        converted(folder, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []
