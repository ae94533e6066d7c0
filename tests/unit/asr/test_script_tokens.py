import json
from pathlib import Path

import pytest

from cp_whisperx.asr.base import RecognitionRequest
from cp_whisperx.asr.faster_whisper import FasterWhisper
from cp_whisperx.asr.script_tokens import foreign_tokens, pinned_hotwords, suppressed_tokens
from shared.config import load_config
from shared.unicode_scripts import share_in_script
from tests.support.audio import said_in
from tests.support.contracts.asr import ignore, regions_of
from tests.support.small_models import BYTE_TOKENS, PACKED, _tokenizer

PRINTABLE = {byte: chr(byte) for byte in (*range(33, 127), *range(161, 173), *range(174, 256))}
HIDDEN = (byte for byte in range(256) if byte not in PRINTABLE)
SHOWN = PRINTABLE | {byte: chr(256 + at) for at, byte in enumerate(HIDDEN)}


def vocabulary_of(*texts: str | bytes) -> dict[str, int]:
    pieces = [text.encode() if isinstance(text, str) else text for text in texts]
    return {"".join(SHOWN[byte] for byte in data): at for at, data in enumerate(pieces)}


def foreign(script: str, *texts: str | bytes) -> list[str | bytes]:
    found = foreign_tokens(vocabulary_of(*texts), script, len(texts))
    return [texts[number] for number in found]


def test_whole_letters() -> None:
    texts = ("क", " मैं", "a", " the", "ک", "ક", "25", "।", ", ", "…", "αβ", "ა", "é")
    assert foreign("Deva", *texts) == ["a", " the", "ک", "ક", "αβ", "ა", "é"]
    assert foreign("Latn", *texts) == ["क", " मैं", "ک", "ક", "αβ", "ა"]
    assert foreign("Arab", *texts) == ["क", " मैं", "a", " the", "ક", "αβ", "ა", "é"]


def test_first_bytes_of_letters() -> None:
    devanagari, gujarati = "क".encode()[:2], "ક".encode()[:2]
    assert foreign("Deva", devanagari, gujarati, b"\xd8", b"\xe2\x80", b"\x95") == [
        gujarati, b"\xd8",
    ]  # fmt: skip


def test_a_lone_first_byte_is_spared_only_where_nothing_surer_is_there() -> None:
    lone, first, second = b"\xe0", "क".encode()[:2], "्".encode()[:2]
    extended = "\ua8e0".encode()[:2]
    assert foreign("Deva", lone, first, second, extended) == [lone]
    assert foreign("Deva", lone, first) == []


def test_han_characters_may_stand_in_japanese_and_not_kana_in_chinese() -> None:
    assert foreign("Jpan", "田", "の", "한") == ["한"]
    assert foreign("Hani", "田", "の", "한") == ["の", "한"]


def test_control_tokens_are_left_alone() -> None:
    assert foreign_tokens({"a": 0, "<|en|>": 1, "b": 2}, "Deva", end_of_text=1) == [0]


def test_without_a_script_the_default_stays() -> None:
    assert suppressed_tokens(object(), None) == (-1,)


def test_of_the_small_models_tokenizer_hindi_keeps_its_own() -> None:
    tokenizer = _tokenizer(json.loads((PACKED / "tokens.json").read_text(encoding="utf-8")))
    text = " ".join(said.text for said in said_in("hindi.opus"))
    ids = set(tokenizer.encode(text).ids)
    pinned = set(suppressed_tokens(tokenizer, "Deva"))
    assert not ids & pinned
    letters = {i for i in ids if share_in_script(tokenizer.decode([i]), "Deva") == 0}
    assert letters <= set(suppressed_tokens(tokenizer, "Latn"))
    assert max(suppressed_tokens(tokenizer, "Latn")) < BYTE_TOKENS


def test_hotwords_of_a_pinned_script() -> None:
    names = ("Rahul", "राहुल", "دلی")
    assert pinned_hotwords(names, None) == names
    assert pinned_hotwords(names, "Deva") == ("राहुल",)
    assert pinned_hotwords(names, "Latn") == ("Rahul",)


@pytest.fixture
def engine(whisper_micro: Path, tmp_path: Path) -> FasterWhisper:
    values = {"WHISPERX_MODEL": str(whisper_micro), "CACHE_DIR": str(tmp_path), "NUM_THREADS": "1"}
    return FasterWhisper(load_config(overrides=values))


def hear(engine: FasterWhisper, clip: Path, language: str, script: str | None) -> str:
    spans = ((s.start - 0.05, s.end + 0.05) for s in said_in(f"{clip.stem}.opus"))
    request = RecognitionRequest(clip, regions_of(clip, *spans), language, script=script)
    return " ".join(s.text for s in engine.transcribe(request, ignore).segments)


def test_a_real_model_writes_the_pinned_script_alone(
    engine: FasterWhisper, spoken_hindi: Path, spoken_english: Path
) -> None:
    hindi = " ".join(said.text for said in said_in("hindi.opus"))
    assert hear(engine, spoken_hindi, "hi", "Deva") == hindi
    pinned = hear(engine, spoken_hindi, "hi", "Latn")
    assert pinned != hindi
    assert share_in_script(pinned, "Latn") == 1
    assert share_in_script(hear(engine, spoken_english, "en", "Deva"), "Deva") == 1
    assert hear(engine, spoken_hindi, "hi", None) == hindi
