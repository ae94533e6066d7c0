"""Trains the small wav2vec2 in `tests/fixtures/models/ctc-micro` and writes it as ONNX.

    python -m tools.small_models.train_ctc_micro MINUTES FOLDER

Needs torch, transformers, onnx and espeak-ng; half an hour on two cores is enough. The frames are
labelled from the sentences' true word times: a letter at its onset, blank elsewhere, so that the
model marks each letter where it begins.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC

from tools.small_models.micro_corpus import SAMPLE_RATE, Utterance, utterances

FRAME_HOP = 320
FIRST_FRAME = 400
FRAME_SECONDS = FRAME_HOP / SAMPLE_RATE
CLIP_SECONDS = 5.0
BATCH = 8
LEARNING_RATE = 2e-3
BLANK_WEIGHT = 0.35
SPECIAL = ("<pad>", "<s>", "</s>", "<unk>", "|")

Label = tuple[int, float]


def make_vocabulary() -> dict[str, int]:
    """Returns the columns: special tokens, English letters, the Devanagari block."""
    devanagari = [chr(point) for point in range(0x900, 0x964)]
    letters = sorted({*"abcdefghijklmnopqrstuvwxyz'", *devanagari})
    return {token: index for index, token in enumerate((*SPECIAL, *letters))}


def labels_of(utterance: Utterance, vocabulary: dict[str, int]) -> list[Label]:
    """Returns each letter's column and onset in seconds; letters share their word's time."""
    labels: list[Label] = []
    words = utterance.words
    for index, word in enumerate(words):
        letters = [letter for letter in word.text.lower() if letter in vocabulary]
        step = (word.end - word.start) / max(1, len(letters))
        labels += [(vocabulary[c], word.start + step * n) for n, c in enumerate(letters)]
        if index + 1 < len(words):
            middle = (word.end + words[index + 1].start) / 2
            labels.append((vocabulary["|"], max(word.end, middle) - 0.02))
    return labels


class Mixer:
    """Makes random clips of sentences at random levels, with noise."""

    def __init__(self, vocabulary: dict[str, int], seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._items = [(u, labels_of(u, vocabulary)) for u in utterances()]
        self._noise = self._random.standard_normal(60 * SAMPLE_RATE).astype(np.float32)

    def clip(self) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Returns samples and the column that each frame should show."""
        size = int(CLIP_SECONDS * SAMPLE_RATE)
        samples = np.zeros(size, np.float32)
        frames = np.zeros((size - FIRST_FRAME) // FRAME_HOP + 1, np.int64)
        at = self._random.uniform(0, 0.6)
        while True:
            utterance, labels = self._items[self._random.integers(len(self._items))]
            if at + utterance.end > CLIP_SECONDS:
                break
            first = int(at * SAMPLE_RATE)
            part = utterance.samples[: size - first]
            samples[first : first + len(part)] += part * self._random.uniform(0.7, 1.2)
            _mark(frames, [(column, at + onset) for column, onset in labels])
            at += utterance.end + self._random.uniform(0.1, 0.8)
        return self._roughened(samples), frames

    def _roughened(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        levelled = samples * 10 ** (self._random.uniform(-15, 3) / 20)
        if self._random.random() < 0.7:
            first = self._random.integers(len(self._noise) - len(samples))
            noise = self._noise[first : first + len(samples)]
            levelled = levelled + noise * 10 ** self._random.uniform(-5, -2.2)
        rough: NDArray[np.float32] = levelled.astype(np.float32)
        return rough


def _mark(frames: NDArray[np.int64], labels: list[Label]) -> None:
    for column, onset in labels:
        frame = round(onset / FRAME_SECONDS - 0.3)
        while frame < len(frames) and frames[frame]:
            frame += 1
        if frame < len(frames):
            frames[frame] = column


def make_model(columns: int) -> Wav2Vec2ForCTC:
    """Returns an untrained model of the small form."""
    return Wav2Vec2ForCTC(
        Wav2Vec2Config(
            vocab_size=columns, hidden_size=64, num_hidden_layers=2, num_attention_heads=4,
            intermediate_size=128, conv_dim=(48,) * 7, num_conv_pos_embeddings=32,
            num_conv_pos_embedding_groups=4, pad_token_id=0, hidden_dropout=0.0,
            attention_dropout=0.0, activation_dropout=0.0, feat_proj_dropout=0.0,
            final_dropout=0.0, layerdrop=0.0, mask_time_prob=0.0, mask_feature_prob=0.0,
            apply_spec_augment=False, attn_implementation="eager",
        )
    )  # fmt: skip


def learning_rate(step: int, share: float) -> float:
    """Rises for a hundred steps, holds for half of the time, then falls as a cosine."""
    warm = min(1.0, (step + 1) / 100)
    fall = 1.0 if share < 0.5 else max(0.01, (1 + math.cos(math.pi * (2 * share - 1))) / 2)
    return LEARNING_RATE * warm * fall


def train(model: Wav2Vec2ForCTC, mixer: Mixer, minutes: float) -> None:
    """Trains for a time; prints the loss now and then."""
    optimiser = torch.optim.AdamW(model.parameters(), betas=(0.9, 0.98), weight_decay=0.0)
    weights = torch.ones(model.config.vocab_size)
    weights[0] = BLANK_WEIGHT
    began = time.monotonic()
    step = 0
    while (share := (time.monotonic() - began) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, share)
        clips, frames = zip(*(mixer.clip() for _ in range(BATCH)), strict=True)
        logits = model(torch.tensor(np.stack(clips))).logits
        wanted = torch.tensor(np.stack(frames))[:, : logits.shape[1]]
        loss = torch.nn.functional.cross_entropy(
            logits[:, : wanted.shape[1]].flatten(0, 1), wanted.flatten(), weight=weights
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if step % 50 == 0:
            print(f"step {step}: loss {loss.item():.3f}, {share:.0%} of the time", flush=True)
        step += 1


class _Logits(torch.nn.Module):  # type: ignore[misc]
    """The model with one input and one output, as it is exported."""

    def __init__(self, model: Wav2Vec2ForCTC) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_values: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.model(input_values).logits
        return logits


def save(model: Wav2Vec2ForCTC, vocabulary: dict[str, int], folder: Path) -> None:
    """Writes `model.onnx`, `vocab.json`, `config.json` and `preprocessor_config.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(vocabulary, ensure_ascii=False, indent=2)
    (folder / "vocab.json").write_text(text + "\n", encoding="utf-8")
    model.config.save_pretrained(folder)
    Wav2Vec2FeatureExtractor(
        feature_size=1, sampling_rate=SAMPLE_RATE, padding_value=0.0, do_normalize=False
    ).save_pretrained(folder)
    torch.onnx.export(
        _Logits(model.eval()),
        (torch.randn(1, 2 * SAMPLE_RATE),),
        str(folder / "model.onnx"),
        input_names=["input_values"],
        output_names=["logits"],
        dynamic_axes={"input_values": {0: "batch", 1: "time"}, "logits": {0: "batch", 1: "frame"}},
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    """Trains and saves."""
    parser = argparse.ArgumentParser(description="Trains the small wav2vec2 for CTC alignment.")
    parser.add_argument("minutes", type=float, help="how long to train")
    parser.add_argument("folder", type=Path, help="where to write the model")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    vocabulary = make_vocabulary()
    model = make_model(len(vocabulary)).train()
    train(model, Mixer(vocabulary, seed=0), arguments.minutes)
    save(model, vocabulary, arguments.folder)


if __name__ == "__main__":
    main()
