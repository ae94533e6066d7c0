from hypothesis import given, settings
from hypothesis import strategies as st

from cp_whisperx.subtitles.bilingual import Pair, build_bilingual
from cp_whisperx.subtitles.profiles import get_profile, visible_length
from cp_whisperx.subtitles.text import clean_text
from shared.artifacts import SegmentKind
from tests.support.subtitles import say

HINDI, ENGLISH, CHINESE = (get_profile(code) for code in ("hi", "en", "zh"))
LONG = (
    "मैंने तुमसे कहा था कि यहाँ मत आना। लेकिन तुम नहीं माने, और अब देखो क्या हुआ।",
    "I told you not to come here. But you would not listen, and now look what has happened.",
)


def pair(
    upper: str, lower: str, start: float, end: float, who: str | None = None, song: bool = False
) -> Pair:
    kind: SegmentKind = "song" if song else "speech"
    return (
        say(upper, start, end, who, kind, words_language="hi"),
        say(lower, start, end, who, kind, words_language="hi"),
    )


def test_each_cue_has_a_line_of_each_and_nothing_is_lost() -> None:
    drafts, lines = build_bilingual([pair(*LONG, 0.0, 7.0)], HINDI, ENGLISH)
    assert len(drafts) == len(lines) > 1
    assert all(len(draft.lines) == 1 for draft in drafts)
    assert " ".join(lines) == LONG[1]
    assert " ".join(draft.lines[0] for draft in drafts) == LONG[0]
    for draft, line in zip(drafts, lines, strict=True):
        assert visible_length(draft.lines[0], "hi") <= HINDI.line_length
        assert 0 < visible_length(line, "en") <= ENGLISH.line_length


def test_the_second_language_is_cut_at_its_own_sentence() -> None:
    drafts, lines = build_bilingual([pair(*LONG, 0.0, 7.0)], HINDI, ENGLISH)
    assert lines == [
        "I told you not to come here.", "But you would not listen,",
        "and now look what has happened.",
    ]  # fmt: skip
    assert [d.lines[0].split()[-1] for d in drafts] == ["आना।", "माने,", "हुआ।"]


def test_two_speakers_never_share_a_cue() -> None:
    pairs = [pair("हाँ।", "Yes.", 0.0, 0.4, "A"), pair("ना।", "No.", 0.5, 0.9, "B")]
    drafts, lines = build_bilingual(pairs, HINDI, ENGLISH)
    assert [(d.speaker, d.lines, line) for d, line in zip(drafts, lines, strict=True)] == [
        ("A", ("हाँ।",), "Yes."), ("B", ("ना।",), "No."),
    ]  # fmt: skip


def test_a_missing_line_leaves_the_first_language_alone() -> None:
    _, lines = build_bilingual([pair("हाँ।", "", 0.0, 1.0)], HINDI, ENGLISH)
    assert lines == [""]
    assert build_bilingual([], HINDI, ENGLISH) == ([], [])


def test_sung_lines_are_marked_in_both() -> None:
    drafts, lines = build_bilingual(
        [pair("तुम ही हो", "♪ it is you ♪", 0, 3, song=True)], HINDI, ENGLISH
    )
    assert (drafts[0].lines, lines) == (("♪ तुम ही हो ♪",), ["♪ it is you ♪"])


def test_unspaced_scripts_are_cut_too() -> None:
    chinese = "我告诉过你不要来这里。可是你不听，现在你看看发生了什么事。"
    _, lines = build_bilingual([pair(LONG[0], chinese, 0.0, 7.0)], HINDI, CHINESE)
    assert "".join(lines) == chinese
    assert lines[0] == "我告诉过你不要来这里。"


WORDS = st.lists(
    st.sampled_from(["so", "is", "this,", "the", "house.", "Extraordinarily", "I"]), max_size=40
)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_word_of_either_language_is_lost(texts: list[tuple[list[str], list[str]]]) -> None:
    pairs = [
        pair(" ".join([*a, "end"]), " ".join(b), 3.0 * n, 3.0 * n + 2.8)
        for n, (a, b) in enumerate(texts)
    ]
    drafts, lines = build_bilingual(pairs, ENGLISH, ENGLISH)
    for place, made in ((0, [d.lines[0] for d in drafts]), (1, lines)):
        expected = " ".join(clean_text(p[place].text, ENGLISH) for p in pairs)
        assert " ".join(made).split() == expected.split()
