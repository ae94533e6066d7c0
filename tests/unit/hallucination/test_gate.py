"""A transcript that is wrong as a whole fails, with what to do; a right one passes."""

import pytest

from cp_whisperx.hallucination.gate import check_transcript
from shared.artifacts import Segment, Transcript
from shared.errors import EXIT_FAILURE, QualityGateError

TALK = [
    "नमस्ते, आप कैसे हैं?",
    "मुझे एक कप चाय चाहिए।",
    "वह कल दिल्ली जा रहा है।",
    "तुम्हारा नाम क्या है?",
    "यह मेरी माँ की किताब है।",
    "आज मौसम बहुत अच्छा है।",
    "हम फिर मिलेंगे, मेरे दोस्त।",
    "Good morning, how are you today?",
    "ट्रेन सात बजे जाती है।",
    "दरवाज़ा बंद करना मत भूलना।",
]


def check(texts: list[str], language: str = "hi") -> None:
    segments = tuple(
        Segment(id=n, start=3 * n, end=3 * n + 2, text=text) for n, text in enumerate(texts)
    )
    check_transcript(Transcript(language=language, duration=999, engine="t", segments=segments))


def test_one_sentence_84_times() -> None:
    with pytest.raises(QualityGateError) as caught:
        check(["और फिर हम चल दिए।"] * 84)
    assert caught.value.exit_code == EXIT_FAILURE
    assert "84 of 84 sentences (100% of the text)" in caught.value.message
    assert "और फिर हम चल दिए" in caught.value.message
    assert "WHISPERX_MODEL" in caught.value.hint
    assert "SOURCE_LANGUAGE" in caught.value.hint


def test_loop_among_real_talk() -> None:
    with pytest.raises(QualityGateError, match="12 of 22"):
        check([*TALK, *["और फिर हम चल दिए।"] * 12])
    check([*TALK, *["और फिर हम चल दिए।"] * 6])


def test_loop_within_one_segment() -> None:
    with pytest.raises(QualityGateError, match="30 of 30"):
        check(["और फिर हम चल दिए। " * 30])


def test_long_sentence_that_outweighs_short_ones() -> None:
    long = "मैं तुम्हें बताना चाहता हूँ कि यह सब कैसे हुआ और क्यों हुआ और किसने किया।"
    with pytest.raises(QualityGateError, match="4 of 11"):
        check([*["हाँ।", "चलो।", "क्या?", "नहीं।", "अच्छा।", "जी।", "अरे!"], *[long] * 4])


def test_short_calls_in_a_short_clip_pass() -> None:
    check([*TALK, *["हाँ।"] * 14])


def test_few_sentences_pass() -> None:
    check(["चलो चलें यहाँ से।"] * 9)


def test_differences_of_punctuation_do_not_hide_a_loop() -> None:
    with pytest.raises(QualityGateError):
        check(["Thank you for coming!", "thank you for coming", "Thank you, for coming."] * 5, "en")


@pytest.mark.parametrize(
    ("language", "texts", "script"),
    [
        ("hi", ["آپ کیسے ہیں؟ میں ٹھیک ہوں۔", "مجھے چائے چاہیے۔"], "Arab"),
        ("hi", ["aap kaise hain? main theek hoon", "mujhe chai chahiye"], "Latn"),
        ("ta", ["आप कैसे हैं? मैं ठीक हूँ, चाय चाहिए मुझे अभी, और खाना भी दो"], "Deva"),
        ("hi-Latn", ["आप कैसे हैं? मैं ठीक हूँ, चाय चाहिए मुझे अभी, और खाना भी दो"], "Deva"),
    ],
)
def test_wrong_script(language: str, texts: list[str], script: str) -> None:
    with pytest.raises(QualityGateError, match=f"most are {script}") as caught:
        check(texts, language)
    assert "SOURCE_LANGUAGE" in caught.value.hint


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("hi", [*TALK, "Where did you put the red book?", "My brother works in Mumbai."]),
        ("hi-Latn", ["aap kaise hain? main theek hoon, mujhe chai chahiye"]),
        (
            "ja",
            ["ありがとうございます。今日は本当に良い天気ですね。東京都内の天気予報を見ました。"],
        ),
        ("lv", ["Paldies, ka atnācāt šovakar uz mūsu koncertu."]),
        ("hi", ["okay, thank you"]),
        ("hi", []),
        ("hi", ["1234567890 1234567890 1234567890 12345"]),
    ],
)
def test_right_script(language: str, texts: list[str]) -> None:
    check(texts, language)
