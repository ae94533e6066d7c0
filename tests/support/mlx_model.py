"""The small Whisper that the project carries, as a folder for mlx-whisper.

It has the true ids, so mlx-whisper's own vocabulary fits it. The names are those of mlx-whisper's
modules; a convolution's kernel has its width before its channels there.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.small_models import HEADS, PACKED, POSITIONS, VOCABULARY, Weights

_TEXT_POSITIONS = 448
_MELS = 80
_MODULES = {
    "layers": "blocks", "self_attn": "attn", "encoder_attn": "cross_attn",
    "self_attn_layer_norm": "attn_ln", "encoder_attn_layer_norm": "cross_attn_ln",
    "final_layer_norm": "mlp_ln", "fc1": "mlp1", "fc2": "mlp2", "q_proj": "query",
    "k_proj": "key", "v_proj": "value", "out_proj": "out",
}  # fmt: skip
_WHOLE = {
    "encoder.layer_norm": "encoder.ln_post", "decoder.layer_norm": "decoder.ln",
    "decoder.embed_positions.weight": "decoder.positional_embedding",
}  # fmt: skip


@pytest.fixture(scope="session")
def mlx_micro(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as mlx-whisper wants it."""
    return unpack_mlx(PACKED, tmp_path_factory.mktemp("mlx-micro"))


def unpack_mlx(packed: Path, target: Path) -> Path:
    """Turns packed weights into a folder for mlx-whisper.

    Args:
        packed: Folder with `weights.npz`.
        target: Folder to fill.
    """
    with np.load(packed / "weights.npz") as stored:
        weights = {name: stored[name] for name in stored.files}
    converted: dict[str, Any] = dict(_converted(weights))
    np.savez(target / "weights.npz", **converted)
    (target / "config.json").write_text(json.dumps(_dimensions(weights)), encoding="utf-8")
    return target


def _converted(weights: Weights) -> Iterator[tuple[str, NDArray[Any]]]:
    for name, values in weights.items():
        if name.startswith("model."):
            turned = values.transpose(0, 2, 1) if values.ndim == 3 else values
            yield _mlx_name(name.removeprefix("model.")), turned
    # Rows of unused ids get a large negative bias: -1 times the constant first dimension.
    rows = np.zeros((VOCABULARY, weights["E"].shape[1]), dtype=np.float32)
    rows[:, 0] = -1
    rows[weights["used"]] = weights["E"]
    yield "decoder.token_embedding.weight", rows
    yield "alignment_heads", np.array([[_layers(weights) - 1, 0]], dtype=np.int32)


def _mlx_name(name: str) -> str:
    for ours, theirs in _WHOLE.items():
        if name.startswith(ours):
            return theirs + name.removeprefix(ours)
    return ".".join(_MODULES.get(part, part) for part in name.split("."))


def _layers(weights: Weights) -> int:
    return 1 + max(int(name.split(".")[3]) for name in weights if ".layers." in name)


def _dimensions(weights: Weights) -> dict[str, Any]:
    width = int(weights["E"].shape[1])
    sides = {
        f"n_{side}_{what}": value
        for side in ("audio", "text")
        for what, value in (("state", width), ("head", HEADS), ("layer", _layers(weights)))
    }
    return sides | {
        "model_type": "whisper",
        "n_mels": _MELS,
        "n_audio_ctx": POSITIONS,
        "n_text_ctx": _TEXT_POSITIONS,
        "n_vocab": VOCABULARY,
    }
