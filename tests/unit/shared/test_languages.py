"""The language table."""

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
