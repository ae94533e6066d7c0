"""Every engine: what it does, where it runs, what it speaks, how its model is had.

One of the four tables. To add an engine: one module behind the role's protocol, one row here,
one test class that inherits the role's contract. Nothing branches on an engine's name elsewhere.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

Role = Literal["separation", "vad", "asr", "alignment", "translation"]
ROLES: tuple[Role, ...] = ("separation", "vad", "asr", "alignment", "translation")

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
        devices: Devices it can use.
        languages: Source languages it serves; `any` for all.
        pairs: For translation: `same` (source and target are one), `any` (all languages whose
            script NLLB-200 has), or `installed` (its class's `available_pairs()` says).
        licence: Licence of its code and model.
        model: Key in `config/ai_models.json`, name of the setting that says which, or empty.
        automatic: Whether `auto` may choose it.
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
    model: str = ""
    automatic: bool = True
    where_ready: bool = False

    def load(self) -> Any:
        """Imports the engine's class. The import is light; making one needs its environment."""
        module, _, name = self.target.partition(":")
        return getattr(import_module(module), name)

    def serves(self, language: str) -> bool:
        """Whether it serves a source language."""
        return ANY in self.languages or language in self.languages


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
        "asr", "faster_whisper", "cp_whisperx.asr.faster_whisper:FasterWhisper", "whisperx",
        "Whisper on CTranslate2, batched", "MIT", devices=("cuda", "cpu"), model="WHISPERX_MODEL",
    ),
    Engine(
        "asr", "pocketsphinx", "cp_whisperx.asr.pocketsphinx:PocketSphinx", "common",
        "Small offline English recogniser; its model comes with its package", "BSD-2-Clause",
        languages=("en",), automatic=False,
    ),
    Engine(
        "alignment", "ctc", "cp_whisperx.alignment.ctc:CtcAligner", "common",
        "Forced alignment on a wav2vec2 CTC model in ONNX", "MIT", model="ALIGNMENT_MODEL",
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
        "translation", "copy", "cp_whisperx.translation.copy:CopyTranslator", "common",
        "The source language's own track", "MIT", pairs="same",
    ),
    Engine(
        "translation", "nllb", "cp_whisperx.translation.nllb:NllbTranslator", "nllb",
        "NLLB-200 on CTranslate2, 200 languages", "MIT code, CC-BY-NC-4.0 model",
        devices=("cuda", "cpu"), pairs="any", model="NLLB_MODEL",
    ),
    Engine(
        "translation", "apertium", "cp_whisperx.translation.apertium:ApertiumTranslator",
        "common", "Rule-based, needs no model; used where its programs are installed",
        "GPL-2.0 (separate program)", pairs="installed",
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
