"""Packs the trained small Whisper: half-precision weights, and only the tokens that are used."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.small_models.micro_tokens import LANGUAGES, TRANSLATE, MicroTokens

if TYPE_CHECKING:
    from tools.small_models.micro_whisper import MicroWhisper

# They are made anew or replaced when the model is unpacked.
_LEFT_OUT = ("embed_tokens", "proj_out", "model.encoder.embed_positions")
# Half precision would spoil the constant that biases rest on.
_SINGLE = "model.decoder.layer_norm.bias"
_SUPPRESSED = ("Ġ-", "Ġ'", "âĻ", "ĠâĻ")


def pack(model: "MicroWhisper", tokens: MicroTokens, tokenizer: Path, target: Path) -> None:
    """Writes `weights.npz` and `tokens.json`.

    Args:
        model: The trained model.
        tokens: Its compact numbering.
        tokenizer: The `tokenizer.json` that it was trained with.
        target: Folder to write to.
    """
    target.mkdir(parents=True, exist_ok=True)
    weights = {
        name: value.numpy() if name == _SINGLE else value.numpy().astype(np.float16)
        for name, value in model.whisper.state_dict().items()
        if not any(part in name for part in _LEFT_OUT)
    }
    rows = model.embeddings.detach().numpy()[: len(tokens.used)]
    weights |= {"E": rows.astype(np.float16), "used": np.array(tokens.used, dtype=np.int32)}
    np.savez_compressed(target / "weights.npz", **weights)
    known = json.loads(tokenizer.read_text(encoding="utf-8"))
    text = json.dumps(_tokens(known, tokens), ensure_ascii=False, separators=(",", ":"))
    (target / "tokens.json").write_text(text, encoding="utf-8")


def _tokens(known: dict[str, Any], tokens: MicroTokens) -> dict[str, Any]:
    """Keeps the tokens that are used, those they are merged from, and all single bytes."""
    vocabulary: dict[str, int] = known["model"]["vocab"]
    names = {index: name for name, index in vocabulary.items()}
    merges = [tuple(m.split(" ") if isinstance(m, str) else m) for m in known["model"]["merges"]]
    made = {left + right: (left, right) for left, right in reversed(merges)}
    waiting = [names[index] for index in tokens.used if index in names]
    waiting += [name for name in _SUPPRESSED if name in vocabulary]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += made.get(name, ())
    kept = needed | {name for name in vocabulary if len(name) == 1}
    return {
        "vocab": {name: vocabulary[name] for name in kept},
        "merges": [p for p in merges if "".join(p) in needed and made["".join(p)] == p],
        "langs": _languages(known),
    }


def _languages(known: dict[str, Any]) -> list[str]:
    """Returns the codes of all of Whisper's languages in the order of their ids."""
    first = min(LANGUAGES.values())
    rows = sorted(known["added_tokens"], key=lambda row: int(row["id"]))
    return [row["content"][2:-2] for row in rows if first <= row["id"] < TRANSLATE]
