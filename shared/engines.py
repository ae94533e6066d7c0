"""Every engine: what it does, where it runs, what it speaks, how its model is had.

One of the four tables. To add an engine: one module behind the role's protocol, one row here,
one test class that inherits the role's contract. Nothing branches on an engine's name elsewhere.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

Role = Literal["separation", "vad", "diarization", "asr", "alignment", "translation"]
ROLES: tuple[Role, ...] = (
    "separation", "vad", "diarization", "asr", "alignment", "translation",
)  # fmt: skip

ANY = "any"
AUTO = "auto"


@dataclass(frozen=True)
class Engine:
    """One engine.

    Attributes:
        role: What it does.
        name: How settings and manifests call it.
        target: Dotted path of the class, `module:Class`.
        environment: The environment that has its packages.
        devices: Devices it can use; without `cpu`, `auto` takes it on these devices alone.
        languages: Source languages it serves; `any` for all.
        pairs: For translation: `same` (source and target are one), `nllb` (all languages whose
            script NLLB-200 has), `indic` (between Indian languages, and they and English), `any`,
            `installed` (its class's `available_pairs()` says), or `script` (likewise, for the
            source's own words in other letters).
        takes_notes: For translation: whether it can use what is known of a line beside its text.
        metered: Whether its class tells what its calls have used, by `take_usage()`.
        licence: Licence of its code and model.
        model: Name of the setting that says which model it takes, or empty. With `{direction}` in
            it there is one for each direction of translation.
        model_suffix: What the names of models in its format end with in `config/ai_models.json`.
        weights: Files of which its model must have one, where models of several kinds are named
            by the same setting.
        automatic: Whether `auto` may choose it.
        listens: Whether its result comes of the audio, so that another engine's gaps can be asked.
        aligner: For recognition: the alignment engine that its times want, or empty for any.
        where_ready: Whether `auto` may choose it only where its environment and model are there.
        purpose: One line for the docs.
    """

    role: Role
    name: str
    target: str
    environment: str
    purpose: str
    licence: str
    devices: tuple[str, ...] = ("cpu",)
    languages: tuple[str, ...] = (ANY,)
    pairs: str = ""
    takes_notes: bool = False
    metered: bool = False
    model: str = ""
    model_suffix: str = ""
    weights: tuple[str, ...] = ()
    automatic: bool = True
    listens: bool = True
    aligner: str = ""
    where_ready: bool = False

    def load(self) -> Any:
        """Imports the engine's class. The import is light; making one needs its environment."""
        module, _, name = self.target.partition(":")
        return getattr(import_module(module), name)

    def serves(self, language: str) -> bool:
        """Whether it serves a source language."""
        return ANY in self.languages or language in self.languages

    def runs_on(self, device: str) -> bool:
        """Whether it is made for a machine whose best device is this one."""
        return "cpu" in self.devices or device in self.devices


ENGINES: tuple[Engine, ...] = (
    Engine(
        "separation", "demucs", "cp_whisperx.separation.demucs:DemucsSeparator", "demucs",
        "Hybrid transformer that separates vocals from accompaniment", "MIT",
        devices=("cuda", "mps", "cpu"), model="SOURCE_SEPARATION_MODEL", where_ready=True,
    ),
    Engine(
        "separation", "none", "cp_whisperx.separation.none:NoSeparation", "common",
        "Measures the noise and leaves the audio as it is", "MIT",
    ),
    Engine(
        "vad", "silero", "cp_whisperx.vad.silero:SileroVad", "common",
        "Silero voice activity detection on ONNX; its model comes with its package", "MIT",
    ),
    Engine(
        "vad", "pyannote", "cp_whisperx.vad.pyannote:PyannoteVad", "pyannote",
        "pyannote's segmentation network; its checkpoint comes with WhisperX's package", "MIT",
        devices=("cuda", "cpu"), automatic=False,
    ),
    Engine(
        "diarization", "pyannote", "cp_whisperx.diarization.pyannote:PyannoteDiarizer", "pyannote",
        "pyannote's community pipeline; its model wants a token", "MIT code, CC-BY-4.0 model",
        devices=("cuda", "cpu"), model="DIARIZATION_MODEL", where_ready=True,
    ),
    Engine(
        "diarization", "embeddings", "cp_whisperx.diarization.embeddings:EmbeddingDiarizer",
        "pyannote", "Voices described and clustered; its models come with packages",
        "MIT and Apache-2.0", devices=("cuda", "cpu"), where_ready=True,
    ),
    Engine(
        "diarization", "one_speaker", "cp_whisperx.diarization.one_speaker:OneSpeaker", "common",
        "Everybody is one speaker: for machines without the environment pyannote", "MIT",
    ),
    Engine(
        "asr", "mlx", "cp_whisperx.asr.mlx:MlxWhisper", "mlx",
        "Whisper on Apple Silicon through mlx-whisper", "MIT", devices=("mps",),
        model="WHISPERX_MODEL", model_suffix="-mlx",
    ),
    Engine(
        "asr", "faster_whisper", "cp_whisperx.asr.faster_whisper:FasterWhisper", "whisperx",
        "Whisper on CTranslate2, batched", "MIT", devices=("cuda", "cpu"), model="WHISPERX_MODEL",
    ),
    Engine(
        "asr", "whisperx", "cp_whisperx.asr.whisperx:WhisperX", "whisperx",
        "Whisper through WhisperX, batched", "MIT model, BSD-2-Clause code",
        devices=("cuda", "cpu"), model="WHISPERX_MODEL", automatic=False,
    ),
    Engine(
        "asr", "pocketsphinx", "cp_whisperx.asr.pocketsphinx:PocketSphinx", "common",
        "Small offline English recogniser; its model comes with its package", "BSD-2-Clause",
        languages=("en",), automatic=False,
    ),
    Engine(
        "asr", "script", "cp_whisperx.asr.script:ScriptReader", "common",
        "Takes the text from a script or subtitle file that is given", "MIT", automatic=False,
        listens=False,
    ),
    Engine(
        "asr", "subtitles", "cp_whisperx.asr.subtitles:SubtitleReader", "common",
        "Takes text and times from a subtitle file that is given, to translate it", "MIT",
        automatic=False, listens=False, aligner="given",
    ),
    Engine(
        "alignment", "wav2vec2", "cp_whisperx.alignment.wav2vec2:Wav2Vec2Aligner", "whisperx",
        "Forced alignment on the language's wav2vec2 CTC model in PyTorch",
        "MIT code; the model's own licence is in config/ai_models.json",
        devices=("cuda", "cpu"), model="ALIGNMENT_MODEL",
        weights=("model.safetensors", "pytorch_model.bin"),
    ),
    Engine(
        "alignment", "ctc", "cp_whisperx.alignment.ctc:CtcAligner", "common",
        "Forced alignment on a wav2vec2 CTC model in ONNX", "MIT", model="ALIGNMENT_MODEL",
        weights=("model.onnx",),
    ),
    Engine(
        "alignment", "pocketsphinx", "cp_whisperx.alignment.pocketsphinx:PocketSphinxAligner",
        "common", "Forced alignment for English; its model comes with its package",
        "BSD-2-Clause", languages=("en",),
    ),
    Engine(
        "alignment", "recogniser", "cp_whisperx.alignment.recogniser:RecogniserTimes", "common",
        "Keeps the recogniser's word times and refines them", "MIT",
    ),
    Engine(
        "alignment", "given", "cp_whisperx.alignment.given:GivenTimes", "common",
        "Keeps the times of a subtitle file that is given", "MIT", automatic=False,
    ),
    Engine(
        "translation", "copy", "cp_whisperx.translation.copy:CopyTranslator", "common",
        "The source language's own track", "MIT", pairs="same",
    ),
    Engine(
        "translation", "romanise", "cp_whisperx.translation.romanise:Romaniser", "common",
        "Hindi in Latin letters, by its words' usual spelling and sound", "MIT", pairs="script",
    ),
    Engine(
        "translation", "indictrans2", "cp_whisperx.translation.indictrans2:IndicTransTranslator",
        "indictrans2", "IndicTrans2 on CTranslate2, between Indian languages and English", "MIT",
        devices=("cuda", "cpu"), pairs="indic", model="INDICTRANS2_{direction}_MODEL",
        where_ready=True,
    ),
    Engine(
        "translation", "nllb", "cp_whisperx.translation.nllb:NllbTranslator", "nllb",
        "NLLB-200 on CTranslate2, 200 languages", "MIT code, CC-BY-NC-4.0 model",
        devices=("cuda", "cpu"), pairs="nllb", model="NLLB_MODEL",
    ),
    Engine(
        "translation", "apertium", "cp_whisperx.translation.apertium:ApertiumTranslator",
        "common", "Rule-based, needs no model; used where its programs are installed",
        "GPL-2.0 (separate program)", pairs="installed",
    ),
    Engine(
        "translation", "llm", "cp_whisperx.translation.llm:LlmTranslator", "llm",
        "A language model behind an OpenAI-compatible endpoint; LLM_MODE says what it does",
        "MIT code; the model's own", pairs="any", takes_notes=True, metered=True, automatic=False,
    ),
)  # fmt: skip


def engines_for(role: Role) -> tuple[Engine, ...]:
    """Returns a role's engines in order of preference."""
    return tuple(engine for engine in ENGINES if engine.role == role)


def get_engine(role: Role, name: str) -> Engine:
    """Returns an engine's row.

    Raises:
        KeyError: If the role has no such engine.
    """
    for engine in engines_for(role):
        if engine.name == name:
            return engine
    raise KeyError(f"There is no {role} engine named {name!r}.")
