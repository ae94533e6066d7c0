import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.asr.urdu_to_devanagari import urdu_to_devanagari


def convert(text: str) -> str:
    return " ".join(urdu_to_devanagari(text.split()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("آپ کیسے ہیں؟", "आप कैसे हैं?"),
        ("وہ کل دلی جا رہا ہے۔", "वह कल दिल्ली जा रहा है।"),
        ("مجھے کچھ نہیں چاہیے", "मुझे कुछ नहीं चाहिए"),
        ("خوش رہو، بیٹا", "खुश रहो, बेटा"),
        ("كيا يه سچ هے", "क्या यह सच है"),
        ("دِل 25", "दिल 25"),
        ("گھر میں کیا ہے؟ میں نے کام کیا ہے", "घर में किया है? मैं ने काम किया है"),
    ],
)
def test_lines(text: str, expected: str) -> None:
    assert convert(text) == expected


@given(st.text(alphabet="ابپتٹجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےآ", min_size=1, max_size=10))
def test_any_word_comes_out_in_devanagari(word: str) -> None:
    assert all("\u0900" <= char <= "\u097f" for char in convert(word))
