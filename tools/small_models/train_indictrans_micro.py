"""Trains the small IndicTrans2 that the tests translate with; run by hand only.

The model has the class and the files that AI4Bharat publishes (`config.json`, `model.safetensors`,
`dict.SRC.json`, `dict.TGT.json`, `model.SRC`, `model.TGT`; M2M-100's layers before which the
embeddings are normalised, two vocabularies) and knows nothing but the toy grammar beside this
file, between Hindi, Gujarati and English. It proves the path, never that a translation is good.

Needs packages that the project itself does not. In an environment of its own:

    pip install torch transformers==4.57.6 IndicTransToolkit==1.1.1 sentencepiece
    python -m tools.small_models.train_indictrans_micro tests/fixtures/models/indictrans2-micro
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sentencepiece

from tools.small_models.toy_grammar import Sentence, split_sentences
from tools.small_models.train_nllb_micro import BOS, EOS, PAD, SPECIAL, UNK, with_placeholders

HINDI, GUJARATI, ENGLISH = "hin_Deva", "guj_Gujr", "eng_Latn"
CODES = (HINDI, GUJARATI, ENGLISH)
# One pair of each kind of model, and back between Indian languages.
PAIRS = ((HINDI, ENGLISH), (ENGLISH, GUJARATI), (HINDI, GUJARATI), (GUJARATI, HINDI))
EPOCHS, BATCH, WIDTH = 24, 64, 64
# The published embeddings have rows that no word of the dictionary belongs to.
SPARE_ROWS = 8

Example = tuple[str, str]  # source with its two tags, translation; both as the model sees them


class _Texts:
    """Brings sentences into the model's spelling, each text once."""

    def __init__(self) -> None:
        from IndicTransToolkit.processor import IndicProcessor

        self._processor = IndicProcessor(inference=True)
        self._known: dict[tuple[str, str], str] = {}

    def spelt(self, text: str, code: str) -> str:
        if (text, code) not in self._known:
            (row,) = self._processor.preprocess_batch([text], src_lang=code, is_target=True)
            self._known[text, code] = row
        return self._known[text, code]

    def example(self, sentence: Sentence, pair: tuple[str, str]) -> Example:
        texts = {HINDI: sentence.hindi, GUJARATI: sentence.gujarati, ENGLISH: sentence.english}
        source, target = pair
        spelt = self.spelt(texts[source], source)
        return f"{source} {target} {spelt}", self.spelt(texts[target], target)


def _examples(sentences: list[Sentence], texts: _Texts) -> list[Example]:
    """Returns all sentences in all pairs, as they are and with placeholders."""
    dice = random.Random(3)
    variants = [*sentences, *(with_placeholders(sentence, dice) for sentence in sentences)]
    return [texts.example(sentence, pair) for sentence in variants for pair in PAIRS]


def _train_pieces(folder: Path, name: str, lines: list[str]) -> list[str]:
    """Trains one side's SentencePiece model, writes its dictionary, and returns its tokens."""
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(lines), "utf-8")
    prefix = folder / "pieces"
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus), model_prefix=str(prefix), vocab_size=260, model_type="bpe",
        character_coverage=1.0, hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    corpus.unlink()
    prefix.with_suffix(".vocab").unlink()
    prefix.with_suffix(".model").replace(folder / f"model.{name}")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"model.{name}"))
    # The toolkit's ids are fairseq's: four special tokens, then the words.
    words = [pieces.id_to_piece(i) for i in range(3, pieces.get_piece_size())]
    tokens = [*SPECIAL, *words, *CODES]
    ids = {token: number for number, token in enumerate(tokens)}
    (folder / f"dict.{name}.json").write_text(json.dumps(ids, ensure_ascii=False), "utf-8")
    return tokens


