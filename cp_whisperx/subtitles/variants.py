"""The tracks of a film: each language's own, and the variants that are asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from cp_whisperx.subtitles.bilingual import Pair, build_bilingual
from cp_whisperx.subtitles.given import in_time
from cp_whisperx.subtitles.profiles import StyleProfile, profile_for
from cp_whisperx.subtitles.scheduling import schedule
from cp_whisperx.subtitles.sdh import name_speakers, tell_of_music
from cp_whisperx.subtitles.sheet import Sheet
from cp_whisperx.subtitles.style import check_track
from cp_whisperx.subtitles.timing import Cue
from cp_whisperx.subtitles.tracks import Picture, build_track
from cp_whisperx.subtitles.utterances import Utterance, translated_utterances, utterances_of
from cp_whisperx.subtitles.voices import speaker_colours
from shared.artifacts import (
    Segment,
    StyleViolation,
    TimeSpan,
    TrackStyle,
    Transcript,
    TranslatedSegment,
    TranslatedTranscript,
)
from shared.config import Config
from shared.subtitle_plan import PlannedTrack

# What the lower line of a bilingual cue is held to: all else the upper one decides.
_LOWER_RULES = frozenset({"line_length", "reading_speed", "wrong_script"})


@dataclass(frozen=True)
class Material:
    """What the tracks are made of.

    Attributes:
        transcript: What is said.
        translations: By language. The film's own is used for a forced track alone, as far as what
            is not said in that language was translated into it.
        offset: Seconds by which the audio's zero lies after the film's zero.
        film_end: Seconds on the film's clock after which no cue lingers.
        picture: The film's frames and shots.
    """

    transcript: Transcript
    translations: dict[str, TranslatedTranscript]
    offset: float
    film_end: float
    picture: Picture = field(default_factory=Picture)

    def has(self, plan: PlannedTrack) -> bool:
        """Whether there is text in a track's languages."""
        own = self.transcript.language if plan.variant != "forced" else None
        return all(code == own or code in self.translations for code in plan.languages)

    def utterances(
        self, language: str, keep: Callable[[Segment], bool], *, forced: bool = False
    ) -> dict[int, Utterance]:
        """Returns what is said in the segments that are kept, in a language, by segment."""
        kept = tuple(segment for segment in self.transcript.segments if keep(segment))
        transcript = self.transcript.model_copy(update={"segments": kept})
        translated = self.translations.get(language)
        if translated is None or (language == transcript.language and not forced):
            said = utterances_of(transcript)
            return {segment.id: row for segment, row in zip(kept, said, strict=True)}
        ids = {segment.id for segment in kept}
        rows = tuple(r for r in translated.segments if r.id in ids and not (forced and _copied(r)))
        said = translated_utterances(translated.model_copy(update={"segments": rows}), transcript)
        return {row.id: utterance for row, utterance in zip(rows, said, strict=True)}


