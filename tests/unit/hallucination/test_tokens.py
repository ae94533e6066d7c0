"""Texts are cut into words, or letters where words are not parted, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.hallucination.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("मैं जा रहा हूँ।", ["मैं", "जा", "रहा", "हूँ"]),
        ("Wait — no!", ["wait", "no"]),
        ("你好，世界。", ["你", "好", "世", "界"]),
        ("ขอบคุณครับ", ["ข", "อ", "บ", "คุ", "ณ", "ค", "รั", "บ"]),
        ("ABCテスト12", ["abc", "テ", "ス", "ト", "12"]),
        ("…", []),
    ],
)
def test_tokens(text: str, plain: list[str]) -> None:
    assert [token.plain for token in tokenise(text)] == plain


@given(st.text(max_size=60))
def test_tokens_lie_end_to_end_over_the_whole_text(text: str) -> None:
    tokens = tokenise(text)
    assert all(token.plain for token in tokens)
    places = [at for token in tokens for at in (token.start, token.end)]
    assert not tokens or "".join(text[t.start : t.end] for t in tokens) == text
    assert places == sorted(places)
