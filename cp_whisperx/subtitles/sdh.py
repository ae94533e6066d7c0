"""Subtitles for the deaf and hard of hearing: who speaks, and what sounds, in brackets.

A speaker is named where a viewer who hears nothing could not tell: when somebody speaks who is
not one of the two that have been named in the exchange that goes on. Where a song plays and no
words of it are shown, the music is told of.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cp_whisperx.subtitles.profiles import StyleProfile
from cp_whisperx.subtitles.timing import Cue, FrameGrid
from cp_whisperx.subtitles.utterances import Utterance
from shared.artifacts import TimeSpan, Word

# Each language's words for music and for somebody whose name is not known.
_WORDS: dict[str, tuple[str, str]] = {
    "hi": ("संगीत", "वक्ता"), "hi-Latn": ("sangeet", "vakta"), "en": ("music", "Speaker"),
    "gu": ("સંગીત", "વક્તા"), "ta": ("இசை", "பேச்சாளர்"), "es": ("música", "Voz"),
    "ru": ("музыка", "Голос"), "zh": ("音乐", "说话人"),
    "zh-Hant": ("音樂", "說話者"), "ar": ("موسيقى", "المتحدث"),
    "bn": ("সঙ্গীত", "বক্তা"), "mr": ("संगीत", "वक्ता"), "te": ("సంగీతం", "వక్త"),
    "kn": ("ಸಂಗೀತ", "ವಕ್ತಾರ"), "ml": ("സംഗീതം", "വക്താവ്"), "pa": ("ਸੰਗੀਤ", "ਬੁਲਾਰਾ"),
    "or": ("ସଙ୍ଗୀତ", "ବକ୍ତା"), "as": ("সংগীত", "বক্তা"), "ne": ("सङ्गीत", "वक्ता"),
    "ur": ("موسیقی", "مقرر"), "fr": ("musique", "Voix"), "de": ("Musik", "Stimme"),
    "it": ("musica", "Voce"), "pt": ("música", "Voz"), "ca": ("música", "Veu"),
    "ja": ("音楽", "話者"), "ko": ("음악", "화자"),
}  # fmt: skip
_NAMELESS = re.compile(r"SPEAKER_(\d+)")
# Seconds of silence after which viewers no longer know who takes part.
_SCENE_PAUSE = 8.0
# Seconds of song without a shown word that are told of, how long, and how far from other cues.
_LEAST_MUSIC = 5.0
_MUSIC_SHOWN = 3.0
_CLEAR_OF_CUES = 0.5


def speaker_label(speaker: str, language: str) -> str:
    """Returns a speaker's name in brackets; a number in the track's language for no name."""
    found = _NAMELESS.fullmatch(speaker)
    name = f"{_WORDS[language][1]} {int(found[1]) + 1}" if found else speaker
    return f"[{name}]"


def name_speakers(utterances: Iterable[Utterance], language: str) -> list[Utterance]:
    """Sets the speaker's label before each utterance that needs one.

    Returns:
        The utterances in order of time; all as they were where one speaker is all there is.
    """
    ordered = sorted(utterances, key=lambda u: (u.start, u.end))
    if len({u.speaker for u in ordered if u.speaker}) < 2:
        return ordered
    named: list[Utterance] = []
    exchange: list[str | None] = []
    for index, utterance in enumerate(ordered):
        before = ordered[index - 1] if index else None
        if before is None or utterance.start - before.end > _SCENE_PAUSE:
            exchange = []
        known = utterance.speaker in exchange
        named.append(utterance if known else _labelled(utterance, language))
        # With a third, the turn alone no longer tells who of the three it is.
        others = [speaker for speaker in exchange if speaker != utterance.speaker]
        exchange = [*others, utterance.speaker][-2:]
    return named


def _labelled(utterance: Utterance, language: str) -> Utterance:
    """Sets the label before the text; it takes none of the time in which the words are said."""
    if not utterance.speaker or utterance.kind == "song" or not utterance.text.strip():
        return utterance
    label = speaker_label(utterance.speaker, language)
    start, end = utterance.start, utterance.end
    said = utterance.words or (Word(text=utterance.text, start=start, end=end),)
    silent = tuple(Word(text=part, start=start, end=start) for part in label.split())
    return replace(utterance, text=f"{label} {utterance.text}", words=(*silent, *said))


def tell_of_music(
    cues: Sequence[Cue],
    songs: Iterable[TimeSpan],
    profile: StyleProfile,
    frame_rate: float,
    shots: Sequence[float] = (),
) -> list[Cue]:
    """Adds a cue for each stretch of song over which no cue stands.

    Args:
        cues: In order of time.
        songs: Where somebody sings or music is sung to, on the film's clock, in order.
        profile: The profile of the track's language.
        frame_rate: Frames a second that cues begin and end on.
        shots: When shots begin, in order, in seconds on the film's clock.
    """
    grid = FrameGrid(frame_rate, profile, tuple(round(time * frame_rate) for time in shots))
    label = f"[{_WORDS[profile.language][0]}]"
    added = [
        Cue(grid.seconds(first), grid.seconds(last), (label,))
        for song in songs
        for start, end in _silences(cues, song)
        for first, last in _shown(start, end, grid)
    ]
    return sorted([*cues, *added], key=lambda cue: cue.start)


def _shown(start: float, end: float, grid: FrameGrid) -> list[tuple[int, int]]:
    """Returns the frames in which music is told of: one stretch, or none where shots are short."""
    first = grid.frame(start)
    if not grid.starts_well(first):
        first = max(grid.cuts_near(first))
    latest = min(grid.frame(end), first + grid.frame(_MUSIC_SHOWN))
    lasts = (last for last in range(latest, first + grid.shortest - 1, -1) if grid.ends_well(last))
    return [(first, last) for last in lasts][:1]


def _silences(cues: Sequence[Cue], song: TimeSpan) -> list[tuple[float, float]]:
    """Returns the long stretches of a song that no cue comes near."""
    found, since = [], song.start
    for cue in (cue for cue in cues if cue.end > song.start and cue.start < song.end):
        found.append((since, cue.start - _CLEAR_OF_CUES))
        since = max(since, cue.end + _CLEAR_OF_CUES)
    found.append((since, song.end))
    return [(start, end) for start, end in found if end - start >= _LEAST_MUSIC]
