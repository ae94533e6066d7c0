"""Diarization by pyannote's community pipeline, whose model is gated.

The pipeline hears a film in portions, so that memory stays bounded; it tells a portion's speakers
and describes each by a vector, and one clustering of these over the film tells who is who.
Its checkpoints are pickles that pyannote opens without restraint, so what they name is read
first, without opening them: anything but data classes is refused. Source: pyannote.audio 4.0.7.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cp_whisperx.diarization.clustering import ClusterRules, Voices, cluster_voices
from cp_whisperx.diarization.turns import RawTurn, named_turns
from shared.config import Config
from shared.errors import ResourceUnavailableError
from shared.model_store import locate
from shared.speaker_network import ALLOWED_CLASSES
from shared.wav import SAMPLE_RATE, read_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHECKPOINTS = "**/*.bin"
_UNREADABLE = (
    OSError, RuntimeError, ValueError, KeyError, AttributeError, EOFError, ImportError,
)  # fmt: skip
# Vectors of a portion's speakers are means over minutes: their cosine is their likeness as it is,
# however much or little else is known of their groups.
_RULES = ClusterRules(tight=0.0, alike=0.5, expected=1.0, trust=1e6, evidence=0.0)
_CLEAR_SECONDS = 1.0


class PyannoteDiarizer:
    """The pipeline on the machine's device: see `cp_whisperx.diarization.base`."""

    def __init__(self, config: Config) -> None:
        folder = locate(config.diarization_model, config)
        refuse_foreign_classes(folder)
        self._pipeline: Any = load_pipeline(folder)
        self._fewest = config.diarization_min_speakers
        self._most = config.diarization_max_speakers
        self._turns: list[RawTurn] = []
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def hear(self, audio: str, start: float, end: float) -> None:
        """Runs the pipeline on a portion."""
        import torch

        samples = read_samples(Path(audio), start, end)
        heard = self._pipeline(
            {"waveform": torch.from_numpy(samples)[None], "sample_rate": SAMPLE_RATE},
            **({"max_speakers": self._most} if self._most else {}),
        )
        names = heard.speaker_diarization.labels()
        for name, vector in zip(names, heard.speaker_embeddings, strict=True):
            self._vectors[f"{start:.3f} {name}"] = vector
        for span, _, name in heard.speaker_diarization.itertracks(yield_label=True):
            place = f"{start:.3f} {name}"
            self._turns.append(RawTurn(start + span.start, start + span.end, place))

    def turns(self) -> dict[str, Any]:
        """Clusters the portions' speakers and returns the turns in order."""
        people = one_person_over_portions(self._turns, self._vectors, self._fewest, self._most)
        raw = [RawTurn(t.start, t.end, people[t.speaker]) for t in self._turns]
        turns = [turn.model_dump(mode="json") for turn in named_turns(raw)]
        return {"turns": turns, "reason": ""}

    def close(self) -> None:
        """Frees the models."""
        self._pipeline = None


def one_person_over_portions(
    turns: "list[RawTurn]", vectors: "dict[str, NDArray[np.float32]]", fewest: int, most: int
) -> dict[str, str]:
    """Tells which speakers of different portions are one person.

    Args:
        turns: Of all portions, with the portion in each speaker's name.
        vectors: A description of each speaker; all zeros where the pipeline has none.
        fewest: Speakers there are at least.
        most: Speakers there are at most; 0 for no limit.
    """
    import numpy as np

    seconds: defaultdict[str, float] = defaultdict(float)
    for turn in turns:
        seconds[turn.speaker] += turn.end - turn.start
    known = [name for name in vectors if np.any(vectors[name]) and seconds[name]]
    people = {name: name for name in seconds}
    if known:
        rows = np.stack([vectors[name] / np.linalg.norm(vectors[name]) for name in known])
        rows = rows.astype(np.float32)
        speech = np.array([seconds[name] for name in known], dtype=np.float32)
        voices = Voices(rows, speech, speech >= _CLEAR_SECONDS, apart=_of_one_portion(known))
        labels = cluster_voices(voices, _RULES.bounded(fewest, most))
        people |= {name: str(label) for name, label in zip(known, labels, strict=True)}
    return people


def _of_one_portion(names: Sequence[str]) -> list[tuple[int, int]]:
    """Returns the positions of speakers that the pipeline told apart within a portion."""
    portions = [name.partition(" ")[0] for name in names]
    return [
        (one, other)
        for one, other in combinations(range(len(names)), 2)
        if portions[one] == portions[other]
    ]


def load_pipeline(folder: Path) -> Any:
    """Loads a pipeline that lies in a folder; nothing is reported to its makers.

    Raises:
        ResourceUnavailableError: If the folder has no pipeline that this version can load.
    """
    import torch
    from pyannote.audio import Pipeline
    from pyannote.audio.telemetry import set_telemetry_metrics

    set_telemetry_metrics(False)
    try:
        pipeline = Pipeline.from_pretrained(folder)
    except _UNREADABLE as error:
        raise ResourceUnavailableError(
            f"The diarization pipeline in {folder} cannot be loaded: {error}.",
            "Fetch it again: ./bootstrap.sh --models speaker-diarization-community-1.",
        ) from error
    return pipeline.to(torch.device("cuda" if torch.cuda.is_available() else "cpu"))


def refuse_foreign_classes(folder: Path) -> None:
    """Makes sure that a model's checkpoints are made of data alone; none is opened for it.

    Raises:
        ResourceUnavailableError: If one names anything else, or is no checkpoint.
    """
    import torch

    for path in sorted(folder.glob(_CHECKPOINTS)):
        try:
            named = set(torch.serialization.get_unsafe_globals_in_checkpoint(path))
        except (ValueError, RuntimeError, OSError, EOFError) as error:
            raise ResourceUnavailableError(
                f"The checkpoint {path} cannot be read: {error}.",
                "Fetch it again: ./bootstrap.sh --models speaker-diarization-community-1.",
            ) from error
        if foreign := sorted(named - set(ALLOWED_CLASSES)):
            raise ResourceUnavailableError(
                f"The checkpoint {path} names {', '.join(foreign[:3])}, which a model does not "
                "need: it was not opened.",
                "Use the pipeline of its makers: see docs/ENGINES.md.",
            )
