"""Parameters of hearing: separation, voice activity, recognition, alignment, songs, clean-up."""

from typing import Literal

from shared.settings.base import CommaList, FloatList, OptionalPath, SettingsGroup, setting


class SpeechSettings(SettingsGroup):
    """What is heard."""

    source_separation_enabled: bool = setting(
        True, "Whether vocals may be separated from the accompaniment",
        "Off always hears the film's own mix", stages=("source_separation",),
    )  # fmt: skip
    source_separation_engine: str = setting(
        "auto", "Engine that separates vocals", "auto takes the best one that is installed",
        stages=("source_separation",), values="auto or an engine's name",
    )  # fmt: skip
    source_separation_snr_threshold: float = setting(
        10.0, "Signal-to-noise ratio in dB below which vocals are separated",
        "Higher separates more films", stages=("source_separation",), ge=-20, le=60,
    )  # fmt: skip
    vad_engine: str = setting(
        "auto", "Engine that finds speech", "auto takes the best one that is installed",
        stages=("pyannote_vad",), values="auto or an engine's name",
    )  # fmt: skip
    vad_threshold: float = setting(
        0.5, "Probability from which a frame is speech",
        "Lower finds quieter speech and more noise",
        stages=("pyannote_vad",), gt=0, lt=1,
    )  # fmt: skip
    vad_min_silence_ms: int = setting(
        500, "Shortest pause that ends a speech region, in ms", "Lower cuts more regions",
        stages=("pyannote_vad",), ge=0, le=10_000,
    )  # fmt: skip
    vad_min_speech_ms: int = setting(
        250, "Shortest speech region, in ms", "Higher drops short calls and clicks",
        stages=("pyannote_vad",), ge=0, le=10_000,
    )  # fmt: skip
    vad_speech_pad_ms: int = setting(
        30, "Time added at both ends of a region, in ms", "Keeps first and last sounds",
        stages=("pyannote_vad",), ge=0, le=2_000,
    )  # fmt: skip
    asr_engine: str = setting(
        "auto", "Engine that recognises speech",
        "auto takes the best one for the machine; pocketsphinx only when named", stages=("asr",),
        values="auto or an engine's name",
    )  # fmt: skip
    whisperx_model: str = setting(
        "large-v3", "Whisper model", "Larger hears better and takes longer", stages=("asr",),
        values="a name in config/ai_models.json, or a folder with a CTranslate2 model",
    )  # fmt: skip
    whisperx_device: Literal["auto", "cpu", "cuda", "mps"] = setting(
        "auto", "Device that recognition runs on", "auto follows DEVICE"
    )
    whisperx_compute_type: str = setting(
        "auto", "Number format of recognition", "auto takes float16 on CUDA and int8 on CPU",
        stages=("asr",), values="auto, int8, int8_float16, float16, float32",
    )  # fmt: skip
    whisperx_batch_size: int = setting(
        8, "Windows that are recognised at once", "Higher is faster and takes more memory",
        ge=1, le=128,
    )  # fmt: skip
    whisper_temperature: FloatList = setting(
        (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), "Sampling temperatures, tried in turn",
        "0.0 is deterministic; later ones are for windows that failed", stages=("asr",),
        values="numbers with commas",
    )  # fmt: skip
    whisper_beam_size: int = setting(
        5, "Beams of recognition", "Higher is slower and a little better", stages=("asr",),
        ge=1, le=20,
    )  # fmt: skip
    asr_window_seconds: float = setting(
        28.0, "Longest window of audio that is recognised at once, in seconds",
        "Whisper hears at most 30", stages=("asr",), gt=1, le=30,
    )  # fmt: skip
    alignment_engine: str = setting(
        "auto", "Engine that puts words in their place", "auto takes the best for the language",
        stages=("alignment",), values="auto or an engine's name",
    )  # fmt: skip
    alignment_model: OptionalPath = setting(
        None, "Folder with a wav2vec2 CTC model in ONNX", "Empty leaves the ctc engine out",
        stages=("alignment",), values="a folder with model.onnx and vocab.json, or empty",
    )  # fmt: skip
    alignment_paragraph_pause: float = setting(
        2.0, "Pause that begins a new paragraph in the transcripts, in seconds",
        "Higher makes longer paragraphs", stages=("alignment", "translation"), gt=0,
    )  # fmt: skip
    hallucination_max_repeats: int = setting(
        4, "How often one sentence may come again in a row before it is judged a loop",
        "Higher keeps more refrains and more loops", stages=("hallucination_removal",), ge=2,
    )  # fmt: skip
    hallucination_sensitivity: Literal["strict", "normal", "lenient"] = setting(
        "normal", "On how much evidence text is removed as made up",
        "strict removes more that was said, lenient leaves more that was not",
        stages=("hallucination_removal",),
    )  # fmt: skip
    hallucination_restore: CommaList = setting(
        (), "Text that was removed as made up and is to come back",
        "What is named stands in the transcript as it was recognised",
        stages=("hallucination_removal",),
        values="all, or segment numbers (12, 40-45) and times (0:12:03, 83.5s) with commas, "
        "as removed.txt lists them",
    )  # fmt: skip
