"""The part of the section `speakers` that needs the environment pyannote.

Usage: python -m tools.quality.speakers_elsewhere CLIPS.json FIGURES.json
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.detection import DetectionErrorRate
from pyannote.metrics.diarization import DiarizationErrorRate

from cp_whisperx.diarization.embeddings import EmbeddingDiarizer
from cp_whisperx.vad.pyannote import PyannoteVad
from shared.config import load_config

# Seconds around each change of speakers that are not judged, half of them before it.
COLLAR = 0.25


def _annotation(turns: Iterable[tuple[float, float, str]]) -> Any:
    made = Annotation()
    for number, (start, end, speaker) in enumerate(turns):
        made[Segment(start, end), number] = speaker
    return made


def _figures(clip: dict[str, Any]) -> dict[str, Any]:
    whole = Timeline([Segment(0.0, clip["duration"])])
    truth = _annotation(clip["turns"])
    diarizer = EmbeddingDiarizer(load_config())
    diarizer.hear(clip["audio"], 0.0, clip["duration"])
    heard = [(t["start"], t["end"], t["speaker"]) for t in diarizer.turns()["turns"]]
    regions = PyannoteVad(load_config()).detect(Path(clip["audio"]), lambda _share: None).regions
    speech = {
        "silero": _annotation((start, end, "speech") for start, end in clip["silero"]),
        "pyannote": _annotation((region.start, region.end, "speech") for region in regions),
    }
    return {
        "name": clip["name"],
        "there": len(truth.labels()),
        "found": len({speaker for _, _, speaker in heard}),
        **{
            name: DiarizationErrorRate(collar=collar)(
                truth, _annotation(heard), uem=whole, detailed=True
            )
            for name, collar in (("diarization", 0.0), ("diarization with collar", COLLAR))
        },
        **{
            engine: DetectionErrorRate()(truth, found, uem=whole, detailed=True)
            for engine, found in speech.items()
        },
    }  # fmt: skip


def main(task: str, answer: str) -> None:
    """Measures each clip."""
    clips = json.loads(Path(task).read_text(encoding="utf-8"))
    figures = [_figures(clip) for clip in clips]
    Path(answer).write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
