from cp_whisperx.subtitles.cohesion import common_words, learn_words
from cp_whisperx.subtitles.cues import build_drafts
from cp_whisperx.subtitles.profiles import get_profile
from cp_whisperx.subtitles.tokens import tokenise
from tests.support.subtitles import say

CHINESE = get_profile("zh")
LINES = [
    "委员会同意了这个意见。",
    "他的意见很好。",
    "你听不听委员的意见？",
    "委员是我的朋友，他的名字很长。",
    "昨天我和朋友去了车站看火车。",
    "请把门关上，外面实在太冷，孩子们已经睡着。",
]


def test_characters_that_often_stand_together_are_words() -> None:
    words = learn_words(tokenise(line, CHINESE, 16) for line in LINES)
    assert {"委员", "意见"} <= words
    assert "见。" not in words
    assert not {"的意", "的名", "很好"} & words


def test_lines_keep_learnt_words_whole() -> None:
    said = [say(line, 5.0 * n, 5.0 * n + 3) for n, line in enumerate(LINES)]
    said.append(say("我们今天大家都要在这里听他们委员的话才可以走开", 40, 47))
    lines = build_drafts(said, CHINESE)[-1].lines
    assert len(lines) == 2
    assert any("委员" in line for line in lines)


def test_nothing_is_learnt_from_nothing() -> None:
    assert learn_words([]) == frozenset()


def test_common_words_are_whole_words_of_two_characters() -> None:
    words = common_words()
    assert {"我们", "知道", "月份"} <= words
    assert all(len(word) == 2 for word in words)


def test_common_words_are_kept_whole_without_learning() -> None:
    lines = build_drafts([say("他们说这是六月份在新加坡的首次会谈以后迈出的第一步", 0, 6)], CHINESE)
    joined = "|".join("|".join(draft.lines) for draft in lines)
    assert not any(f"{word[0]}|{word[1]}" in joined for word in common_words())
