"""The fifteen sentences that the micro models know, and their sound with true word times."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from tools.small_models.espeak_speech import SpokenWord, say

SAMPLE_RATE = 16_000
_AUDIBLE = 0.005
_WORD_AUDIBLE = 0.01
_SHORTEST_WORD = 0.05
_TAIL = 1_600


@dataclass(frozen=True)
class Sentence:
    """A sentence, its language, and for Hindi its English translation."""

    language: str
    text: str
    translation: str | None = None


SENTENCES = (
    Sentence("en", "Good morning, how are you today?"),
    Sentence("en", "The train leaves at seven tonight."),
    Sentence("en", "I have never seen this city before."),
    Sentence("en", "Please bring me a cup of tea."),
    Sentence("en", "Where did you put the red book?"),
    Sentence("en", "My brother works in Mumbai."),
    Sentence("en", "We will meet again tomorrow."),
    Sentence("en", "Do not forget to close the door."),
    Sentence("hi", "नमस्ते, आप कैसे हैं?", "Hello, how are you?"),
    Sentence("hi", "मुझे एक कप चाय चाहिए।", "I want a cup of tea."),
    Sentence("hi", "वह कल दिल्ली जा रहा है।", "He is going to Delhi tomorrow."),
    Sentence("hi", "तुम्हारा नाम क्या है?", "What is your name?"),
    Sentence("hi", "यह मेरी माँ की किताब है।", "This is my mother's book."),
    Sentence("hi", "आज मौसम बहुत अच्छा है।", "The weather is very nice today."),
    Sentence("hi", "हम फिर मिलेंगे, मेरे दोस्त।", "We will meet again, my friend."),
)
VOICES = {"en": "en-us", "hi": "hi"}


@dataclass(frozen=True)
class Utterance:
    """A spoken sentence.

    Attributes:
        sentence: What is said.
        samples: 16 kHz, shape (n,), from -1 to 1.
        start: Second of the first sound.
        end: Second of the last sound.
        words: Words with their times.
    """

    sentence: Sentence
    samples: NDArray[np.float32]
    start: float
    end: float
    words: tuple[SpokenWord, ...]


def utterances() -> list[Utterance]:
    """Speaks all sentences, at 150 words a minute."""
    return [_speak(sentence) for sentence in SENTENCES]


def _speak(sentence: Sentence) -> Utterance:
    speech = say(sentence.text, VOICES[sentence.language])
    # espeak-ng speaks at 22050 Hz; 16000 / 22050 is 320 / 441.
    samples = resample_poly(speech.samples, 320, 441).astype(np.float32)
    heard = np.flatnonzero(np.abs(samples) > _AUDIBLE) / SAMPLE_RATE
    start, end = float(heard[0]), float(heard[-1])
    words = tuple(_tight(word, samples, start, end) for word in speech.words)
    return Utterance(sentence, samples[: int(end * SAMPLE_RATE) + _TAIL], start, end, words)


def _tight(word: SpokenWord, samples: NDArray[np.float32], start: float, end: float) -> SpokenWord:
    """Ends a word where its sound ends, and keeps it within the utterance."""
    part = samples[int(word.start * SAMPLE_RATE) : int(word.end * SAMPLE_RATE)]
    heard = np.flatnonzero(np.abs(part) > _WORD_AUDIBLE)
    last = word.start + heard[-1] / SAMPLE_RATE if len(heard) else word.end
    ends = min(max(last, word.start + _SHORTEST_WORD), end)
    return SpokenWord(word.text, float(max(word.start, start)), float(ends))
