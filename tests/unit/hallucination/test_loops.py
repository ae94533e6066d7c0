"""Loops are cut to their first unit; what people really repeat stays."""

import pytest

from cp_whisperx.hallucination.loops import cut_loops
from shared.artifacts import Segment, Word


def segment(text: str, **more: object) -> Segment:
    texts = text.split()
    words = tuple(
        Word(text=one, start=number * 0.3, end=number * 0.3 + 0.25)
        for number, one in enumerate(texts)
    )
    fields = {"id": 0, "start": 0, "end": 0.3 * len(texts), "text": text, "words": words}
    return Segment.model_validate(fields | more)


@pytest.mark.parametrize(
    "text",
    [
        "नहीं नहीं",
        "नहीं, नहीं, नहीं, नहीं!",
        "no no no no no no",
        "ha ha ha ha ha",
        "जय हो जय हो जय हो",
        "चलो चलो जल्दी चलो",
        "I said no, and he said no, and she said no.",
        "Noooooooooooooooooo!",
        "हा हा हा हा हा हा हा हा हा हा",
        "हाहाहाहाहा",
        "对对对对对",
        "快走快走快走",
        "そうそうそうそう",
        "はははははは",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
        "Page 1, page 2, page 3, page 4, page 5.",
        "1 लाख, 2 लाख, 3 लाख, 4 लाख",
        "I... I want... I want to go home.",
        "two  spaces   and Donaudampfschifffahrtsgesellschaft",
        "",
    ],
)
def test_natural_repetition_stays(text: str) -> None:
    assert cut_loops(segment(text), 4) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("अपने " * 40, "अपने"),
        ("मैं जा रहा हूँ। " * 12, "मैं जा रहा हूँ।"),
        ("सुनो, " + "मैं जा रहा हूँ। " * 12, "सुनो, मैं जा रहा हूँ।"),
        ("मैं जा रहा हूँ। " * 9 + "मैं जा", "मैं जा रहा हूँ।"),
        ("go on " * 8 + "and then stop", "go on and then stop"),
        ("Go on, go on. " * 8, "Go on,"),
        ("हा" * 40, "हा"),
        ("wait " + "ʕ" * 60, "wait ʕ"),
        ("मैंजारहाहूँभाई" * 6, "मैंजारहाहूँभाई"),
        ("हा " * 200, "हा"),
        ("మార" + "్ల" * 60, "మార్ల"),
        ("我们明天一起去看电影好不好" * 7, "我们明天一起去看电影好不好"),
        ("そうですね、明日また来ましょう。" * 6, "そうですね、明日また来ましょう。"),
        ("ขอโทษนะครับผมไม่รู้" * 8 + "ขอโทษ", "ขอโทษนะครับผมไม่รู้"),
        (" ".join(f"page {n} of the book," for n in range(1, 30)), "page 1 of the book,"),
        ("आज " + " ".join(f"{n} लाख और" for n in range(1, 30)), "आज 1 लाख और"),
        (" ".join(f"I want the {w}" for w in "abcdefghijklmno"), "I want the a"),
        ("मैं मैं जा मैं जा रहा मैं जा रहा हूँ मैं जा रहा हूँ भाई", "मैं जा रहा हूँ भाई"),
    ],
)
def test_loop_is_cut_to_its_first_unit(text: str, kept: str) -> None:
    found = cut_loops(segment(text.strip()), 4)
    assert found is not None
    assert found.text == kept


def test_words_and_end_follow_the_text() -> None:
    found = cut_loops(segment(("मैं जा रहा हूँ। " * 12).strip()), 4)
    assert found is not None
    assert [word.text for word in found.words] == ["मैं", "जा", "रहा", "हूँ।"]
    assert found.end == found.words[-1].end


def test_words_of_a_script_without_spaces_follow_too() -> None:
    unit = ("我们", "明天", "一起去", "看电影。")
    words = tuple(
        Word(text=text, start=number, end=number + 0.9) for number, text in enumerate(unit * 8)
    )
    found = cut_loops(segment("".join(unit) * 8, words=words), 4)
    assert found is not None
    assert [word.text for word in found.words] == list(unit)
    assert found.end == pytest.approx(3.9)


def test_words_that_disagree_with_the_text_are_left_out() -> None:
    words = (Word(text="कुछ", start=0, end=1), Word(text="और", start=1, end=2))
    found = cut_loops(segment("मैं जा रहा हूँ। " * 12, words=words), 4)
    assert found is not None
    assert found.words == ()


def test_without_words_the_text_alone_is_cut() -> None:
    found = cut_loops(segment(("मैं जा रहा हूँ। " * 12).strip(), words=()), 4)
    assert found is not None
    assert (found.words, found.end) == ((), 0.3 * 48)


def test_songs_may_repeat_more() -> None:
    line = ("जिया जले जाँ जले " * 6).strip()
    assert cut_loops(segment(line), 4) is not None
    assert cut_loops(segment(line, kind="song"), 4) is None
