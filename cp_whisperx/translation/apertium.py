"""Engine `apertium`: rule-based translation by the separate program, where it is installed.

Apertium (Forcada et al., 2011) needs no model, only the package of a language pair, such as
`apertium-eng-spa`. Words it does not know come out as they are.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence

from cp_whisperx.translation.sentences import has_letters
from shared.config import Config
from shared.errors import DependencyFailedError, ResourceUnavailableError
from shared.languages import LANGUAGES, get_language

_TIMEOUT_SECONDS = 30.0
_PROGRAM = "apertium"
# A full stop that is no part of the text tells the analysis that the sentence ends.
_END = ".[]"
# The characters with a meaning in the stream format.
_ESCAPED = re.compile(r"[\\^$/<>{}\[\]@]")
_UNESCAPED = re.compile(r"\\(.)")


class ApertiumTranslator:
    """Translates with the installed pairs.

    Raises:
        ResourceUnavailableError: If the program is not installed.
    """

    def __init__(self, _config: Config) -> None:
        if shutil.which(_PROGRAM) is None:
            raise ResourceUnavailableError(
                "The program apertium is not installed.",
                "Install it with its language pairs, such as apertium-eng-spa.",
            )
        self._pairs = self.available_pairs()

    @staticmethod
    def available_pairs() -> frozenset[tuple[str, str]]:
        """Returns the pairs that are installed, by BCP-47 code; none without the program."""
        if shutil.which(_PROGRAM) is None:
            return frozenset()
        by_iso = {row.iso639_2t: row.code for row in reversed(LANGUAGES.values())}
        pairs = (line.strip().partition("-") for line in _run(["-l"], "").splitlines())
        return frozenset(
            (by_iso[source], by_iso[target])
            for source, _, target in pairs
            if source in by_iso and target in by_iso
        )

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translates all lines in one call of the program.

        Raises:
            ResourceUnavailableError: If the pair is not installed.
            DependencyFailedError: If the program fails or takes too long.
        """
        if (source, target) not in self._pairs:
            raise ResourceUnavailableError(
                f"Apertium has no installed pair from {source} into {target}.",
                f"Install the package of the pair {_mode(source, target)}, if there is one.",
            )
        at = [i for i, text in enumerate(texts) if has_letters(text)]
        lines = [" ".join(texts[i].split()) for i in at]
        results = list(texts)
        for i, text in zip(at, _translate(lines, _mode(source, target)), strict=True):
            results[i] = text
        return results

    def close(self) -> None:
        """Has nothing to free: the program ends with each call."""


def _mode(source: str, target: str) -> str:
    return f"{get_language(source).iso639_2t}-{get_language(target).iso639_2t}"


def _translate(lines: list[str], mode: str) -> list[str]:
    """Sends lines as Apertium's own stream, each ended by NUL: no rule reaches over a line's end.

    `-u` leaves out the marks of unknown words.
    """
    if not lines:
        return []
    stream = "".join(_ESCAPED.sub(r"\\\g<0>", line) + _END + "\0" for line in lines)
    results = _run(["-u", "-z", "-f", "none", mode], stream).split("\0")
    if any(text.strip() for text in results[len(lines) :]) or len(results) <= len(lines):
        raise DependencyFailedError(
            f"Apertium did not answer {len(lines)} lines one by one.",
            "Choose another engine with TRANSLATION_ENGINE.",
        )
    return [_finished(text) for text in results[: len(lines)]]


def _finished(result: str) -> str:
    """Takes off the end mark and the escapes, and closes doubled spaces."""
    return " ".join(_UNESCAPED.sub(r"\1", result.strip().removesuffix(_END)).split())


def _run(arguments: list[str], text: str) -> str:
    try:
        done = subprocess.run(
            [_PROGRAM, *arguments], input=text, capture_output=True, text=True,
            encoding="utf-8", timeout=_TIMEOUT_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise DependencyFailedError(
            f"Apertium did not answer within {_TIMEOUT_SECONDS:.0f} s.",
            "Choose another engine with TRANSLATION_ENGINE.",
        ) from error
    if done.returncode != 0:
        raise DependencyFailedError(
            f"Apertium failed with exit status {done.returncode}: {done.stderr.strip()[:300]}",
            "Reinstall the language pair, or choose another engine with TRANSLATION_ENGINE.",
        )
    return done.stdout
