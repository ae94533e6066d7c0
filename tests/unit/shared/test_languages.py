"""The language table."""

from pathlib import Path

import pytest

from shared.errors import InvalidInputError
from shared.languages import LANGUAGES, canonical_code, from_container_code, get_language


def test_the_eight_targets_have_the_codes_that_containers_want() -> None:
    codes = [get_language(c).iso639_2t for c in ("hi", "en", "gu", "ta", "es", "ru", "zh", "ar")]
    assert codes == ["hin", "eng", "guj", "tam", "spa", "rus", "zho", "ara"]
    assert get_language("zh").iso639_2b == "chi"


def test_an_unknown_language_lists_the_known() -> None:
    with pytest.raises(InvalidInputError, match="Known are: hi"):
        get_language("xx")


@pytest.mark.parametrize(
    ("tag", "code"),
    [("hin", "hi"), ("HI", "hi"), ("chi", "zh"), ("zho", "zh"), ("en-US", "en"), ("und", None),
     (None, None)],
)  # fmt: skip
def test_container_codes(tag: str | None, code: str | None) -> None:
    assert from_container_code(tag) == code


def test_codes_are_unique() -> None:
    assert len({row.native for row in LANGUAGES.values()}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "code"),
    [("HI", "hi"), (" hi-latn ", "hi-Latn"), ("AUTO", "auto"), ("xx", "xx"), ("", "")],
)
def test_codes_in_any_case(text: str, code: str) -> None:
    assert canonical_code(text) == code


# The codes that NLLB-200's tokenizer has (NLLB Team, 2022; FLORES-200).
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
NLLB_CODES = frozenset((FIXTURES / "nllb_codes.txt").read_text("utf-8").split())


def test_every_code_is_on_nllbs_own_list() -> None:
    assert len(NLLB_CODES) == 202
    assert {row.nllb for row in LANGUAGES.values()} <= NLLB_CODES


def test_a_form_in_another_script_is_told_from_the_one_that_nllb_knows() -> None:
    han = {"Hans": "Hani", "Hant": "Hani"}
    scripts = {row.code: row.nllb[-4:] for row in LANGUAGES.values()}
    other = [row.code for row in LANGUAGES.values()
             if han.get(scripts[row.code], scripts[row.code]) != row.script]  # fmt: skip
    assert other == ["hi-Latn"]
    assert LANGUAGES["zh"].nllb != LANGUAGES["zh-Hant"].nllb
