import pytest

from cp_whisperx.translation.repetition import collapse, is_loop, most_repeats


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("I want water.", 1),
        ("", 1),
        ("नहीं नहीं नहीं", 3),
        ("I want it I want it I want it I want it", 4),
        ("Nooooooooo!", 1),
        ("Wait......... what?", 1),
        ("我要水我要水我要水我要水", 4),
    ],
)
def test_counts_what_follows_upon_itself(text: str, repeats: int) -> None:
    assert most_repeats(text) == repeats


def test_a_loop_is_told_from_repetition_that_the_source_has() -> None:
    assert is_loop("मुझे पानी चाहिए।", "I want I want I want I want I want")
    assert not is_loop("ना ना ना ना ना", "No no no no no")
    assert not is_loop("नहीं, नहीं, नहीं!", "No, no, no!")


def test_collapse_writes_a_loop_once_and_leaves_the_rest() -> None:
    assert collapse("He said I go I go I go I go home") == "He said I go home"
    assert collapse("No, no, come here.") == "No, no, come here."
