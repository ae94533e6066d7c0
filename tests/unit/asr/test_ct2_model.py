from pathlib import Path

import pytest

from cp_whisperx.asr.ct2_model import checked_folder, load_errors
from shared.errors import OutOfMemoryError, ResourceUnavailableError


def test_a_complete_folder_passes(whisper_micro: Path) -> None:
    assert checked_folder(whisper_micro) == whisper_micro


def test_what_a_folder_lacks_is_named(whisper_micro: Path, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes((whisper_micro / "model.bin").read_bytes())
    with pytest.raises(ResourceUnavailableError, match=r"it lacks tokenizer\.json"):
        checked_folder(tmp_path)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MemoryError(), OutOfMemoryError),
        (RuntimeError("CUDA failed with error out of memory"), OutOfMemoryError),
        (RuntimeError("Unsupported model binary version"), ResourceUnavailableError),
    ],
)
def test_errors_of_loading_are_told_apart(
    tmp_path: Path, error: Exception, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=str(tmp_path)), load_errors(tmp_path):
        raise error


def test_other_errors_pass(tmp_path: Path) -> None:
    with pytest.raises(KeyError), load_errors(tmp_path):
        raise KeyError("x")
