"""Engine `apertium`: rule-based translation by the separate program, where it is installed.

Apertium (Forcada et al., 2011) needs no model, only the package of a language pair, such as
`apertium-eng-spa`. Words it does not know come out as they are.
"""

import shutil
import subprocess
from collections.abc import Sequence

from cp_whisperx.translation.sentences import has_letters
from shared.config import Config
from shared.errors import DependencyFailedError, ResourceUnavailableError
from shared.languages import LANGUAGES, get_language

_TIMEOUT_SECONDS = 30.0
_PROGRAM = "apertium"


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
        self._pairs = available_pairs()

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
    if not lines:
        return []
    # The format `line` keeps lines apart, so that no rule reaches over a line's end; `-u` leaves
    # out the marks of unknown words.
    output = _run(["-u", "-f", "line", mode], "\n".join(lines) + "\n")
    results = output.removesuffix("\n").split("\n")
    if len(results) != len(lines):
        raise DependencyFailedError(
            f"Apertium gave {len(results)} lines for {len(lines)}.",
            "Choose another engine with TRANSLATION_ENGINE.",
        )
    return [_finished(line, result) for line, result in zip(lines, results, strict=True)]


def _finished(line: str, result: str) -> str:
    """Puts back the full stop, which the format `line` takes away."""
    text = result.strip()
    return text + "." if line.endswith(".") and not text.endswith(".") else text


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
