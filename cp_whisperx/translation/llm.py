"""Engine `llm`: a language model behind an OpenAI-compatible endpoint.

Neighbouring lines of a scene go together, as data with ids, and come back as JSON. An answer of
another form, and each line that is no sound translation, is asked for again by itself; a line that
is bad even then comes back empty, so that the next engine does it.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.llm_answers import fault_of, read_lines
from cp_whisperx.translation.llm_client import ChatAnswer, ChatClient
from cp_whisperx.translation.llm_prompt import AskedLine, messages, most_tokens
from cp_whisperx.translation.sentences import has_letters
from shared.artifacts import ModelCall
from shared.config import Config
from shared.errors import ConfigurationError, DependencyFailedError, InvalidInputError
from shared.languages import get_language
from shared.secrets import get_secret

NAME, KEY = "llm", "LLM_API_KEY"
_MILLION = 1_000_000
# How many lines before and after one that is asked for by itself.
_NEIGHBOURS = 3
# After so many bad answers in a row to single lines, a scene's others are left to the next engine:
# a model that cannot do it costs as much as one that can.
_HOPELESS = 3


@dataclass
class _Scene:
    """Neighbouring lines that go together, the lines just before them, and what came of them."""

    lines: list[AskedLine]
    context: list[str]
    results: dict[int, str] = field(default_factory=dict)
    calls: list[ModelCall] = field(default_factory=list)
    error: DependencyFailedError | None = None


class LlmTranslator:
    """Translates by asking a language model.

    Raises:
        ConfigurationError: If no endpoint is named, or its address cannot be used.
    """

    def __init__(self, config: Config) -> None:
        if not config.llm_base_url.strip() or not config.llm_model.strip():
            raise ConfigurationError(
                "The engine llm has no endpoint: LLM_BASE_URL or LLM_MODEL is empty.",
                "Such as LLM_BASE_URL=http://localhost:11434/v1 and LLM_MODEL=gemma3.",
            )
        self._config = config
        self._usage: list[ModelCall] = []
        self._client = ChatClient(
            config.llm_base_url, config.llm_model, get_secret(KEY), config.llm_timeout_seconds
        )

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Translates lines of which nothing is known but their text."""
        return self.translate_noted(texts, source, target, [LineNotes() for _ in texts])

    def translate_noted(
        self, texts: Sequence[str], source: str, target: str, notes: Sequence[LineNotes]
    ) -> list[str]:
        """Translates lines with what is known of them; lines without letters stay as they are.

        Returns:
            As many lines; an empty one for a line that the model did badly twice.

        Raises:
            InvalidInputError: If a language is not known, or both are the same.
            DependencyFailedError: If the endpoint answered nothing at all.
        """
        if get_language(source) == get_language(target):
            raise InvalidInputError(
                f"The engine llm has nothing to translate from {source} into {target}.",
                "Choose another target.",
            )
        scenes = list(self._scenes(texts, notes))
        with ThreadPoolExecutor(max_workers=self._config.llm_parallel) as threads:
            done = list(threads.map(partial(self._finish, source=source, target=target), scenes))
        self._usage += [call for scene in done for call in scene.calls]
        errors = [scene.error for scene in done if scene.error]
        if errors and not any(scene.results for scene in done):
            raise errors[0]
        results = {at: text for scene in done for at, text in scene.results.items()}
        return [results.get(at, "") if has_letters(text) else text for at, text in enumerate(texts)]

    def take_usage(self) -> list[dict[str, Any]]:
        """Returns what the calls since the last time used."""
        taken = [call.model_dump(mode="json") for call in self._usage]
        self._usage = []
        return taken

    def close(self) -> None:
        """Has nothing to free: each request has its own connection."""

    def _scenes(self, texts: Sequence[str], notes: Sequence[LineNotes]) -> Iterator[_Scene]:
        """Yields lines with letters by scene, as many at once as the settings allow."""
        lines: list[AskedLine] = []
        for at, (text, note) in enumerate(zip(texts, notes, strict=True)):
            new_scene = bool(lines) and lines[-1].notes.get("scene") != note.get("scene")
            if lines and (new_scene or len(lines) == self._config.llm_lines):
                yield _Scene(lines, _context(texts, notes, lines[0].at))
                lines = []
            if has_letters(text):
                lines.append(AskedLine(at, text, note))
        if lines:
            yield _Scene(lines, _context(texts, notes, lines[0].at))

    def _finish(self, scene: _Scene, source: str, target: str) -> _Scene:
        """Asks for a scene, then for each bad line of it alone, until that proves hopeless."""
        try:
            self._ask(scene, scene.lines, scene.context, source, target)
            in_vain = 0
            for line in [row for row in scene.lines if row.at not in scene.results]:
                self._ask(scene, [_with_neighbours(line, scene.lines)], [], source, target)
                in_vain = 0 if line.at in scene.results else in_vain + 1
                if in_vain == _HOPELESS:
                    break
        except DependencyFailedError as error:
            scene.error = error
        return scene

    def _ask(
        self,
        scene: _Scene,
        lines: list[AskedLine],
        context: list[str],
        source: str,
        target: str,
    ) -> None:
        """Makes one request, keeps the sound lines, and notes what it used and how it went."""
        call = partial(
            ModelCall, engine=NAME, model=self._client.model, source=source, target=target,
            lines=len(lines),
        )  # fmt: skip
        try:
            asked = messages(lines, source, target, context)
            answer = self._client.ask(asked, most_tokens(lines))
        except DependencyFailedError as error:
            scene.calls.append(call(outcome=error.message))
            raise
        faults = _keep(scene, lines, answer, source, target)
        scene.calls.append(
            call(
                tokens_in=answer.tokens_in,
                tokens_out=answer.tokens_out,
                cost=self._cost(answer),
                outcome=", ".join(faults) or "ok",
            )
        )

    def _cost(self, answer: ChatAnswer) -> float:
        sent = (answer.tokens_in or 0) * self._config.llm_price_input
        received = (answer.tokens_out or 0) * self._config.llm_price_output
        return (sent + received) / _MILLION


def _keep(
    scene: _Scene, lines: list[AskedLine], answer: ChatAnswer, source: str, target: str
) -> list[str]:
    """Keeps the sound lines of an answer and returns what is wrong with the others."""
    found = read_lines(answer.text, len(lines))
    if isinstance(found, str):
        return [found if answer.whole else "the answer was cut off"]
    faults: dict[str, None] = {}
    for line, text in zip(lines, found, strict=True):
        fault = fault_of(line, text, source, target)
        if fault:
            faults[fault] = None
        else:
            scene.results[line.at] = text
    return list(faults)


def _context(texts: Sequence[str], notes: Sequence[LineNotes], at: int) -> list[str]:
    """Returns the lines of the same scene just before a place."""
    first = max(0, at - _NEIGHBOURS)
    return [texts[i] for i in range(first, at) if notes[i].get("scene") == notes[at].get("scene")]


def _with_neighbours(line: AskedLine, lines: Sequence[AskedLine]) -> AskedLine:
    """Adds a line's neighbours to its notes, unless it came with its own."""
    if "before" in line.notes:
        return line
    place = lines.index(line)
    before = [row.text for row in lines[max(0, place - _NEIGHBOURS) : place]]
    after = [row.text for row in lines[place + 1 :][:_NEIGHBOURS]]
    return AskedLine(line.at, line.text, {**line.notes, "before": before, "after": after})
