import pytest

from cp_whisperx.translation.songs import Songs, song_text
from shared.languages import get_language

LINE = "तुम दिल में हो"


@pytest.mark.parametrize(
    ("songs", "target", "expected"),
    [
        ("translated", "en", None),
        ("kept", "en", LINE),
        ("omitted", "en", ""),
        ("transliterated", "en", "Tum dil mein ho"),
        ("transliterated", "hi", LINE),
        ("transliterated", "gu", "તુમ દિલ મેં હો"),
        ("transliterated", "ko", LINE),
    ],
)
def test_a_song_shows_what_is_asked_for(songs: Songs, target: str, expected: str | None) -> None:
    assert song_text(LINE, get_language(target), songs) == expected
