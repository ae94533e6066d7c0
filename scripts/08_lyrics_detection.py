"""lyrics_detection: tell sung passages from speech.

Reads what it is set to hear, the aligned segments, the speech regions, and how loud the separated
stems are where there are some. Writes the transcript with
its sung passages, and with each segment's kind and the measurements behind it.
"""

from typing import Any

from cp_whisperx.lyrics.clues import Stretch, of_accompaniment, of_text, of_voices
from cp_whisperx.lyrics.detector import load_detector
from cp_whisperx.lyrics.listening import listen
from cp_whisperx.lyrics.marking import mark_songs
from cp_whisperx.lyrics.passages import Rules, find_passages, judge
from cp_whisperx.lyrics.wording import read
from shared.artifacts import ACCOMPANIMENT, ALIGNED, SPEECH, WITH_LYRICS, SongPassage
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "lyrics_detection"


def detect_lyrics(io: StageIO) -> dict[str, Any]:
    """Listens for songs and marks the segments in them."""
    transcript, regions = io.read(ALIGNED), io.read(SPEECH).regions
    heard = listen(io.heard_audio(), lambda share: io.progress(share, 1.0))
    wording = read(transcript.segments)
    voices: list[Stretch] = [*transcript.segments, *regions]
    clues = [
        of_voices(heard.centres, voices),
        of_text(heard.centres, transcript.segments, wording),
    ]
    if (levels := io.read_optional(ACCOMPANIMENT)) is not None:
        stems = (levels.vocals_db, levels.accompaniment_db)
        clues.append(of_accompaniment(heard.centres, levels.step, *stems))
    judgement = judge(heard, load_detector(), *clues)
    songs = find_passages(judgement, _rules(io))
    marked = mark_songs(transcript, judgement, songs, wording)
    io.write(WITH_LYRICS, marked)
    _log(io, songs)
    kinds = [segment.kind for segment in marked.segments]
    return {
        "passages": [[song.start, song.end, song.confidence] for song in songs],
        "song_seconds": round(sum(song.end - song.start for song in songs), 1),
        "song": kinds.count("song"),
        "mixed": kinds.count("mixed"),
        "speech": kinds.count("speech"),
    }


def _rules(io: StageIO) -> Rules:
    config = io.config
    return Rules(config.lyrics_threshold, config.lyrics_min_seconds, config.lyrics_bridge_seconds)


def _log(io: StageIO, songs: list[SongPassage]) -> None:
    for song in songs:
        evidence = ", ".join(f"{name} {value:.2f}" for name, value in song.evidence.items())
        io.logger.info(
            f"Song from {song.start:.2f} to {song.end:.2f} s, "
            f"confidence {song.confidence}: {evidence}"
        )


run_stage = build_stage(NAME, detect_lyrics)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
