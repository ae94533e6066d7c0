"""Pins the script that a byte-level model writes: which tokens must never come.

Whisper's tokens are pieces of UTF-8 text that may begin or end within a letter. A token is
suppressed if it holds a letter of another script, or if it begins a letter that can only be, or
need not be, one of another script. Signs, digits and control tokens stay.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from shared.unicode_scripts import accepted_scripts, script_of, share_in_script

# First bytes of a letter in UTF-8, how many bytes it has, and the lowest letter of that length.
_LENGTHS = ((0x00, 0x7F, 1), (0xC2, 0xDF, 2), (0xE0, 0xEF, 3), (0xF0, 0xF4, 4))
_LOWEST = {2: 0xA0, 3: 0x800, 4: 0x10000}
_PAYLOAD_BITS = {2: 5, 3: 4, 4: 3}
# No script that is told apart lies beyond.
_HIGHEST = 0x10000


# faster-whisper's own list of tokens that are no speech.
NO_SPEECH_TOKENS = -1


@lru_cache(maxsize=16)
def suppressed_tokens(tokenizer: Any, script: str | None) -> tuple[int, ...]:
    """Returns faster-whisper's `suppress_tokens` that pins a script.

    Args:
        tokenizer: The model's, of the package `tokenizers`.
        script: ISO 15924 code; None gives faster-whisper's own default.
    """
    if script is None:
        return (NO_SPEECH_TOKENS,)
    end_of_text = int(tokenizer.token_to_id("<|endoftext|>"))
    return (NO_SPEECH_TOKENS, *foreign_tokens(tokenizer.get_vocab(), script, end_of_text))


def pinned_hotwords(hotwords: Sequence[str], script: str | None) -> tuple[str, ...]:
    """Leaves out the hotwords that would lead out of a pinned script.

    No word of the script is put in their place: the tokens alone hold the model to it, and a
    prompt finds its way into what small models write.
    """
    return tuple(text for text in hotwords if script is None or share_in_script(text, script) == 1)


def foreign_tokens(vocabulary: Mapping[str, int], script: str, end_of_text: int) -> list[int]:
    """Returns the ids of the tokens that cannot belong to text in a script.

    Args:
        vocabulary: Byte-level tokens and their ids.
        script: ISO 15924 code.
        end_of_text: The first id that is no text; those from it on are left alone.
    """
    pieces = {
        number: data
        for token, number in vocabulary.items()
        if number < end_of_text and (data := _bytes_of(token)) is not None
    }
    return foreign_pieces(pieces, script)


def foreign_pieces(pieces: Mapping[int, bytes], script: str) -> list[int]:
    """Returns the ids of the tokens that cannot belong to text in a script.

    Args:
        pieces: What each token stands for, by its id; tokens that are no text left out.
        script: ISO 15924 code.
    """
    own = accepted_scripts(script)
    kinds = {number: _kind(data, own) for number, data in pieces.items()}
    begun = {data[:size] for n, data in pieces.items() if kinds[n] == "own"
             for size in range(1, len(data) + 1)}  # fmt: skip
    return sorted(
        number
        for number, kind in kinds.items()
        if kind == "foreign" or (kind == "unsure" and _can_be_spared(pieces[number], own, begun))
    )


def _can_be_spared(data: bytes, own: frozenset[str], begun: set[bytes]) -> bool:
    """Whether every letter of the script that a token begins is begun by a surer one too."""
    at = max(at for at, byte in enumerate(data) if byte >= 0xC0)
    points = _points(data[at:], _size_of(data[at]))
    letters = (chr(point).encode() for point in points if _kind_of_char(chr(point), own) == "own")
    longer = {letter[: len(data) - at + 1] for letter in letters}
    return longer <= begun


def _bytes_of(token: str) -> bytes | None:
    """Returns the bytes that a byte-level token stands for; None for other tokens."""
    try:
        return bytes(_BYTES[char] for char in token)
    except KeyError:
        return None


def _byte_letters() -> dict[str, int]:
    """Returns GPT-2's printable stand-in for each byte, by the stand-in."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = (byte for byte in range(256) if byte not in printable)
    shown = {byte: byte for byte in printable}
    shown |= {byte: 256 + at for at, byte in enumerate(hidden)}
    return {chr(point): byte for byte, point in shown.items()}


_BYTES = _byte_letters()


def _kind(data: bytes, own: frozenset[str]) -> str:
    """Judges a token: `foreign`, `own`, `unsure` (either may come of its end) or `neutral`."""
    at = 0
    while at < len(data) and 0x80 <= data[at] < 0xC0:
        at += 1  # The rest of a letter that another token began.
    found = "neutral"
    while at < len(data):
        size = _size_of(data[at])
        kind = _kind_of_letter(data[at : at + size], size, own)
        if kind == "foreign":
            return kind
        found = kind if kind != "neutral" else found
        at += size
    return found


def _size_of(first: int) -> int:
    return next((size for low, high, size in _LENGTHS if low <= first <= high), 1)


@cache
def _kind_of_letter(data: bytes, size: int, own: frozenset[str]) -> str:
    """Judges a letter of which perhaps only the first bytes are there."""
    if len(data) == size:
        return _kind_of_char(data.decode("utf-8", errors="replace"), own)
    kinds = {_kind_of_char(chr(point), own) for point in _points(data, size)} - {"neutral"}
    return "unsure" if len(kinds) == 2 else kinds.pop() if kinds else "neutral"


def _points(data: bytes, size: int) -> range:
    """Returns the letters that may come of their first bytes."""
    point = data[0] & ((1 << _PAYLOAD_BITS[size]) - 1)
    for byte in data[1:]:
        point = point << 6 | byte & 0x3F
    missing = 6 * (size - len(data))
    return range(max(point << missing, _LOWEST[size]), min((point + 1) << missing, _HIGHEST))


def _kind_of_char(char: str, own: frozenset[str]) -> str:
    script = script_of(char)
    if script in own:
        return "own"
    return "foreign" if script or (char.isalpha() and char != "\ufffd") else "neutral"
