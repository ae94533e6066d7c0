"""The twelve stages: what each is for, reads, writes, and where it runs.

One of the four tables. Order, folder and script names, the dependency graph, resume, the
compliance checks and the docs derive from it. To add a stage: its artifacts, its settings, a
row here, `scripts/NN_name.py`, its mirrored test, then `tools/generate.py --write`.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from shared import artifacts as a

Workflow = Literal["subtitle", "transcribe", "translate"]
WORKFLOWS: tuple[Workflow, ...] = ("subtitle", "transcribe", "translate")

_ALL = WORKFLOWS
_SUBTITLE: tuple[Workflow, ...] = ("subtitle",)
_TRANSLATING: tuple[Workflow, ...] = ("subtitle", "translate")

AnyArtifact = a.Artifact[Any] | a.FileArtifact


@dataclass(frozen=True)
class Hearing:
    """What a stage listens to.

    Attributes:
        setting: The parameter that says it: `mix`, `vocals` or `auto`.
        auto: What `auto` means for this stage.
    """

    setting: str
    auto: a.FileArtifact

    def artifact(self, choice: str) -> a.FileArtifact:
        """Returns the sound of a choice; what was not made has a stand-in."""
        return {"mix": a.AUDIO, "vocals": a.VOCALS}.get(choice, self.auto)


@dataclass(frozen=True)
class Stage:
    """One stage.

    Attributes:
        number: Position, from 1.
        name: Also the name of its folder and script.
        purpose: One line.
        packages: The packages of `cp_whisperx` whose code makes its output.
        reads: Artifacts it cannot run without.
        may_read: Artifacts it uses where their stage ran.
        writes: Artifacts it makes.
        hears: Which sound it listens to.
        shrinks: Whether it can go on with less at once where it was stopped for want of memory.
        workflows: Which workflows have it.
        role: Engine role; the chosen engine's environment is the stage's. None: `common`.
        further_roles: Roles of engines it uses beside that, each in its own environment.
        stand_ins: For each output, what later stages read instead where it was not made.
    """

    number: int
    name: str
    purpose: str
    packages: tuple[str, ...]
    reads: tuple[AnyArtifact, ...]
    writes: tuple[AnyArtifact, ...]
    workflows: tuple[Workflow, ...] = _ALL
    may_read: tuple[AnyArtifact, ...] = ()
    hears: Hearing | None = None
    shrinks: bool = False
    role: str | None = None
    further_roles: tuple[str, ...] = ()
    stand_ins: dict[str, AnyArtifact] = field(default_factory=dict, hash=False)

    @property
    def roles(self) -> tuple[str, ...]:
        """All engine roles it has."""
        return (*filter(None, (self.role,)), *self.further_roles)


STAGES: tuple[Stage, ...] = (
    Stage(
        1, "demux", "Extract the chosen audio track as 16 kHz mono WAV", ("media",),
        reads=(), writes=(a.AUDIO, a.AUDIO_INFO),
    ),
    Stage(
        2, "tmdb", "Look up the film's title, characters, cast and original language",
        ("metadata",), reads=(), writes=(a.ENRICHMENT,),
    ),
    Stage(
        3, "glossary_load", "Merge the glossaries into the job's snapshot", ("glossary",),
        reads=(), may_read=(a.ENRICHMENT,), writes=(a.GLOSSARY,),
    ),
    Stage(
        4, "source_separation", "Separate vocals from accompaniment where that helps",
        ("separation", "media"), reads=(a.AUDIO,),
        writes=(a.SEPARATION, a.VOCALS, a.DIALOGUE, a.ACCOMPANIMENT), role="separation",
        stand_ins={a.VOCALS.name: a.AUDIO, a.DIALOGUE.name: a.AUDIO},
    ),
    Stage(
        5, "pyannote_vad", "Find the stretches in which somebody speaks, and who does",
        ("vad", "diarization"), reads=(), writes=(a.SPEECH, a.SPEAKERS, a.SPEAKERS_RTTM),
        role="vad", further_roles=("diarization",), hears=Hearing("vad_audio", a.DIALOGUE),
    ),
    Stage(
        6, "asr", "Recognise what is said, with word times",
        ("asr", "hallucination", "context"), reads=(a.SPEECH, a.AUDIO_INFO),
        may_read=(a.GLOSSARY, a.ENRICHMENT), writes=(a.SEGMENTS,),
        role="asr", hears=Hearing("asr_audio", a.DIALOGUE), shrinks=True,
    ),
    Stage(
        7, "alignment", "Put every word in its place and export the transcript",
        ("alignment", "diarization"), reads=(a.SEGMENTS, a.SPEECH), may_read=(a.SPEAKERS,),
        hears=Hearing("alignment_audio", a.VOCALS),
        writes=(a.ALIGNED, a.TRANSCRIPT, a.TRANSCRIPT_TEXT), role="alignment",
    ),
    Stage(
        8, "lyrics_detection", "Tell sung passages from speech", ("lyrics",),
        reads=(a.ALIGNED, a.SPEECH), may_read=(a.ACCOMPANIMENT,), writes=(a.WITH_LYRICS,),
        workflows=_SUBTITLE, hears=Hearing("lyrics_audio", a.AUDIO),
        stand_ins={a.WITH_LYRICS.name: a.ALIGNED},
    ),
    Stage(
        9, "hallucination_removal", "Set aside text that nobody said", ("hallucination",),
        reads=(a.WITH_LYRICS, a.SPEECH), may_read=(a.VOCALS,),
        writes=(a.CLEANED, a.REMOVED_TEXT), workflows=_SUBTITLE,
        stand_ins={a.CLEANED.name: a.WITH_LYRICS},
    ),
    Stage(
        10, "translation", "Translate into every target language",
        ("translation", "context", "subtitles"),
        reads=(a.CLEANED,), may_read=(a.GLOSSARY, a.ENRICHMENT),
        writes=(a.TRANSLATED, a.TRANSLATED_TEXT, a.TRANSLATION_METADATA, a.CONTEXT, a.USAGE),
        workflows=_TRANSLATING,
    ),
    Stage(
        11, "subtitle_generation", "Build readable, well-timed cues and subtitle files",
        ("subtitles", "media"),
        reads=(a.CLEANED, a.AUDIO_INFO, a.TRANSLATION_METADATA, a.TRANSLATED),
        may_read=(a.CONTEXT,),
        writes=(a.SUBTITLES, a.SUBTITLE_INDEX, a.STYLE_REPORT, a.STYLE_TABLE, a.STYLE_PAGE,
                a.SHOTS),
        workflows=_SUBTITLE,
    ),
    Stage(
        12, "mux", "Put the subtitle tracks into the film, nothing re-encoded", ("media",),
        reads=(a.SUBTITLES, a.SUBTITLE_INDEX, a.AUDIO_INFO),
        writes=(a.MUXED, a.BURNED_IN, a.MUX_REPORT),
        workflows=_SUBTITLE,
    ),
)  # fmt: skip

_SOUNDS: tuple[AnyArtifact, ...] = (a.AUDIO, a.VOCALS, a.DIALOGUE)
STAGE_ORDER: list[str] = [stage.name for stage in STAGES]
_BY_NAME = {stage.name: stage for stage in STAGES}


def get_stage(name: str) -> Stage:
    """Returns a stage's row.

    Raises:
        KeyError: If there is no such stage.
    """
    return _BY_NAME[name]


def get_stage_number(name: str) -> int:
    """Returns a stage's position, from 1."""
    return get_stage(name).number