@dataclass(frozen=True)
class FinishedTrack:
    """A track's cues, how they are set, their style check, and what to warn of."""

    plan: PlannedTrack
    cues: tuple[Cue, ...]
    sheet: Sheet
    style: TrackStyle
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the track is called in file names and settings."""
        return self.plan.name


def make_track(plan: PlannedTrack, material: Material, config: Config) -> FinishedTrack:
    """Builds a planned track.

    Args:
        plan: Which one; there is text in its languages.
        material: What it is made of.
        config: The job's parameters.
    """
    if plan.second is not None:
        return _bilingual(plan, plan.second, material, config)
    keep = _filter(plan, material, config)
    said = material.utterances(plan.language, keep, forced=plan.variant == "forced")
    utterances = list(said.values())
    if plan.variant == "sdh":
        utterances = name_speakers(utterances, plan.language)
    track = build_track(
        utterances, plan.language, config, material.offset, material.film_end, material.picture,
        sdh=plan.variant == "sdh",
    )  # fmt: skip
    sheet = Sheet(track.profile, colours=speaker_colours(material.transcript))
    cues, style = track.cues, track.style
    if plan.variant == "sdh":
        rate, shots = material.picture.frame_rate, material.picture.shots
        cues = tuple(tell_of_music(cues, _songs(material), track.profile, rate, shots))
        style = check_track(cues, track.profile, rate, shots, style.changes)
    style = style.model_copy(update={"language": plan.name})
    return FinishedTrack(plan, cues, sheet, style, _untranslated(plan, material, keep))


def _untranslated(
    plan: PlannedTrack, material: Material, keep: Callable[[Segment], bool]
) -> tuple[str, ...]:
    """Tells of foreign passages that a forced track lacks, as nothing translated them."""
    if plan.variant != "forced":
        return ()
    made = material.utterances(plan.language, keep, forced=True)
    lost = sum(keep(segment) for segment in material.transcript.segments) - len(made)
    if not lost:
        return ()
    return (f"{plan.name} lacks what nothing translated to {plan.language}; lines: {lost}.",)


def _filter(plan: PlannedTrack, material: Material, config: Config) -> Callable[[Segment], bool]:
    """Returns which segments belong to a track."""
    if plan.variant == "songs":
        return _is_sung
    film, own = _base(material.transcript.language), _base(plan.language)

    def keep(segment: Segment) -> bool:
        if _is_sung(segment) and config.subtitle_songs != "inline":
            return False
        spoken = _base(segment.language or film)
        return plan.variant != "forced" or spoken not in (film, own)

    return keep


def _copied(row: TranslatedSegment) -> bool:
    """Whether a text was taken over as it was said: nobody is helped by reading that."""
    return row.text.strip() == row.source_text.strip()


def _is_sung(segment: Segment) -> bool:
    return segment.kind == "song"


def _base(language: str) -> str:
    """Drops the script: Hindi is Hindi in Latin letters too."""
    return language.partition("-")[0]


def _songs(material: Material) -> list[TimeSpan]:
    shift = material.offset
    return [TimeSpan(start=s.start + shift, end=s.end + shift) for s in material.transcript.songs]


def _bilingual(
    plan: PlannedTrack, second: str, material: Material, config: Config
) -> FinishedTrack:
    """Builds a track with a line of each language, timed by the first."""
    profiles = [profile_for(code, config) for code in (plan.language, second)]
    pairs = _pairs(plan, second, material, config)
    rate, shots = material.picture.frame_rate, material.picture.shots
    upper, lower = _timed_pairs(pairs, profiles[0], profiles[1], material)
    cues = tuple(
        replace(cue, lines=(*cue.lines, line)) if line else cue
        for cue, line in zip(upper, lower, strict=True)
    )
    below = [replace(cue, lines=(line,)) for cue, line in zip(upper, lower, strict=True)]
    style = _joined(
        plan.name,
        cues,
        check_track(upper, profiles[0], rate, shots),
        check_track(below, profiles[1], rate),
    )
    sheet = Sheet(profiles[0], profiles[1], speaker_colours(material.transcript))
    return FinishedTrack(plan, cues, sheet, style, _unpaired(plan, pairs))


def _timed_pairs(
    pairs: Sequence[Pair],
    first: StyleProfile,
    second: StyleProfile,
    material: Material,
) -> tuple[list[Cue], list[str]]:
    """Returns the first language's cues and the second's line for each; given times stay."""
    rate, shots = material.picture.frame_rate, material.picture.shots
    if not any(pair[0].cue is not None for pair in pairs):
        drafts, lines = build_bilingual(pairs, first, second)
        return schedule(drafts, first, rate, material.offset, material.film_end, shots), lines
    cues: list[Cue] = []
    lower: list[str] = []
    for _, group in groupby(pairs, key=lambda pair: pair[0].cue):
        said = list(group)
        drafts, lines = build_bilingual(said, first, second)
        start = said[0][0].start + material.offset
        end = max(upper.end for upper, _ in said) + material.offset
        cues += in_time(drafts, start, end, first.min_gap_frames / rate)
        lower += lines
    return cues, lower


def _unpaired(plan: PlannedTrack, pairs: Sequence[Pair]) -> tuple[str, ...]:
    lost = sum(bool(lower.text.strip()) and not upper.text.strip() for upper, lower in pairs)
    if not lost:
        return ()
    return (f"{plan.name} lacks what has no text in {plan.language}; lines: {lost}.",)


def _pairs(plan: PlannedTrack, second: str, material: Material, config: Config) -> list[Pair]:
    """Returns each segment in both languages; where one has no text, it is empty there."""
    keep = _filter(plan, material, config)
    uppers = material.utterances(plan.language, keep)
    lowers = material.utterances(second, keep)
    pairs = []
    for segment in sorted(material.transcript.segments, key=lambda s: (s.start, s.end)):
        upper, lower = uppers.get(segment.id), lowers.get(segment.id)
        some = upper or lower
        if some:
            pairs.append((upper or replace(some, text=""), lower or replace(some, text="")))
    return pairs


def _joined(name: str, cues: Sequence[Cue], upper: TrackStyle, lower: TrackStyle) -> TrackStyle:
    """Joins the checks of both lines: of the lower one length, speed and script alone."""
    rows: list[StyleViolation] = [
        *upper.violations,
        *(row for row in lower.violations if row.rule in _LOWER_RULES),
    ]
    rows.sort(key=lambda row: row.cue)
    return upper.model_copy(update={
        "language": name,
        "clean_cues": len(cues) - len({row.cue for row in rows}),
        "violations": tuple(rows),
    })  # fmt: skip
