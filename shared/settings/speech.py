"""Parameters of hearing: separation, voice activity, recognition, alignment, songs, clean-up."""

from typing import Literal

from pydantic import ValidationInfo, field_validator

from shared.settings.base import (
    AutoCount,
    CommaList,
    FloatList,
    OptionalFloat,
    OptionalPath,
    SettingsGroup,
    setting,
)  # fmt: skip

Hearing = Literal["auto", "mix", "vocals"]


class SpeechSettings(SettingsGroup):
    """What is heard."""

    source_separation_enabled: bool = setting(
        True, "Whether vocals may be separated from the accompaniment",
        "Off always hears the film's own mix", stages=("source_separation",),
    )  # fmt: skip
    source_separation_mode: Literal["auto", "always"] = setting(
        "auto", "Which films have their vocals separated",
        "auto those with noise or music beneath the speech, always every film",
        stages=("source_separation",),
    )  # fmt: skip
    source_separation_engine: str = setting(
        "auto", "Engine that separates vocals",
        "auto takes demucs where its environment and model are set up; naming it sets them up",
        stages=("source_separation",), values="auto or an engine's name",
    )  # fmt: skip
    source_separation_model: str = setting(
        "htdemucs", "Model that separates vocals", "htdemucs_ft is fine-tuned for vocals",
        stages=("source_separation",),
        values="a name in config/ai_models.json, or a folder with a Demucs model",
    )  # fmt: skip
    source_separation_window_seconds: OptionalFloat = setting(
        None, "Length of the windows that are separated, in seconds",
        "Longer takes more memory; transformer models take their own length at most",
        stages=("source_separation",), values="seconds, or empty for the model's own length",
        ge=1, le=60,
    )  # fmt: skip
    source_separation_batch_size: int = setting(
        4, "Windows that are separated at once", "Higher is faster on a GPU and takes more memory",
        ge=1, le=64,
    )  # fmt: skip
    source_separation_snr_threshold: float = setting(
        14.0, "Signal-to-noise ratio in dB below which a stretch of sound counts as noisy",
        "Higher separates more films", stages=("source_separation",), ge=-20, le=60,
    )  # fmt: skip
    source_separation_music_threshold: float = setting(
        21.0, "Signal-to-noise ratio in dB below which a stretch with music in it counts as such",
        "Higher separates more films", stages=("source_separation",), ge=-20, le=60,
    )  # fmt: skip
    source_separation_min_share: float = setting(
        0.2, "Share of the sounding time with noise or music from which vocals are separated",
        "Lower separates more films", stages=("source_separation",), ge=0, le=1,
    )  # fmt: skip
    vad_audio: Hearing = setting(
        "auto", "What the search for speech hears",
        "auto the mix where it is clean, the vocals where it is not",
        stages=("pyannote_vad",),
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
    diarization_enabled: bool = setting(
        True, "Whether speakers are told apart",
        "Off leaves everybody without a name; cues of two speakers are then not known as such",
        stages=("pyannote_vad",),
    )  # fmt: skip
    diarization_engine: str = setting(
        "auto", "Engine that tells speakers apart",
        "auto takes the best one whose environment and model are there, else one speaker",
        stages=("pyannote_vad",), values="auto or an engine's name",
    )  # fmt: skip
    diarization_model: str = setting(
        "speaker-diarization-community-1", "Pipeline of the engine pyannote",
        "The default is gated: it wants a token, see docs/ENGINES.md", stages=("pyannote_vad",),
        values="a name in config/ai_models.json, or a folder with a pipeline's config.yaml",
    )  # fmt: skip
    diarization_min_speakers: int = setting(
        1, "Speakers there are at least", "Higher parts voices that sound alike",
        stages=("pyannote_vad",), ge=1, le=200,
    )  # fmt: skip
    diarization_max_speakers: int = setting(
        0, "Speakers there are at most", "0 lets the voices decide", stages=("pyannote_vad",),
        ge=0, le=200,
    )  # fmt: skip
    diarization_rttm: OptionalPath = setting(
        None, "File with known turns, read in place of telling speakers apart",
        "Empty tells speakers apart by ear", stages=("pyannote_vad",),
        values="an RTTM file, or empty",
    )  # fmt: skip
    asr_engine: str = setting(
        "auto", "Engine that recognises speech",
        "auto takes the best one for the machine; whisperx and pocketsphinx only when named",
        stages=("asr",), values="auto or an engine's name",
    )  # fmt: skip
    asr_audio: Hearing = setting(
        "auto", "What recognition hears",
        "auto the mix where it is clean, the vocals where it is not; vocals smears clean speech",
        stages=("asr",),
    )  # fmt: skip
    whisperx_model: str = setting(
        "large-v3", "Whisper model", "Larger hears better and takes longer", stages=("asr",),
        values="a name in config/ai_models.json, or a folder with a model for CTranslate2 or, by "
        "the engine mlx, for MLX",
    )  # fmt: skip
    whisperx_device: Literal["auto", "cpu", "cuda", "mps"] = setting(
        "auto", "Device that recognition runs on", "auto follows DEVICE"
    )
    whisperx_compute_type: str = setting(
        "auto", "Number format of recognition",
        "auto takes float16 on CUDA and Apple's Metal, int8 on CPU",
        stages=("asr",), values="auto, int8, int8_float16, float16, float32",
    )  # fmt: skip
    whisperx_batch_size: AutoCount = setting(
        "auto", "Windows that are recognised at once",
        "Higher takes more memory, and is faster up to a point; auto measures that point once for "
        "the machine and the model and keeps it in config/hardware_cache.json",
        values="auto, or a whole number to 128", ge=0, le=128,
    )  # fmt: skip
    whisper_temperature: FloatList = setting(
        (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), "Sampling temperatures, tried in turn",
        "0.0 is deterministic; later ones are for windows that failed", stages=("asr",),
        values="numbers from 0 with commas",
    )  # fmt: skip
    whisper_beam_size: int = setting(
        5, "Beams of recognition", "Higher is slower and a little better", stages=("asr",),
        ge=1, le=20,
    )  # fmt: skip
    whisper_condition_on_previous: bool = setting(
        False, "Whether each window is told the text of the one before",
        "On keeps names and style steadier and is slower, since windows are decoded one by one; "
        "text that may be made up is never told",
        stages=("asr",),
    )  # fmt: skip
    asr_window_seconds: float = setting(
        28.0, "Longest window of audio that is recognised at once, in seconds",
        "Whisper hears at most 30", stages=("asr",), gt=1, le=30,
    )  # fmt: skip
    asr_uncovered_seconds: float = setting(
        0.8, "Shortest stretch of speech without words that is heard again, in seconds",
        "Lower hears more pauses again; 0 hears nothing again", stages=("asr",), ge=0, le=60,
    )  # fmt: skip
    asr_uncovered_share: float = setting(
        0.5, "Most speech that is heard again, as a share of all speech, every attempt counted",
        "Higher takes longer where much was not understood", stages=("asr",), ge=0, le=4,
    )  # fmt: skip
    alignment_engine: str = setting(
        "auto", "Engine that puts words in their place", "auto takes the best for the language",
        stages=("alignment",), values="auto or an engine's name",
    )  # fmt: skip
    alignment_audio: Hearing = setting(
        "auto", "What alignment hears", "auto the vocals where they were separated",
        stages=("alignment",),
    )  # fmt: skip
    alignment_model: str = setting(
        "auto", "Model of word times, of the kind wav2vec2 CTC",
        "auto takes the language's once ./bootstrap.sh --models has fetched it; empty uses none",
        stages=("alignment",),
        values="auto, a name in config/ai_models.json, a folder (with model.onnx for the engine "
        "ctc; model.safetensors or pytorch_model.bin for wav2vec2), or empty",
    )  # fmt: skip
    alignment_script: OptionalPath = setting(
        None, "Script or subtitle file whose text stands in place of recognition",
        "--script and --subtitles set it; the engines script and subtitles read it",
        values="a text file, or subtitles of any common format, or empty",
    )  # fmt: skip
    alignment_paragraph_pause: float = setting(
        2.0, "Pause that begins a new paragraph in the transcripts, in seconds",
        "Higher makes longer paragraphs", stages=("alignment", "translation"), gt=0,
    )  # fmt: skip
    lyrics_threshold: float = setting(
        0.6, "Probability from which half a second counts as sung",
        "Lower finds more songs and takes more talk over music for one",
        stages=("lyrics_detection",), gt=0, lt=1,
    )  # fmt: skip
    lyrics_min_seconds: float = setting(
        6.0, "Shortest passage that is a song, in seconds", "Higher leaves jingles and hums out",
        stages=("lyrics_detection",), ge=1, le=120,
    )  # fmt: skip
    lyrics_bridge_seconds: float = setting(
        4.0, "Longest break within a song, in seconds",
        "Higher joins the verses over longer interludes", stages=("lyrics_detection",),
        ge=0, le=120,
    )  # fmt: skip
    lyrics_audio: Hearing = setting(
        "auto", "What song detection hears", "auto the mix, in which the music is",
        stages=("lyrics_detection",),
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

    @field_validator("diarization_max_speakers")
    @classmethod
    def _not_below_the_least(cls, most: int, info: ValidationInfo) -> int:
        """Refuses a range of speakers in which there is no number."""
        fewest = info.data.get("diarization_min_speakers", 1)
        if 0 < most < fewest:
            raise ValueError(
                f"there cannot be at most {most} speakers and at least {fewest} "
                "(DIARIZATION_MIN_SPEAKERS); 0 sets no limit"
            )
        return most
