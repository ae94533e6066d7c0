import pytest

from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.llm_answers import (
    ECHO,
    EMPTY,
    LONG,
    LOOP,
    NO_JSON,
    OTHER_LINES,
    REFUSAL,
    SCRIPT,
    SHORT,
    fault_of,
    read_lines,
)
from cp_whisperx.translation.llm_prompt import AskedLine, instructions
from tests.support.fake_chat_server import as_json

TWO = as_json([(1, "One"), (2, "Two")])
LONG_LINE = "मैंने तुमसे कहा था कि कल सुबह स्टेशन पर मिलना है और तुम फिर भी नहीं आए, बताओ क्यों?"


@pytest.mark.parametrize(
    "said",
    [TWO, f"```json\n{TWO}\n```", f"Here you are: {TWO} Enjoy!",
     f"<think>1 {{x}} 2</think>\n{TWO}", as_json([(2, "Two"), (1, " One\n")])],
)  # fmt: skip
def test_lines_are_read_by_their_ids(said: str) -> None:
    assert read_lines(said, 2) == ["One", "Two"]


@pytest.mark.parametrize("said", ["", "One\nTwo", '{"lines": [{"id": 1, "te', '{"lines": "no"}',
                                  '{"lines": [{"id": "x", "text": 3}]}', "I'm sorry."])  # fmt: skip
def test_an_answer_of_another_form_is_refused(said: str) -> None:
    assert read_lines(said, 2) == NO_JSON


@pytest.mark.parametrize("ids", [(1,), (1, 2, 3), (1, 1), (1, 3), (0, 1), ()])
def test_one_line_more_or_less_or_another_is_refused(ids: tuple[int, ...]) -> None:
    assert read_lines(as_json([(i, "text") for i in ids]), 2) == OTHER_LINES


def test_control_characters_and_line_breaks_go() -> None:
    assert read_lines(as_json([(1, "a\r\n\tb\x00\x1b[31m c")]), 1) == ["a b [31m c"]


@pytest.mark.parametrize(
    ("source", "answer", "target", "fault"),
    [
        ("तुम कौन हो?", "Who are you?", "en", ""),
        ("...", "...", "en", ""),
        ("तुम कौन हो?", "", "en", EMPTY),
        ("तुम कौन हो?", "?!", "en", EMPTY),
        ("मुझे माफ़ करो", "I'm sorry.", "en", ""),
        ("मैं मदद नहीं कर सकता", "I can't help you.", "en", ""),
        ("तुझे मार दूँगा", "I cannot translate this content.", "en", REFUSAL),
        ("तुझे मार दूँगा", "As an AI language model, I do not say such things.", "en", REFUSAL),
        ("चलो", "Here is the translation: let's go", "en", REFUSAL),
        ("चलो", '{"id": 1, "text": "go"}', "en", ECHO),
        ("चलो", "00:00:01,000 --> 00:00:02,000 go", "en", ECHO),
        ("चलो", instructions("hi", "en")[60:200], "en", ECHO),
        ("चलो", "go on go on go on go on go on", "en", LOOP),
        ("चलो", "x" * 150, "en", LONG),
        (LONG_LINE, "HACKED", "en", SHORT),
        (LONG_LINE, "明早在车站见,你为何没来?", "zh", ""),
        ("तुम कौन हो?", "Who are you?", "gu", SCRIPT),
        ("तुम कौन हो?", "તમે કોણ છો?", "gu", ""),
    ],
)
def test_faults_of_a_line(source: str, answer: str, target: str, fault: str) -> None:
    line = AskedLine(0, source, LineNotes())
    assert fault_of(line, answer, "hi", target) == fault


def test_a_budget_bounds_the_length_unless_the_source_is_longer_itself() -> None:
    long = "This is far too much to be read in the time there is."
    assert fault_of(AskedLine(0, "चलो", {"characters": 6}), long, "hi", "en") == LONG
    assert fault_of(AskedLine(0, "चलो", {"characters": 40}), long, "hi", "en") == ""
    assert fault_of(AskedLine(0, "क" * 40, {"characters": 6}), long, "hi", "en") == ""