def get_stage_dir(name: str) -> str:
    """Returns the name of a stage's output folder, such as `06_asr`."""
    return f"{get_stage_number(name):02d}_{name}"


def heard_by(stage: Stage, config: Any) -> tuple[AnyArtifact, ...]:
    """Returns the sound that a stage listens to with a configuration, if it listens to any."""
    if stage.hears is None:
        return ()
    return (stage.hears.artifact(getattr(config, stage.hears.setting)),)


def stages_of(workflow: Workflow) -> tuple[Stage, ...]:
    """Returns a workflow's stages in order."""
    return tuple(stage for stage in STAGES if workflow in stage.workflows)


def resolve_artifact(artifact: AnyArtifact, active: frozenset[str]) -> AnyArtifact:
    """Follows stand-ins until the artifact's stage is one of the active stages."""
    while artifact.stage not in active:
        stand_in = get_stage(artifact.stage).stand_ins.get(artifact.name)
        if stand_in is None:
            return artifact
        artifact = stand_in
    return artifact


def dependencies(stage: Stage, active: frozenset[str]) -> frozenset[str]:
    """Returns the names of the active stages that must end before this one can start."""
    items = stage.reads + stage.may_read + (_SOUNDS if stage.hears else ())
    wanted = {artifact.stage for artifact in items}
    resolved = {resolve_artifact(item, active).stage for item in items}
    return frozenset((wanted | resolved) & active) - {stage.name}
