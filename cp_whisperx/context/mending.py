"""Mends names that recognition misspelt: "Edit Mahant" is Aditi Mahant, if she is in the cast.

A word is taken for a misspelt name on evidence alone: it must sound like the name, be no ordinary
word and no other name; and the rest of a name of several words stands beside it, or the name comes
again in the film, or the recogniser was unsure of it, or a title stands in front of it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cp_whisperx.context.fitting import Fit, fit
from cp_whisperx.context.name_book import Name, NameBook
from cp_whisperx.context.ordinary import LANGUAGES, is_given_name, is_ordinary, rank_in_hindi
from cp_whisperx.context.sound import sound
from cp_whisperx.context.tokens import Token, tokens_of
from shared.artifacts import Repair, Segment, Transcript
from shared.glossary_lookup import fold

KIND = "name"
WHOLE, RECURRING, UNSURE, TITLED = "whole_name", "recurring", "unsure", "titled"
_UNSURE = 0.5
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "captain", "inspector"}
    | {"श्री", "श्रीमती", "मिस्टर", "मिसेज", "मिस", "डॉक्टर", "डॉ", "कुमारी"}
)
_HONOURS = frozenset(
    {"ji", "sahab", "saab", "bhai", "didi", "जी", "साहब", "साहिब", "साब", "भाई", "दीदी"}
)

Books = Callable[[str], NameBook]


@dataclass(frozen=True)
class _Mend:
    """Words that become a name."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    method: str


def mend_names(transcript: Transcript, books: Books) -> Transcript:
    """Mends misspelt names.

    Args:
        transcript: What was recognised.
        books: Gives the film's names in a script by its ISO 15924 code.

    Returns:
        The transcript with its repairs; ids, times and confidences stay as they are. One in a
        language whose ordinary words are not known is returned as it is.
    """
    if transcript.language not in LANGUAGES:
        return transcript
    lines = list(tokens_of(transcript.segments))
    search = _Search(lines, transcript.language, books)
    mends = [*search.whole_names(), *search.single_names()]
    segments = list(transcript.segments)
    repairs = []
    for mend in sorted(mends, key=lambda row: (row.tokens[0].segment, row.tokens[0].at)):
        number = mend.tokens[0].segment
        segments[number] = _rewritten(segments[number], mend)
        repairs.append(_repair(segments[number].id, mend))
    changed = {"segments": tuple(segments), "repairs": (*transcript.repairs, *repairs)}
    return transcript.model_copy(update=changed) if repairs else transcript


@dataclass(frozen=True)
class _Found:
    """A name that a word may be.

    Attributes:
        word: How it is written.
        how: How well the word fits.
        known: Whether the word is some other person's name too.
    """

    word: str
    how: Fit
    known: bool


