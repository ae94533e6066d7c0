"""Places a script's lines by words that a recogniser hears: for engines that cannot hear letters.

The script's words and the heard ones are matched as two sequences; words that are the same on
both sides anchor their lines. A line with too few anchors keeps its estimate, between those of
its neighbours.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cp_whisperx.alignment.placing import NOT_HEARD, ROUGH
from cp_whisperx.alignment.stretches import Speech, Stretch
from shared.artifacts import RemovedSegment, Segment, Transcript, Word

# Share of a line's words that must be heard for its place to be believed.
_ANCHORED_SHARE = 0.3
# Seconds that a word takes where nothing better is known.
_WORD_SECONDS = 0.35
# Share of that time that a line needs at least.
_LEAST_ROOM = 0.4
# A line begins and ends with the speech where that does so near by, in seconds.
_NEAR = 0.8
# No line goes on over a longer pause, in seconds.
_PAUSE = 2.0
# Seconds that may lie between two words of a line that follow each other, and for each further.
_APART = 1.6
_FOR_EACH = 0.8
_SOUNDLESS = re.compile(r"[^\w']+")


@dataclass(frozen=True)
class _Anchors:
    """The words of one line that were heard, by their place in the line."""

    words: int
    heard: dict[int, Word]

    @property
    def holds(self) -> bool:
        return len(self.heard) >= max(1.0, _ANCHORED_SHARE * self.words)

    def span(self) -> tuple[float, float]:
        """Estimates the line's time from its first and last word that was heard."""
        first, last = min(self.heard), max(self.heard)
        before, after = first, self.words - 1 - last
        start = self.heard[first].start - before * _WORD_SECONDS
        return start, self.heard[last].end + after * _WORD_SECONDS


def place_by_words(transcript: Transcript, heard: Sequence[Word], speech: Speech) -> Transcript:
    """Gives lines flagged `rough_time` a place by the words that were heard.

    Args:
        transcript: Segments in the order of the text.
        heard: What a recogniser heard in the whole audio, in order.
        speech: Where somebody speaks.

    Returns:
        The transcript; lines for which no speech is left between their neighbours are set aside.
    """
    rough = [segment for segment in transcript.segments if ROUGH in segment.flags]
    lines = [[_plain(word) for word in segment.text.split()] for segment in rough]
    anchors = _match(lines, [_plain(word.text) for word in heard], heard)
    placed = {
        segment.id: _at(segment, *found.span(), transcript.duration)
        for segment, found in zip(rough, anchors, strict=True)
        if found.holds
    }
    settled = [placed.get(segment.id, segment) for segment in transcript.segments]
    kept = _in_between(settled, speech, transcript.duration)
    here = {segment.id for segment in kept}
    unheard = [segment for segment in transcript.segments if segment.id not in here]
    removed = [RemovedSegment(segment=segment, reasons=(NOT_HEARD,)) for segment in unheard]
    update = {"segments": tuple(kept), "removed": (*transcript.removed, *removed)}
    return transcript.model_copy(update=update)


def _plain(word: str) -> str:
    return _SOUNDLESS.sub("", word.casefold().replace("\u2019", "'"))


def _match(
    lines: Sequence[Sequence[str]], said: Sequence[str], heard: Sequence[Word]
) -> list[_Anchors]:
    from rapidfuzz.distance import Indel

    places = [(line, index) for line, words in enumerate(lines) for index in range(len(words))]
    found: list[dict[int, Word]] = [{} for _ in lines]
    text = [word for words in lines for word in words]
    for block in Indel.opcodes(text, said):
        if block.tag != "equal":
            continue
        for own, other in zip(
            range(block.src_start, block.src_end), range(block.dest_start, block.dest_end),
            strict=True,
        ):  # fmt: skip
            line, index = places[own]
            found[line][index] = heard[other]
    return [_Anchors(len(words), _together(own)) for words, own in zip(lines, found, strict=True)]


def _together(heard: dict[int, Word]) -> dict[int, Word]:
    """Keeps the most words that lie together in time: equal words of other lines match too."""
    groups: list[dict[int, Word]] = []
    before: int | None = None
    for index, word in sorted(heard.items()):
        if before is not None:
            allowed = _APART + _FOR_EACH * (index - before - 1)
            if word.start - heard[before].start > allowed:
                before = None
        if before is None:
            groups.append({})
        groups[-1][index] = word
        before = index
    return max(groups, key=len, default={})


def _at(segment: Segment, start: float, end: float, duration: float) -> Segment:
    flags = tuple(flag for flag in segment.flags if flag != ROUGH)
    update = {"start": max(0.0, start), "end": min(duration, end), "words": (), "flags": flags}
    return segment.model_copy(update=update)


def _in_between(segments: Sequence[Segment], speech: Speech, duration: float) -> list[Segment]:
    """Moves lines that stay rough into the speech that their neighbours leave between them.

    A line goes to the speech right after the line before it; where too little is left until the
    next placed line, nobody can have said it there.
    """
    done: list[Segment] = []
    for index, segment in enumerate(segments):
        low = done[-1].end if done else 0.0
        if ROUGH not in segment.flags:
            done.append(_snapped(segment, low, speech))
            continue
        later = (other.start for other in segments[index + 1 :] if ROUGH not in other.flags)
        wanted = len(segment.text.split()) * _WORD_SECONDS
        room = _room(speech.within(low, next(later, duration)), _LEAST_ROOM * wanted)
        if room.spans:
            update = {"start": room.to_film(0.0), "end": room.to_film(min(wanted, room.duration))}
            done.append(segment.model_copy(update=update))
    return done


def _room(speech: Stretch, least: float) -> Stretch:
    """Leaves out speech at the beginning that is too short for a line before a longer pause."""
    spans = list(speech.spans)
    while spans:
        count = next((n for n in range(1, len(spans)) if spans[n][0] - spans[n - 1][1] > _PAUSE),
                     len(spans))  # fmt: skip
        if sum(end - start for start, end in spans[:count]) >= least:
            break
        del spans[:count]
    return Stretch(tuple(spans))


def _snapped(segment: Segment, low: float, speech: Speech) -> Segment:
    """Moves a line's bounds to where speech begins and ends near them."""
    starts = [low, *(start for start, _ in speech.spans if start >= low)]
    start = max(low, _nearest(segment.start, starts))
    end = max(start, _nearest(segment.end, [end for _, end in speech.spans]))
    return segment.model_copy(update={"start": start, "end": end})


def _nearest(moment: float, edges: Sequence[float]) -> float:
    nearest = min(edges, key=lambda edge: abs(edge - moment), default=moment)
    return nearest if abs(nearest - moment) <= _NEAR else moment