def _new_model(source_size: int, target_size: int) -> Any:
    """Makes M2M-100's layers with two vocabularies and normalised embeddings."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration
    from transformers.models.m2m_100.modeling_m2m_100 import M2M100Encoder

    def config(size: int) -> Any:
        return M2M100Config(
            vocab_size=size, d_model=WIDTH, encoder_layers=2, decoder_layers=2,
            encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=2 * WIDTH,
            decoder_ffn_dim=2 * WIDTH, max_position_embeddings=256, scale_embedding=True,
            activation_function="gelu", decoder_start_token_id=EOS, bos_token_id=BOS,
            pad_token_id=PAD, eos_token_id=EOS, dropout=0.0, attention_dropout=0.0,
            encoder_layerdrop=0.0, decoder_layerdrop=0.0, tie_word_embeddings=False,
            attn_implementation="eager",
        )  # fmt: skip

    model = M2M100ForConditionalGeneration(config(target_size))
    model.model.encoder = M2M100Encoder(config(source_size))
    for side in (model.model.encoder, model.model.decoder):
        side.layernorm_embedding = torch.nn.LayerNorm(WIDTH)
        side.layers[0].register_forward_pre_hook(_normalised(side.layernorm_embedding))
    return model


def _normalised(norm: Any) -> Any:
    def before(_layer: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return norm(arguments[0]), *arguments[1:]

    return before


class _Side:
    """One side's tokens as ids."""

    def __init__(self, folder: Path, name: str) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(
            model_file=str(folder / f"model.{name}")
        )
        self._ids = json.loads((folder / f"dict.{name}.json").read_text("utf-8"))

    def encode(self, text: str, tags: int) -> list[int]:
        parts = text.split(" ", tags)
        tokens = parts[:tags] + self._pieces.encode(parts[-1], out_type=str)
        return [*(self._ids.get(token, UNK) for token in tokens), EOS]


def _batches(rows: list[Example], source: _Side, target: _Side) -> Iterator[dict[str, Any]]:
    import torch

    def padded(lines: list[list[int]], filler: int) -> Any:
        longest = max(map(len, lines))
        return torch.tensor([line + [filler] * (longest - len(line)) for line in lines])

    for first in range(0, len(rows), BATCH):
        part = rows[first : first + BATCH]
        inputs = padded([source.encode(text, 2) for text, _ in part], PAD)
        labels = padded([target.encode(text, 0) for _, text in part], -100)
        yield {"input_ids": inputs, "attention_mask": (inputs != PAD).long(), "labels": labels}


def train(folder: Path, sentences: list[Sentence]) -> Any:
    """Trains the vocabularies, which are written, and the model, which is returned."""
    import torch

    torch.manual_seed(0)
    rows, dice = _examples(sentences, _Texts()), random.Random(4)
    sources = _train_pieces(folder, "SRC", [text.split(" ", 2)[2] for text, _ in rows])
    targets = _train_pieces(folder, "TGT", [text for _, text in rows])
    model = _new_model(len(sources) + SPARE_ROWS, len(targets) + SPARE_ROWS).train()
    sides = _Side(folder, "SRC"), _Side(folder, "TGT")
    steps = EPOCHS * (len(rows) // BATCH + 1)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    for epoch in range(EPOCHS):
        total = 0.0
        dice.shuffle(rows)
        for batch in _batches(rows, *sides):
            loss = model(**batch).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {total:.3f}", flush=True)
    return model.eval()


def save(model: Any, folder: Path) -> None:
    """Writes the configuration and the weights as they are published, in half precision."""
    import torch
    from safetensors.torch import save_file

    weights = {
        name: value.to(torch.float16).contiguous().clone()
        for name, value in model.state_dict().items()
        if name != "model.shared.weight"
    }
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    config = {
        "architectures": ["IndicTransForConditionalGeneration"], "model_type": "IndicTrans",
        "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
        "decoder_attention_heads": 4, "encoder_embed_dim": WIDTH, "decoder_embed_dim": WIDTH,
        "encoder_ffn_dim": 2 * WIDTH, "decoder_ffn_dim": 2 * WIDTH,
        "max_source_positions": 256, "max_target_positions": 256, "activation_function": "gelu",
        "encoder_normalize_before": True, "decoder_normalize_before": True,
        "layernorm_embedding": True, "scale_embedding": True,
        "share_decoder_input_output_embed": False,
        "bos_token_id": BOS, "pad_token_id": PAD, "eos_token_id": EOS,
        "decoder_start_token_id": EOS,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")


def main() -> None:
    """Makes the model's folder."""
    parser = argparse.ArgumentParser(description="Train the small IndicTrans2 of the tests.")
    parser.add_argument("folder", type=Path, help="where the model is written")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    save(train(folder, split_sentences()[0]), folder)


if __name__ == "__main__":
    main()
