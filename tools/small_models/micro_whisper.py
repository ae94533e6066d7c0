"""The small Whisper in PyTorch, and what it is trained for.

It has the true architecture with a compact vocabulary. Two tricks make it small and exact. The
first dimension of the decoder's last state is a constant, so that the first column of the
embeddings is a bias for each id, which keeps unused ids from being chosen. And its cross-attention
is guided to the frames of each word, so that word times come out right.
"""

import copy
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import WhisperConfig, WhisperForConditionalGeneration

from tools.small_models.micro_tokens import END, FIRST_TIME, TIMES, MicroTokens

SIZE = 64
HEADS = 4
LAYERS = 2
CONSTANT = 20.0
# A timestamp near the right one is nearly right.
_NEAR_TIMES = ((0, 0.5), (1, 0.17), (-1, 0.17), (2, 0.08), (-2, 0.08))


@dataclass
class Batch:
    """Tensors of one training step, for b windows of f frames of 20 ms and t tokens.

    Attributes:
        mel: (b, 80, 2 f).
        read: (b, t), compact numbers.
        answers: (b, t), compact numbers, -100 where it does not matter.
        attention: (b, t, f), 1 on the frames of a token's sound.
        points: (b, t, f), 1 round the frame of a timestamp.
        offsets: (b,), frames by which positions are moved.
        words: (b, f), class of the word that sounds in a frame.
    """

    mel: Tensor
    read: Tensor
    answers: Tensor
    attention: Tensor
    points: Tensor
    offsets: Tensor
    words: Tensor


class MicroWhisper(nn.Module):  # type: ignore[misc, unused-ignore]
    """The model with its training losses."""

    def __init__(self, tokens: MicroTokens) -> None:
        super().__init__()
        self._count = len(tokens.used)
        end = tokens.compact(END)
        self.whisper = WhisperForConditionalGeneration(_config(self._count + 1, end))
        self.word_classifier = nn.Linear(SIZE, tokens.word_class_count)
        times = [tokens.compact(FIRST_TIME + step) for step in range(TIMES)]
        self.register_buffer("_times", torch.tensor(times))
        steps = torch.full((self._count + 1,), -1)
        steps[self._times] = torch.arange(TIMES)
        self.register_buffer("_steps", steps)
        self._attention: list[Tensor] = []
        self._watch_attention()
        self._begin()

    @property
    def embeddings(self) -> Tensor:
        """Embeddings and output rows, (n + 1, SIZE); the last row is for all unused ids."""
        weight: Tensor = self.whisper.model.decoder.embed_tokens.weight
        return weight

    @property
    def _positions(self) -> Tensor:
        weight: Tensor = self.whisper.model.encoder.embed_positions.weight
        return weight

    def _watch_attention(self) -> None:
        """Keeps the cross-attention of the last layer at each step."""
        last = self.whisper.model.decoder.layers[-1].encoder_attn
        last.config = copy.deepcopy(self.whisper.config)
        last.config._attn_implementation = "eager"
        last.register_forward_hook(lambda _m, _i, output: self._attention.append(output[1]))

    def _begin(self) -> None:
        """Sets the first weights; timestamps begin as the encoder's own positions."""
        norm = self.whisper.model.decoder.layer_norm
        mask = torch.ones(SIZE)
        mask[0] = 0
        with torch.no_grad():
            self.embeddings.normal_(0, 0.05)
            self.embeddings[self._times[:-1]] = self._positions[: TIMES - 1] * 0.3
            self.embeddings[:, 0] = 0
        self.hold_constants()
        norm.weight.register_hook(lambda gradient: gradient * mask)
        norm.bias.register_hook(lambda gradient: gradient * mask)
        self.embeddings.register_hook(self._calm)

    def _calm(self, gradient: Tensor) -> Tensor:
        """Leaves the row of unused ids alone and moves the biases slowly."""
        gradient = gradient.clone()
        gradient[self._count] = 0
        gradient[:, 0] *= 0.02
        return gradient

    def hold_constants(self) -> None:
        """Puts the constant dimension and the row of unused ids back after a step."""
        norm = self.whisper.model.decoder.layer_norm
        with torch.no_grad():
            norm.weight[0] = 0
            norm.bias[0] = CONSTANT
            self.embeddings[self._count] = 0
            self.embeddings[self._count, 0] = -1

    def encode(self, mel: Tensor, offsets: Tensor) -> Tensor:
        """Encodes windows shorter than 30 s at moved positions; gives (b, f, SIZE)."""
        encoder = self.whisper.model.encoder
        hidden = functional.gelu(encoder.conv2(functional.gelu(encoder.conv1(mel)))).permute(
            0, 2, 1
        )
        hidden = hidden + self._positions[offsets[:, None] + torch.arange(hidden.shape[1])[None]]
        for layer in encoder.layers:
            output = layer(hidden, attention_mask=None)
            hidden = output[0] if isinstance(output, tuple) else output
        encoded: Tensor = encoder.layer_norm(hidden)
        return encoded

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """Returns the losses of a batch by name."""
        self._attention.clear()
        encoded = self.encode(batch.mel, batch.offsets)
        hidden = self.whisper.model.decoder(
            input_ids=batch.read, encoder_hidden_states=encoded, use_cache=False
        ).last_hidden_state
        scores = functional.log_softmax(hidden @ self.embeddings[: self._count].T, -1)
        known = batch.answers >= 0
        words = self.word_classifier(encoded).flatten(0, 1)
        return self._answer_losses(scores[known], batch.answers[known]) | {
            "attention": self._attention_loss(batch),
            "words": functional.cross_entropy(words, batch.words.flatten()),
        }

    def _answer_losses(self, scores: Tensor, answers: Tensor) -> dict[str, Tensor]:
        steps = self._steps[answers]
        timed = steps >= 0
        text = -scores[~timed].gather(1, answers[~timed][:, None]).mean()
        near = torch.zeros(())
        for shift, weight in _NEAR_TIMES if timed.any() else ():
            wanted = self._times[(steps[timed] + shift).clamp(0, TIMES - 1)]
            near = near - weight * scores[timed].gather(1, wanted[:, None]).mean()
        return {"text": text, "times": near}

    def _attention_loss(self, batch: Batch) -> Tensor:
        """Head 0 shall look at a token's sound, head 1 at a timestamp's frame."""
        loss = torch.zeros(())
        heard, marked = batch.attention.any(-1), batch.points.any(-1)
        if heard.any():
            wanted = batch.attention[heard]
            share = wanted / wanted.sum(-1, keepdim=True)
            looked = (self._attention[0][:, 0][heard] + 1e-5).log()
            loss = loss - ((looked * share).sum(-1) + wanted.sum(-1).log()).mean()
        if marked.any():
            there = (self._attention[0][:, 1][marked] * batch.points[marked]).sum(-1)
            loss = loss - 0.5 * (there + 1e-6).log().mean()
        return loss


def _config(vocabulary: int, end: int) -> Any:
    return WhisperConfig(
        vocab_size=vocabulary,
        num_mel_bins=80,
        d_model=SIZE,
        encoder_layers=LAYERS,
        decoder_layers=LAYERS,
        encoder_attention_heads=HEADS,
        decoder_attention_heads=HEADS,
        encoder_ffn_dim=4 * SIZE,
        decoder_ffn_dim=4 * SIZE,
        max_source_positions=1_500,
        max_target_positions=448,
        dropout=0.0,
        decoder_start_token_id=end,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        suppress_tokens=None,
        begin_suppress_tokens=None,
    )
