"""Brings IndicTrans2 as it is published into CTranslate2's form, without running its code.

The published model is code and weights of M2M-100's layers, with two vocabularies and embeddings
that are normalised (Gala et al., 2023; `IndicTransForConditionalGeneration`). Only its
configuration, its dictionaries and its `safetensors` are read.
"""

import json
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from shared.atomic import sha256_of
from shared.errors import ModelMissingError, ResourceUnavailableError
from shared.model_checksums import RECORD_NAME, damaged_files, write_record

WEIGHTS_FILE, CONVERTED_FILE, CONFIG_FILE = "model.safetensors", "model.bin", "config.json"
DICTIONARIES = ("dict.SRC.json", "dict.TGT.json")
_PAD_ID, _QUANTIZATION = 1, "int8"
# CTranslate2 adds positions from 0 on; fairseq's begin after the padding's id.
_FIRST_POSITION = _PAD_ID + 1

Weights = dict[str, NDArray[np.float32]]


class _Shape(BaseModel):
    """What `config.json` says of the model's shape."""

    encoder_layers: int
    decoder_layers: int
    encoder_attention_heads: int
    encoder_embed_dim: int
    activation_function: str = "gelu"
    encoder_normalize_before: bool = True
    layernorm_embedding: bool = True
    scale_embedding: bool = True
    max_source_positions: int = 256
    max_target_positions: int = 256


def converted(folder: Path, models_dir: Path) -> Path:
    """Returns a folder with the model in CTranslate2's form; it is made when first asked for.

    Args:
        folder: The model, as published or converted already.
        models_dir: Where converted models are kept.

    Raises:
        ModelMissingError: If the folder has no weights that can be used.
        ResourceUnavailableError: If they do not belong to such a model.
    """
    if (folder / CONVERTED_FILE).is_file():
        return folder
    weights = folder / WEIGHTS_FILE
    if not weights.is_file():
        raise ModelMissingError(
            f"The IndicTrans2 model in {folder} has neither {WEIGHTS_FILE} nor {CONVERTED_FILE}.",
            "Put one of them there: the published weights, or the model converted for "
            "CTranslate2. Weights in pytorch_model.bin are not loaded, because they are code.",
        )
    target = models_dir / f".converted-{folder.name}-{sha256_of(weights)[:16]}"
    record = target / RECORD_NAME
    if not record.is_file() or damaged_files(target, record):
        _convert_into(folder, target)
    return target


def _convert_into(folder: Path, target: Path) -> None:
    """Writes beside and renames, so that no reader ever sees part of a model."""
    temporary = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}")
    temporary.parent.mkdir(parents=True, exist_ok=True)
    try:
        _convert(folder, temporary)
        write_record(temporary, temporary / RECORD_NAME)
        shutil.rmtree(target, ignore_errors=True)
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _convert(folder: Path, target: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        shape = _Shape.model_validate_json((folder / CONFIG_FILE).read_bytes())
        loaded = load_file(folder / WEIGHTS_FILE)
        weights: Weights = {name: value.astype(np.float32) for name, value in loaded.items()}
        words = [read_dictionary(folder / name) for name in DICTIONARIES]
        spec = _specification(shape, weights, words[0], words[1])
    except (KeyError, ValueError, ValidationError, SafetensorError, OSError) as error:
        raise ResourceUnavailableError(
            f"The files in {folder} are no IndicTrans2 model: {type(error).__name__}: {error}.",
            "Fetch the model again with ./bootstrap.sh --models.",
        ) from error
    target.mkdir()
    spec.validate()
    spec.optimize(quantization=_QUANTIZATION)
    spec.save(str(target))


def read_dictionary(path: Path) -> list[str]:
    """Returns the tokens of one side by id.

    Raises:
        ValueError: If the ids are not 0, 1, 2 and so on.
    """
    ids: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    if sorted(ids.values()) != list(range(len(ids))):
        raise ValueError(f"the ids of {path.name} have gaps")
    return sorted(ids, key=lambda token: ids[token])


def _specification(
    shape: _Shape, weights: Weights, sources: Sequence[str], targets: Sequence[str]
) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec

    activations = {"gelu": common_spec.Activation.GELU, "relu": common_spec.Activation.RELU}
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.encoder_attention_heads,
        pre_norm=shape.encoder_normalize_before,
        activation=activations[shape.activation_function],
        layernorm_embedding=shape.layernorm_embedding,
    )
    _fill_side(spec.encoder, "model.encoder", shape, weights, len(sources))
    _fill_side(spec.decoder, "model.decoder", shape, weights, len(targets))
    # Where input and output share their embeddings, the output's are not stored again.
    shared = weights["model.decoder.embed_tokens.weight"]
    spec.decoder.projection.weight = weights.get("lm_head.weight", shared)[: len(targets)]
    spec.register_source_vocabulary(list(sources))
    spec.register_target_vocabulary(list(targets))
    spec.config.bos_token, spec.config.eos_token = "<s>", "</s>"
    spec.config.unk_token, spec.config.decoder_start_token = "<unk>", "</s>"
    return spec


