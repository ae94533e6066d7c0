"""Which language each window of a film is in."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cp_whisperx.asr.base import UNDETERMINED, RecognitionRequest
from cp_whisperx.asr.journal import Journal
from cp_whisperx.asr.windows import Window
from shared.errors import InvalidInputError
from shared.languages import AUTO, LANGUAGES
from shared.wav import read_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Gives a clip's likeliest language, as ISO 639-1 code, and its probability.
Detect = Callable[["NDArray[np.float32]"], tuple[str, float]]

_OTHER_LANGUAGE = 0.8


def spoken_languages(
    request: RecognitionRequest,
    windows: Sequence[Window],
    detect: Detect | None,
    journal: Journal,
    report: Callable[[float], None],
) -> tuple[str, list[str]]:
    """Tells the language of a film and that of each window.

    Args:
        request: Pins a language, or asks for it to be detected.
        windows: What is heard.
        detect: How the engine detects; not needed where the language is pinned.
        journal: Keeps what was detected.
        report: Takes the share of the detection that is done.

    Raises:
        InvalidInputError: If most of the film is in a language that is not known.
    """
    if request.language != AUTO or detect is None:
        return request.language, [request.language] * len(windows)
    heard: list[tuple[str, float]] = []
    for number, window in enumerate(windows):
        name = f"language {number}"
        known = journal.get(name)
        if known is None:
            code, probability = detect(read_samples(request.audio, window.start, window.end))
            known = [code, probability]
            journal.put({name: known})
        heard.append((str(known[0]), float(known[1])))
        report((number + 1) / len(windows))
    language = _vote(heard, windows) if windows else UNDETERMINED
    return language, [_own_or(language, code, probability) for code, probability in heard]


def _own_or(film: str, code: str, probability: float) -> str:
    """A window has its own language only where that is sure."""
    return code if probability >= _OTHER_LANGUAGE and code in LANGUAGES else film


def _vote(heard: Sequence[tuple[str, float]], windows: Sequence[Window]) -> str:
    """Returns the language that most of the speech is in, each window by length and sureness."""
    weights: defaultdict[str, float] = defaultdict(float)
    for (code, probability), window in zip(heard, windows, strict=True):
        weights[code] += probability * window.duration
    winner = max(weights, key=lambda code: weights[code])
    if winner not in LANGUAGES:
        raise InvalidInputError(
            f"The film seems to be in {winner!r}, a language that is not known.",
            "If that is wrong, say the language: --source-language hi.",
        )
    return winner
