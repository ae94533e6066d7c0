"""What a job wants of its translations beside their sense."""

from dataclasses import dataclass

from cp_whisperx.translation.localising import Digits
from cp_whisperx.translation.songs import Songs


@dataclass(frozen=True)
class Style:
    """How numbers and songs come out.

    Attributes:
        songs: What stands for a sung line.
        digits: Whose digits numbers have.
    """

    songs: Songs = "translated"
    digits: Digits = "western"
