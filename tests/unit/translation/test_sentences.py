import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.translation.sentences import cut_at, has_letters, join_sentences, split_sentences


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("राम यहाँ आया है। सीता घर पर है।", ["राम यहाँ आया है।", "सीता घर पर है।"]),
        ("He is here now. She went home? Nobody knows!",
         ["He is here now.", "She went home?", "Nobody knows!"]),
        ("Dr. Rao is here now.", ["Dr. Rao is here now."]),
        ("J. P. Singh came home.", ["J. P. Singh came home."]),
        ("अरे! तुम यहाँ हो आज?", ["अरे! तुम यहाँ हो आज?"]),
        ("They all came home. Yes.", ["They all came home. Yes."]),
        ("मैं… वहाँ नहीं जाऊँगा।", ["मैं… वहाँ नहीं जाऊँगा।"]),
        ("我不知道他们在哪里，你呢？我们今天晚上回家吧，好吗。",
         ["我不知道他们在哪里，你呢？", "我们今天晚上回家吧，好吗。"]),
        ("તે ઘરે ગયો છે. પછી તે સૂઈ ગયો.", ["તે ઘરે ગયો છે.", "પછી તે સૂઈ ગયો."]),
        ("वह घर गया है. फिर वह सो गया.", ["वह घर गया है.", "फिर वह सो गया."]),
        ("அவன் வீட்டுக்கு போனான். பிறகு அவன் தூங்கினான்.",
         ["அவன் வீட்டுக்கு போனான்.", "பிறகு அவன் தூங்கினான்."]),
        ("وہ گھر گیا ہے۔ پھر وہ سو گیا ہے۔", ["وہ گھر گیا ہے۔", "پھر وہ سو گیا ہے۔"]),
        ("कल शाम मैं डॉ. राव से मिला था।", ["कल शाम मैं डॉ. राव से मिला था।"]),
        ("कल शाम मैं ए. राव से मिला था।", ["कल शाम मैं ए. राव से मिला था।"]),
        ("", []),
    ],
)  # fmt: skip
def test_lines_are_cut_at_sentence_ends(line: str, parts: list[str]) -> None:
    assert split_sentences(line) == parts


@given(st.text(alphabet="अकेा। .۔?!ab, ", max_size=60))
def test_cutting_loses_nothing(line: str) -> None:
    assert "".join("".join(split_sentences(line)).split()) == "".join(line.split())
    assert "".join("".join(cut_at(line, 7)).split()) == "".join(line.split())


@given(st.text(max_size=80), st.integers(1, 20))
def test_no_part_is_longer_than_asked_for(line: str, most: int) -> None:
    assert all(len(part) <= most for part in cut_at(line, most))


def test_long_texts_are_cut_between_words() -> None:
    assert cut_at("one two, three four", 10) == ["one two,", "three four"]


def test_joining_follows_the_script() -> None:
    assert join_sentences(["One.", "Two."], "en") == "One. Two."
    assert join_sentences(["一。", "二。"], "zh") == "一。二。"


def test_letters_are_what_can_be_translated() -> None:
    assert has_letters("क")
    assert has_letters("a1")
    assert not has_letters("12 ... ?! ♪")
