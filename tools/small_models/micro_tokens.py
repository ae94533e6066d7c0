"""Ids of the multilingual Whisper vocabulary, and the compact numbering used in training.

Only ids that the sentences need are trained; all others share one row, which is never chosen.
"""

from dataclasses import dataclass, field
from pathlib import Path

from tokenizers import Tokenizer

from tools.small_models.micro_corpus import Utterance

VOCABULARY = 51_865
END = 50_257
START = 50_258
LANGUAGES = {"en": 50_259, "hi": 50_276}
TRANSLATE = 50_358
TRANSCRIBE = 50_359
PREVIOUS = 50_361
NO_SPEECH = 50_362
NO_TIMESTAMPS = 50_363
FIRST_TIME = 50_364
TIMES = 1_501
TIME_STEP = 0.02


@dataclass(frozen=True)
class TokenisedUtterance:
    """An utterance with its tokens.

    Attributes:
        spoken: The utterance.
        ids: Ids of its text.
        spans: Start and end of each of these, in seconds from the utterance's first sample.
        translation: Ids of its English translation, or empty.
        word_classes: A number for each of its words, unique over the corpus.
    """

    spoken: Utterance
    ids: list[int]
    spans: list[tuple[float, float]]
    translation: list[int]
    word_classes: list[int]


@dataclass
class MicroTokens:
    """Tokenises utterances and keeps the compact numbering.

    Args:
        tokenizer_file: `tokenizer.json` of any multilingual Whisper.
        utterances: The corpus.
    """

    tokenizer_file: Path
    utterances: list[Utterance]
    corpus: list[TokenisedUtterance] = field(init=False)
    used: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(self.tokenizer_file))
        self.corpus = []
        for utterance in self.utterances:
            before = sum(len(item.word_classes) for item in self.corpus)
            self.corpus.append(self._tokenise(utterance, before + 1))
        words = {i for item in self.corpus for i in (*item.ids, *item.translation)}
        signs = {END, START, TRANSLATE, TRANSCRIBE, PREVIOUS, NO_SPEECH, NO_TIMESTAMPS}
        times = range(FIRST_TIME, FIRST_TIME + TIMES)
        self.used = sorted(words | signs | set(LANGUAGES.values()) | set(times))
        self._compact = {token: index for index, token in enumerate(self.used)}

    @property
    def unused(self) -> int:
        """Compact number of all ids that are not used."""
        return len(self.used)

    @property
    def word_class_count(self) -> int:
        """Number of word classes, silence being class 0."""
        return 1 + sum(len(item.word_classes) for item in self.corpus)

    def compact(self, token: int) -> int:
        """Returns the compact number of an id; negative ids stand for any unused one."""
        return self.unused if token < 0 else self._compact[token]

    def encode(self, text: str) -> list[int]:
        """Returns the ids of a text."""
        ids: list[int] = self._tokenizer.encode(" " + text, add_special_tokens=False).ids
        return ids

    def _tokenise(self, utterance: Utterance, first_class: int) -> TokenisedUtterance:
        """Gives each token its share of its word's time, by length."""
        spans: list[tuple[float, float]] = []
        for word in utterance.words:
            sizes = [len(self._tokenizer.id_to_token(i) or "") for i in self.encode(word.text)]
            per_letter = (word.end - word.start) / sum(sizes)
            at = word.start
            for size in sizes:
                spans.append((at, at + size * per_letter))
                at += size * per_letter
        ids = self.encode(utterance.sentence.text)
        if len(ids) != len(spans):
            raise SystemExit(f"Words and sentence differ in tokens: {utterance.sentence.text}")
        translation = utterance.sentence.translation
        classes = list(range(first_class, first_class + len(utterance.words)))
        return TokenisedUtterance(
            utterance, ids, spans, self.encode(translation) if translation else [], classes
        )


def time_token(step: int) -> int:
    """Returns the id of a timestamp, 20 ms a step, at most 30 s."""
    return FIRST_TIME + min(step, TIMES - 1)