class _Search:
    """Looks for misspelt names over a whole film."""

    def __init__(self, lines: list[list[Token]], language: str, books: Books) -> None:
        self._lines = lines
        self._language = language
        self._books = books
        rows = [token for line in lines for token in line if token.core]
        self._counts = Counter(fold(token.core) for token in rows)
        self._small = {fold(t.core) for t in rows if t.core[:1].islower()}
        self._taken: set[tuple[int, int]] = set()
        self._parts: set[str] = set()

    def whole_names(self) -> Iterator[_Mend]:
        """Finds names of several words of which one at least is right."""
        for line in self._lines:
            if not any(self._books(token.script or "").knows(token.core) for token in line):
                continue
            for at in range(len(line)):
                if found := self._whole_at(line, at):
                    self._taken |= {(token.segment, token.at) for token in found.tokens}
                    self._parts |= {fold(token.core) for token in found.tokens}
                    yield found

    def _whole_at(self, line: Sequence[Token], at: int) -> _Mend | None:
        book = self._books(line[at].script or "")
        fitting = [
            name
            for name in book.whole
            if self._fits_whole(line[at : at + len(name.words)], name, book)
        ]
        if len(fitting) != 1:
            return None
        tokens = tuple(line[at : at + len(fitting[0].words)])
        words = [
            self._part(token, word, book)
            for token, word in zip(tokens, fitting[0].words, strict=True)
        ]
        return None if None in words else _Mend(tokens, tuple(filter(None, words)), WHOLE)

    def _part(self, token: Token, word: str, book: NameBook) -> str | None:
        """Returns how a word of a longer name is written; what is right stays."""
        if book.knows(token.core):
            return token.core
        return self._written(book.single.get(sound(word)))

    def _fits_whole(self, tokens: Sequence[Token], name: Name, book: NameBook) -> bool:
        """Whether words are a name, at least one rightly spelt and at least one not."""
        if len(tokens) < len(name.words) or any(t.after for t in tokens[:-1]):
            return False
        fits = [fit(t.core, word) for t, word in zip(tokens, name.words, strict=True)]
        right = [
            book.knows(t.core) and how == Fit.SAME for t, how in zip(tokens, fits, strict=True)
        ]
        return any(right) and not all(right) and all(
            own or (how and self._may_change(token, how, book))
            for token, how, own in zip(tokens, fits, right, strict=True)
        )  # fmt: skip

    def _may_change(self, token: Token, how: Fit, book: NameBook) -> bool:
        """Whether a word beside a right one may be a misspelt part of the name."""
        if book.knows(token.core):
            return False
        if token.script == "Latn" and not token.is_capital:
            return False
        if how < Fit.SAME and is_given_name(token.core):
            return False
        return token.script == "Latn" or not is_ordinary(token.core, self._language)

    def _written(self, name: Name | None) -> str | None:
        """Returns how the film writes a name of one word, or its given or known spelling.

        A spelling that was only guessed is no improvement on what was recognised.
        """
        if name is None:
            return None
        words = [spelling[0] for spelling in name.spellings]
        best = max(words, key=lambda word: self._counts[fold(word)])
        return best if name.given or self._is_attested(best) else None

    def _is_attested(self, word: str) -> bool:
        return bool(self._counts[fold(word)]) or rank_in_hindi(word) is not None

    def single_names(self) -> Iterator[_Mend]:
        """Finds names of one word."""
        free = [token for line in self._lines for token in line
                if token.is_plain and (token.segment, token.at) not in self._taken]  # fmt: skip
        found: dict[str, _Found] = {}
        for token in free:
            plain = fold(token.core)
            if plain not in found and (row := self._found(token)):
                found[plain] = row
        for token in free:
            row = found.get(fold(token.core))
            method = self._evidence(token, row) if row else ""
            if row and method and self._is_written_as_name(token):
                yield _Mend((token,), (row.word,), method)

    def _found(self, token: Token) -> _Found | None:
        """Returns the one name that a word may be; None if it is a word of its own."""
        book = self._books(token.script or "")
        if book.knows(token.core) or not self._is_written_as_name(token):
            return None
        known = is_given_name(token.core) or is_ordinary(token.core, self._language)
        if known and not self._may_be_spelling(token):
            return None
        fits = [(fit(token.core, name.words[0]), name) for name in book.like(token.core)]
        best = max((how for how, _ in fits), default=Fit.NONE)
        chosen = [name for how, name in fits if how == best]
        if best < (Fit.SAME if known else Fit.NEAR) or len(chosen) != 1:
            return None
        word = self._written(chosen[0])
        return _Found(word, best, known) if word else None

    def _may_be_spelling(self, token: Token) -> bool:
        """Whether a word that is known may be another spelling of a name, as Jay is of Jai."""
        is_name = is_given_name(token.core) and token.script == "Latn"
        return is_name and not token.begins and fold(token.core) not in self._small

    @staticmethod
    def _is_written_as_name(token: Token) -> bool:
        return token.script != "Latn" or token.is_capital

    def _evidence(self, token: Token, row: _Found) -> str:
        """Returns what speaks for a mend beside the sound; empty where nothing does."""
        if self._counts[fold(row.word)]:
            return RECURRING
        if row.known:
            return ""
        if row.how == Fit.SAME and token.script == "Latn" and self._counts[fold(token.core)] > 1:
            return RECURRING
        if fold(token.core) in self._parts:
            return WHOLE
        if token.confidence is not None and token.confidence < _UNSURE:
            return UNSURE
        line = self._lines[token.segment]
        before = line[token.at - 1].core.casefold() if token.at else ""
        after = line[token.at + 1].core.casefold() if token.at + 1 < len(line) else ""
        return TITLED if before in _TITLES or after in _HONOURS else ""


def _repair(segment: int, mend: _Mend) -> Repair:
    before = " ".join(token.core for token in mend.tokens)
    return Repair(segment=segment, kind=KIND, method=mend.method, before=before,
                  after=" ".join(mend.words))  # fmt: skip


def _rewritten(segment: Segment, mend: _Mend) -> Segment:
    """Writes a name into a segment's text and words; both keep their number."""
    texts = segment.text.split()
    words = list(segment.words)
    for token, word in zip(mend.tokens, mend.words, strict=True):
        old = texts[token.at]
        texts[token.at] = token.before + word + token.after
        place = _place_of(old, token.at, len(texts), words)
        if place is not None:
            words[place] = words[place].model_copy(update={"text": texts[token.at]})
    return segment.model_copy(update={"text": " ".join(texts), "words": tuple(words)})


def _place_of(text: str, at: int, count: int, words: Sequence[object]) -> int | None:
    """Finds the timed word that a word of the text is; None where they are not in step."""
    if len(words) == count:
        return at
    same = [n for n, word in enumerate(words) if getattr(word, "text", "").strip() == text]
    return same[0] if len(same) == 1 else None
