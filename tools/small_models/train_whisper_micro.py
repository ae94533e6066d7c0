"""Trains the small Whisper of `tests/fixtures/models/whisper-micro`.

    python -m tools.small_models.train_whisper_micro TOKENIZER_JSON [--minutes 32]

Needs torch, transformers, faster-whisper, scipy and espeak-ng, and the `tokenizer.json` of any
multilingual Whisper. Half an hour on two cores teaches it fifteen sentences; see
`micro_corpus.py`.
"""

import argparse
import math
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from faster_whisper.feature_extractor import FeatureExtractor
from torch import Tensor, nn
from torch.nn import functional

from tools.small_models.micro_corpus import SAMPLE_RATE, utterances
from tools.small_models.micro_tokens import END, TIME_STEP, MicroTokens
from tools.small_models.micro_whisper import Batch, MicroWhisper
from tools.small_models.micro_windows import IGNORED, Example, Layout, WindowMaker
from tools.small_models.pack_whisper_micro import pack

TARGET = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "models" / "whisper-micro"
LEARNING_RATE = 2.5e-3
# Share of the training from which windows have a length in seconds, and how many make a batch.
SCHEDULE = ((0.0, 8.0, 16), (0.35, 15.0, 8), (0.5, 30.0, 4))
WEIGHTS = {"text": 1.0, "times": 0.5, "attention": 0.3, "words": 0.5}
FRAMES_PER_SECOND = 50


class BatchMaker:
    """Turns random windows into tensors."""

    def __init__(self, tokens: MicroTokens) -> None:
        self._tokens = tokens
        self._windows = WindowMaker(tokens)
        self._filters = torch.tensor(FeatureExtractor().mel_filters)
        self._hann = torch.hann_window(400)

    def make(self, seconds: float, size: int) -> Batch:
        """Makes a batch of windows of a length."""
        frames = int(seconds * FRAMES_PER_SECOND)
        layouts = [self._windows.lay_out(seconds) for _ in range(size)]
        examples = [self._windows.example(layout, frames) for layout in layouts]
        longest = max(len(example.read) for example in examples)
        batch = Batch(
            mel=torch.stack([self._mel(layout, seconds) for layout in layouts]),
            read=torch.full((size, longest), self._tokens.compact(END)),
            answers=torch.full((size, longest), IGNORED),
            attention=torch.zeros(size, longest, frames),
            points=torch.zeros(size, longest, frames),
            offsets=torch.tensor([example.offset for example in examples]),
            words=torch.stack([_words(layout, frames) for layout in layouts]),
        )
        for row, example in enumerate(examples):
            self._fill(batch, row, example, frames)
        return batch

    def _fill(self, batch: Batch, row: int, example: Example, frames: int) -> None:
        compact = self._tokens.compact
        answers = [IGNORED if i == IGNORED else compact(i) for i in example.answers]
        batch.read[row, : len(example.read)] = torch.tensor([compact(i) for i in example.read])
        batch.answers[row, : len(answers)] = torch.tensor(answers)
        for at, start, end in example.attends:
            first = int(start / TIME_STEP)
            batch.attention[row, at, first : min(max(first + 1, int(end / TIME_STEP)), frames)] = 1
        for at, frame in example.points:
            batch.points[row, at, max(0, frame - 2) : frame + 3] = float(frame < frames)

    def _mel(self, layout: Layout, seconds: float) -> Tensor:
        """Makes log-mel features (80, 100 a second), padded as sound or as features at random."""
        samples = torch.as_tensor(layout.samples)
        if random.random() < 0.3:
            samples = functional.pad(samples, (0, int(seconds * SAMPLE_RATE) - len(samples)))
        wave = functional.pad(samples, (0, 160))
        power = torch.stft(
            wave, 400, 160, window=self._hann, center=True, pad_mode="reflect", return_complex=True
        )[..., :-1].abs().square()  # fmt: skip
        mel = torch.clamp(self._filters @ power, min=1e-10).log10()
        mel = (torch.maximum(mel, mel.max() - 8.0) + 4) / 4
        size = int(seconds * 100)
        return functional.pad(mel[:, :size], (0, max(0, size - mel.shape[1])))


def _words(layout: Layout, frames: int) -> Tensor:
    """Says which word sounds in each frame."""
    classes = torch.zeros(frames, dtype=torch.long)
    for placed in layout.placed:
        item = placed.item
        for word, number in zip(item.spoken.words, item.word_classes, strict=True):
            first = int((placed.at + word.start) / TIME_STEP)
            classes[first : max(first + 1, int((placed.at + word.end) / TIME_STEP))] = number
    return classes


def learning_rate(step: int, share: float) -> float:
    """Returns the rate: a short warm-up, level to the middle, then down as a cosine."""
    warm = min(1.0, (step + 1) / 100)
    late = max(0.01, 0.5 * (1 + math.cos(math.pi * (share - 0.5) / 0.5)))
    return LEARNING_RATE * warm * (1.0 if share < 0.5 else late)


def train(tokens: MicroTokens, minutes: float) -> MicroWhisper:
    """Trains for some minutes."""
    model = MicroWhisper(tokens)
    batches = BatchMaker(tokens)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser: Any = torch.optim.AdamW(
        parameters, lr=LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.0
    )
    began = time.monotonic()
    step = 0
    while (share := (time.monotonic() - began) / (60 * minutes)) < 1:
        _, seconds, size = [row for row in SCHEDULE if row[0] <= share][-1]
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, share)
        losses = model(batches.make(seconds, size))
        optimiser.zero_grad()
        torch.stack([losses[name] * weight for name, weight in WEIGHTS.items()]).sum().backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        model.hold_constants()
        if step % 25 == 0:
            figures = " ".join(
                f"{name} {float(loss.detach()):.3f}" for name, loss in losses.items()
            )
            print(f"{share:.0%} step {step} window {seconds:.0f} s: {figures}", flush=True)
        step += 1
    return model


def main() -> None:
    """Trains and packs the model."""
    parser = argparse.ArgumentParser(description="Trains the small Whisper for the tests.")
    parser.add_argument("tokenizer", type=Path, help="tokenizer.json of a multilingual Whisper")
    parser.add_argument("--minutes", type=float, default=32.0)
    parser.add_argument("--target", type=Path, default=TARGET, help="folder to write to")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    np.random.seed(0)
    random.seed(0)
    tokens = MicroTokens(arguments.tokenizer, utterances())
    model = train(tokens, arguments.minutes)
    pack(model, tokens, arguments.tokenizer, arguments.target)


if __name__ == "__main__":
    main()
