"""Runs an alignment engine in the environment it needs, for measuring.

Usage: python -m tools.quality.align_elsewhere ENGINE MODEL AUDIO TRANSCRIPT REGIONS

The last two are JSON files; the aligned transcript is written to standard output as JSON.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from shared.artifacts import SpeechRegions, Transcript
from shared.config import load_config
from shared.engines import get_engine


def align(engine: str, model: str, files: Sequence[Path]) -> Transcript:
    """Aligns a transcript with an engine.

    Args:
        engine: Name of the alignment engine.
        model: Value of ALIGNMENT_MODEL; empty for engines without a model of their own.
        files: The audio as WAV, the transcript and the speech regions as JSON.
    """
    audio, transcript, regions = files
    values = {"ALIGNMENT_MODEL": model, "NUM_THREADS": "1", "MODEL_VERIFY": "false"}
    aligner = get_engine("alignment", engine).load()(load_config(overrides=values))
    try:
        aligned: Transcript = aligner.align(
            audio,
            Transcript.model_validate_json(transcript.read_bytes()),
            SpeechRegions.model_validate_json(regions.read_bytes()),
            lambda _share: None,
        )
    finally:
        aligner.close()
    return aligned


def main(arguments: Sequence[str]) -> None:
    """Aligns and writes the result."""
    engine, model, *files = arguments
    sys.stdout.write(align(engine, model, [Path(file) for file in files]).model_dump_json())


if __name__ == "__main__":
    main(sys.argv[1:])