def _fill_side(side: Any, name: str, shape: _Shape, weights: Weights, words: int) -> None:
    """Fills the encoder or decoder; published embeddings may have rows without a word."""
    is_encoder = name.endswith("encoder")
    embeddings = side.embeddings[0] if is_encoder else side.embeddings
    embeddings.weight = weights[f"{name}.embed_tokens.weight"][:words]
    side.scale_embeddings = shape.encoder_embed_dim**0.5 if shape.scale_embedding else 1.0
    positions = shape.max_source_positions if is_encoder else shape.max_target_positions
    side.position_encodings.encodings = _positions(positions, shape.encoder_embed_dim)
    if shape.layernorm_embedding:
        _fill_norm(side.layernorm_embedding, f"{name}.layernorm_embedding", weights)
    if shape.encoder_normalize_before:
        _fill_norm(side.layer_norm, f"{name}.layer_norm", weights)
    for number, layer in enumerate(side.layer):
        _fill_layer(layer, f"{name}.layers.{number}", weights, is_encoder)


def _fill_layer(layer: Any, name: str, weights: Weights, is_encoder: bool) -> None:
    _fill_attention(layer.self_attention, f"{name}.self_attn", weights, (("q", "k", "v"),))
    if not is_encoder:
        _fill_attention(layer.attention, f"{name}.encoder_attn", weights, (("q",), ("k", "v")))
    _fill_linear(layer.ffn.linear_0, (f"{name}.fc1",), weights)
    _fill_linear(layer.ffn.linear_1, (f"{name}.fc2",), weights)
    _fill_norm(layer.ffn.layer_norm, f"{name}.final_layer_norm", weights)


def _fill_attention(
    attention: Any, name: str, weights: Weights, groups: Sequence[Sequence[str]]
) -> None:
    """Fills attention; projections of one input are one matrix in CTranslate2."""
    for linear, group in zip(attention.linear, groups, strict=False):
        _fill_linear(linear, [f"{name}.{letter}_proj" for letter in group], weights)
    _fill_linear(attention.linear[-1], (f"{name}.out_proj",), weights)
    _fill_norm(attention.layer_norm, f"{name}_layer_norm", weights)


def _fill_linear(linear: Any, names: Sequence[str], weights: Weights) -> None:
    linear.weight = np.concatenate([weights[f"{name}.weight"] for name in names])
    linear.bias = np.concatenate([weights[f"{name}.bias"] for name in names])


def _fill_norm(norm: Any, name: str, weights: Weights) -> None:
    norm.gamma, norm.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _positions(count: int, width: int) -> NDArray[np.float32]:
    """Returns fairseq's sinusoids, shape (count, width): all sines first, then all cosines."""
    half = width // 2
    rates = np.exp(np.arange(half) * -(np.log(10_000) / (half - 1)))
    angles = (np.arange(count) + _FIRST_POSITION)[:, None] * rates[None]
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)
