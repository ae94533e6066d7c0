"""Signs, refrains, rhymes, even lines and pace are read from text."""

import pytest

from cp_whisperx.lyrics.wording import Wording, read
from shared.artifacts import Segment


def lines(*texts: str, seconds: float = 3.0) -> list[Wording]:
    segments = [
        Segment(id=n, start=seconds * n, end=seconds * n + seconds, text=text)
        for n, text in enumerate(texts)
    ]
    return list(read(segments).values())


@pytest.mark.parametrize(
    "text", ["♪ la la la", "♫", "[Music]", "(soft music)", "*sings*", "[संगीत]", "[ SINGING ]"]
)
def test_signs_for_music(text: str) -> None:
    assert lines(text)[0].signs


@pytest.mark.parametrize("text", ["I like music", "[door slams]", "the (music) box", "", "*"])
def test_no_signs(text: str) -> None:
    assert not lines(text)[0].signs


def test_refrain() -> None:
    found = lines("चल मेरे साथ चल", "रात ढली है", "चल मेरे साथ, चल!")
    assert [line.refrain for line in found] == [True, False, True]


def test_rhymes_and_even_lines() -> None:
    first, second, third = lines(
        "I walked alone beneath the light", "and sang for you all through the night", "What now?"
    )
    assert first.rhyme
    assert second.rhyme
    assert first.even is False
    assert not third.rhyme


def test_the_same_last_word_is_no_rhyme() -> None:
    found = lines("वह घर जा रहा है", "मौसम बहुत अच्छा है")
    assert not found[0].rhyme
    assert found[0].even


def test_lines_far_apart_have_nothing_to_do_with_each_other() -> None:
    segments = [
        Segment(id=n, start=60.0 * n, end=60.0 * n + 3, text=text)
        for n, text in enumerate(["three little words", "four little birds"])
    ]
    assert not any(line.even or line.rhyme for line in read(segments).values())


def test_pace() -> None:
    slow, fast = lines("one two three", seconds=3)[0], lines("one two three four", seconds=1)[0]
    assert slow.words_per_second == 1
    assert slow.worth > 0
    assert fast.worth < 0
    assert lines("one two")[0].words_per_second is None


def test_talk_is_worth_less_than_a_song() -> None:
    verse = lines(
        "♪ come with me tonight ♪", "♪ under the pale light ♪", "♪ come with me tonight ♪"
    )
    chat = lines("so did you get the keys or not", "no I left them at home", seconds=1.5)
    assert min(line.worth for line in verse) > 5
    assert max(line.worth for line in chat) <= 0
