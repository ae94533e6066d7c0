"""The small Whisper that the project carries, as a CTranslate2 folder, and clips it understands.

The model is of the true class: 64 dimensions, 2 + 2 layers, all 51,865 ids. It knows the fifteen
sentences of `tools/small_models/micro_corpus.py` and hears everything else as one of them, so it
proves the path and never quality. `tests/fixtures/models/whisper-micro` holds its half-precision
weights with only the used rows of the vocabulary; unpacking takes a fifth of a second.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.audio import CLIPS, decode_to_wav

PACKED = Path(__file__).resolve().parents[1] / "fixtures" / "models" / "whisper-micro"

HEADS = 4
VOCABULARY = 51_865
BYTE_TOKENS = 50_257
END_OF_TEXT = 50_257
LANGUAGES = range(50_259, 50_358)
SPACE = 220
TIMESTAMPS = 1_501
POSITIONS = 1_500

Weights = dict[str, NDArray[Any]]


@pytest.fixture(scope="session")
def whisper_micro(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as faster-whisper wants it."""
    return unpack_whisper(PACKED, tmp_path_factory.mktemp("whisper-micro"))


@pytest.fixture(scope="session")
def spoken_english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three English sentences of espeak-ng, as WAV."""
    return decode_to_wav(CLIPS / "english.opus", tmp_path_factory.mktemp("clips") / "english.wav")


@pytest.fixture(scope="session")
def spoken_hindi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three Hindi sentences of espeak-ng, as WAV."""
    return decode_to_wav(CLIPS / "hindi.opus", tmp_path_factory.mktemp("clips") / "hindi.wav")


@pytest.fixture(scope="session")
def spoken_flite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An English sentence in flite's voice, which pocketsphinx understands, as WAV."""
    return decode_to_wav(CLIPS / "flite.opus", tmp_path_factory.mktemp("clips") / "flite.wav")


def unpack_whisper(packed: Path, target: Path) -> Path:
    """Turns packed weights and tokens into a CTranslate2 folder.

    Args:
        packed: Folder with `weights.npz` and `tokens.json`.
        target: Folder to fill.
    """
    from ctranslate2.specs import whisper_spec

    with np.load(packed / "weights.npz") as stored:
        weights = {name: _single(stored[name]) for name in stored.files}
    layers = {side: _layers(weights, side) for side in ("encoder", "decoder")}
    spec = whisper_spec.WhisperSpec(layers["encoder"], HEADS, layers["decoder"], HEADS)
    _fill_encoder(spec.encoder, weights)
    _fill_decoder(spec.decoder, weights)
    tokenizer = _tokenizer(json.loads((packed / "tokens.json").read_text(encoding="utf-8")))
    names = {index: token for token, index in tokenizer.get_vocab().items()}
    spec.register_vocabulary([names[index] for index in range(VOCABULARY)])
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [SPACE, END_OF_TEXT]
    spec.config.lang_ids = list(LANGUAGES)
    spec.config.alignment_heads = [[layers["decoder"] - 1, 0]]
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(target))
    tokenizer.save(str(target / "tokenizer.json"))
    return target


def _single(values: NDArray[Any]) -> NDArray[Any]:
    return values if values.dtype == np.int32 else values.astype(np.float32)


def _layers(weights: Weights, side: str) -> int:
    prefix = f"model.{side}.layers."
    return 1 + max(int(n.removeprefix(prefix).split(".")[0]) for n in weights if prefix in n)


def _fill_encoder(encoder: Any, weights: Weights) -> None:
    for name in ("conv1", "conv2"):
        convolution = getattr(encoder, name)
        convolution.weight = weights[f"model.encoder.{name}.weight"]
        convolution.bias = weights[f"model.encoder.{name}.bias"]
    encoder.position_encodings.encodings = _sinusoids(weights["E"].shape[1])
    for index, layer in enumerate(encoder.layer):
        _fill_layer(layer, weights, f"model.encoder.layers.{index}.", cross=False)
    _fill_norm(encoder.layer_norm, weights, "model.encoder.layer_norm")


