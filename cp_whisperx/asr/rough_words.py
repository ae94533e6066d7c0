"""Words of a line whose own times nobody knows."""

from shared.artifacts import Segment, Word


def with_words(segment: Segment) -> Segment:
    """Gives a line words that share its time by their letters."""
    texts = segment.text.split()
    total = sum(len(text) for text in texts)
    words, start = [], segment.start
    for text in texts:
        end = min(segment.end, start + (segment.end - segment.start) * len(text) / total)
        word = Word(text=text, start=start, end=end, confidence=1.0, language=segment.language)
        words.append(word)
        start = end
    return segment.model_copy(update={"words": tuple(words)})
