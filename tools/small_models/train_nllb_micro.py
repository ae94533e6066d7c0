"""Trains the small translation model that the tests decode with; run by hand only.

The model is an NLLB of the true class (M2M-100 architecture, SentencePiece BPE, FLORES-200 codes)
in CTranslate2's form, and knows nothing but the toy grammar beside this file. It proves that
loading, tokenising, batching and decoding work, never that a translation is good.

Needs packages that the project itself does not: `pip install torch transformers`. Takes a few
minutes on two cores:

    python -m tools.small_models.train_nllb_micro tests/fixtures/models/nllb-micro
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sentencepiece

from shared.languages import LANGUAGES
from tools.small_models.toy_grammar import Sentence, split_sentences

SPM_NAME = "sentencepiece.bpe.model"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
BOS, PAD, EOS, UNK = range(4)
PLACEHOLDERS = ("X1X", "X2X", "X3X", "X4X")
TARGETS = ("eng_Latn", "guj_Gujr")
SOURCE = "hin_Deva"
EPOCHS, BATCH = 50, 64

Example = tuple[str, str, str]  # Hindi, code of the target, translation


def with_placeholders(sentence: Sentence, dice: random.Random) -> Sentence:
    """Puts placeholders for the subject, the object or both, as glossary terms are held."""
    first, second = dice.sample(PLACEHOLDERS, 2)
    which = dice.choice(("subject", "object", "both"))
    if which != "object":
        sentence = replace(sentence, subject=(first,) * 3)
    return sentence if which == "subject" else replace(sentence, obj=(second,) * 3)


def _in_place(sentence: Sentence, dice: random.Random) -> Example:
    """Puts a target-language word into the Hindi sentence, which the model shall carry over."""
    at = dice.randrange(len(TARGETS))
    source, target = sentence.hindi, (sentence.english, sentence.gujarati)[at]
    row = dice.choice((sentence.subject, sentence.obj))
    return source.replace(row[0], row[at + 1].removeprefix("a ")), TARGETS[at], target


def _examples(sentences: list[Sentence], dice: random.Random) -> list[Example]:
    """Makes an epoch: all sentences in both languages, with placeholders, with a word kept."""
    rows: list[Example] = []
    for sentence in sentences:
        for variant in (sentence, with_placeholders(sentence, dice)):
            rows.append((variant.hindi, TARGETS[0], variant.english))
            rows.append((variant.hindi, TARGETS[1], variant.gujarati))
        rows.append(_in_place(sentence, dice))
    dice.shuffle(rows)
    return rows


def train_tokenizer(folder: Path, sentences: list[Sentence]) -> Any:
    """Trains the SentencePiece model with NLLB's four special ids and returns it loaded."""
    rows = _examples(sentences, random.Random(1))
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(part for row in rows for part in (row[0], row[2])), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus), model_prefix=str(folder / "sp"), vocab_size=360, model_type="bpe",
        character_coverage=1.0, bos_id=BOS, pad_id=PAD, eos_id=EOS, unk_id=UNK,
        bos_piece="<s>", pad_piece="<pad>", eos_piece="</s>", unk_piece="<unk>",
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    corpus.unlink()
    (folder / "sp.vocab").unlink()
    (folder / "sp.model").replace(folder / SPM_NAME)
    return sentencepiece.SentencePieceProcessor(model_file=str(folder / SPM_NAME))


def _vocabulary(pieces: Any) -> list[str]:
    """Returns all tokens by id: the pieces, then the codes of the project's languages."""
    codes = sorted({language.nllb for language in LANGUAGES.values()})
    return [pieces.id_to_piece(i) for i in range(pieces.get_piece_size())] + codes + ["<mask>"]


def _new_model(size: int) -> Any:
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    return M2M100ForConditionalGeneration(
        M2M100Config(
            vocab_size=size, d_model=128, encoder_layers=2, decoder_layers=2,
            encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=256,
            decoder_ffn_dim=256, max_position_embeddings=128, scale_embedding=True,
            activation_function="relu", decoder_start_token_id=EOS, bos_token_id=BOS,
            pad_token_id=PAD, eos_token_id=EOS, dropout=0.0, attention_dropout=0.0,
            encoder_layerdrop=0.0, decoder_layerdrop=0.0,
        )
    )  # fmt: skip


def _padded(rows: list[list[int]], filler: int) -> Any:
    import torch

    longest = max(map(len, rows))
    return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])


def _batches(rows: list[Example], pieces: Any, ids: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Yields tensors of shape (batch, tokens); a sequence is `[code] pieces </s>`, as NLLB's."""
    for first in range(0, len(rows), BATCH):
        part = rows[first : first + BATCH]
        sources = [[ids[SOURCE], *pieces.encode(hindi), EOS] for hindi, _, _ in part]
        targets = [[ids[code], *pieces.encode(text), EOS] for _, code, text in part]
        inputs = _padded(sources, PAD)
        yield {
            "input_ids": inputs,
            "attention_mask": (inputs != PAD).long(),
            "labels": _padded(targets, -100),
        }


def train(sentences: list[Sentence], pieces: Any, tokens: list[str]) -> Any:
    """Trains the model and returns it."""
    import torch

    torch.manual_seed(0)
    dice = random.Random(2)
    ids = {token: number for number, token in enumerate(tokens)}
    model = _new_model(len(tokens)).train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in _batches(_examples(sentences, dice), pieces, ids):
            loss = model(**batch).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            total += loss.item()
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {total:.3f}", flush=True)
    return model.eval()


def save(model: Any, tokens: list[str], folder: Path) -> None:
    """Writes the model in CTranslate2's form with 8-bit weights."""
    from ctranslate2.converters.transformers import M2M100Loader

    spec = M2M100Loader().get_model_spec(model)
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.bos_token, spec.config.eos_token = SPECIAL[BOS], SPECIAL[EOS]
    spec.config.unk_token, spec.config.decoder_start_token = SPECIAL[UNK], SPECIAL[EOS]
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def main() -> None:
    """Makes the model's folder."""
    parser = argparse.ArgumentParser(description="Train the small translation model of the tests.")
    parser.add_argument("folder", type=Path, help="where the model is written")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    sentences, _ = split_sentences()
    pieces = train_tokenizer(folder, sentences)
    tokens = _vocabulary(pieces)
    save(train(sentences, pieces, tokens), tokens, folder)


if __name__ == "__main__":
    main()
