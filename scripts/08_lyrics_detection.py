"""lyrics_detection: tell sung passages from speech.

Reads the film's own mix, the aligned segments and the speech regions. Writes the transcript with
each segment's kind and the measurements behind it.
"""

from typing import Any

from cp_whisperx.lyrics.marking import mark_songs
from cp_whisperx.lyrics.passages import find_passages, listen
from shared.artifacts import ALIGNED, WITH_LYRICS
from shared.stage_runner import build_stage, main
from shared.stage_utils import StageIO

NAME = "lyrics_detection"


def detect_lyrics(io: StageIO) -> dict[str, Any]:
    """Listens for songs and marks the segments in them."""
    audio = io.heard_audio()
    transcript = io.read(ALIGNED)
    evidence = listen(audio, lambda share: io.progress(share, 1.0))
    passages = find_passages(evidence)
    marked = mark_songs(transcript, evidence, passages)
    io.write(WITH_LYRICS, marked)
    kinds = [segment.kind for segment in marked.segments]
    return {
        "passages": [[passage.start, passage.end, passage.confidence] for passage in passages],
        "song_seconds": round(sum(passage.end - passage.start for passage in passages), 1),
        "song": kinds.count("song"),
        "mixed": kinds.count("mixed"),
        "speech": kinds.count("speech"),
    }


run_stage = build_stage(NAME, detect_lyrics)

if __name__ == "__main__":
    raise SystemExit(main(run_stage, NAME))