def _fill_decoder(decoder: Any, weights: Weights) -> None:
    # Rows of unused ids get a large negative bias: -1 times the constant first dimension.
    rows = np.zeros((VOCABULARY, weights["E"].shape[1]), dtype=np.float32)
    rows[:, 0] = -1
    rows[weights["used"]] = weights["E"]
    decoder.embeddings.weight = decoder.projection.weight = rows
    decoder.position_encodings.encodings = weights["model.decoder.embed_positions.weight"]
    for index, layer in enumerate(decoder.layer):
        _fill_layer(layer, weights, f"model.decoder.layers.{index}.", cross=True)
    _fill_norm(decoder.layer_norm, weights, "model.decoder.layer_norm")


def _sinusoids(size: int) -> NDArray[np.float32]:
    """Makes Whisper's encoder positions, of shape (1500, size)."""
    rates = np.exp(-math.log(10_000) / (size // 2 - 1) * np.arange(size // 2))
    angles = np.arange(POSITIONS)[:, None] * rates[None]
    return np.concatenate((np.sin(angles), np.cos(angles)), axis=1).astype(np.float32)


def _fill_layer(layer: Any, weights: Weights, prefix: str, *, cross: bool) -> None:
    own = layer.self_attention
    _fill_norm(own.layer_norm, weights, prefix + "self_attn_layer_norm")
    _fill_linear(own.linear[0], weights, *(f"{prefix}self_attn.{x}_proj" for x in "qkv"))
    _fill_linear(own.linear[1], weights, prefix + "self_attn.out_proj")
    if cross:
        other = layer.attention
        _fill_norm(other.layer_norm, weights, prefix + "encoder_attn_layer_norm")
        _fill_linear(other.linear[0], weights, prefix + "encoder_attn.q_proj")
        _fill_linear(other.linear[1], weights, *(f"{prefix}encoder_attn.{x}_proj" for x in "kv"))
        _fill_linear(other.linear[2], weights, prefix + "encoder_attn.out_proj")
    _fill_norm(layer.ffn.layer_norm, weights, prefix + "final_layer_norm")
    _fill_linear(layer.ffn.linear_0, weights, prefix + "fc1")
    _fill_linear(layer.ffn.linear_1, weights, prefix + "fc2")


def _fill_norm(norm: Any, weights: Weights, name: str) -> None:
    norm.gamma = weights[name + ".weight"]
    norm.beta = weights[name + ".bias"]


def _fill_linear(linear: Any, weights: Weights, *names: str) -> None:
    """Fills one projection from several that are stacked; Whisper's keys have no bias."""
    parts = [weights[name + ".weight"] for name in names]
    linear.weight = np.concatenate(parts)
    linear.bias = np.concatenate(
        [
            weights.get(name + ".bias", np.zeros(len(part), dtype=np.float32))
            for name, part in zip(names, parts, strict=True)
        ]
    )


def _tokenizer(tokens: dict[str, Any]) -> Any:
    """Builds the full tokenizer of which `tokens` has the part that is used."""
    from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
    from tokenizers.models import BPE

    vocabulary = dict(tokens["vocab"])
    known = set(vocabulary.values())
    # CTranslate2 takes a model for English-only unless id 50256 is the empty string.
    unused = {i: f"[u{i}]" if i != BYTE_TOKENS - 1 else "" for i in range(BYTE_TOKENS)}
    vocabulary |= {name: i for i, name in unused.items() if i not in known}
    merges = [(left, right) for left, right in tokens["merges"]]
    tokenizer = Tokenizer(BPE(vocab=vocabulary, merges=merges, fuse_unk=False))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = [
        "endoftext", "startoftranscript", *tokens["langs"], "translate", "transcribe",
        "startoflm", "startofprev", "nospeech", "notimestamps",
    ]  # fmt: skip
    tokenizer.add_special_tokens(
        [AddedToken(f"<|{name}|>", special=True, normalized=False) for name in special]
    )
    tokenizer.add_tokens(
        [
            AddedToken(f"<|{index * 0.02:.2f}|>", special=False, normalized=False)
            for index in range(TIMESTAMPS)
        ]
    )
    if tokenizer.get_vocab_size() != VOCABULARY:
        raise ValueError(f"The tokenizer has {tokenizer.get_vocab_size()} ids.")
    return tokenizer
