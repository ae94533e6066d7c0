"""Parameters of translation."""

from typing import Literal

from shared.settings.base import CommaList, SettingsGroup, setting

_INDICTRANS2_VALUES = "a name in config/ai_models.json, or a folder with such a model"


class TranslationSettings(SettingsGroup):
    """From one language into others."""

    translation_engine: CommaList = setting(
        ("auto",), "Engines that translate, in order", "auto takes the table's order for each pair",
        stages=("translation",), values="auto, or engine names with commas",
    )  # fmt: skip
    nllb_model: str = setting(
        "nllb-200-distilled-600M", "NLLB-200 model", "Larger translates better and slower",
        stages=("translation",),
        values="a name in config/ai_models.json, or a folder with a CTranslate2 model",
    )  # fmt: skip
    indictrans2_indic_en_model: str = setting(
        "indictrans2-indic-en-dist-200M", "IndicTrans2 model from Indian languages into English",
        "The one of 1B translates better and slower; used where it and its environment are here",
        stages=("translation",), values=_INDICTRANS2_VALUES,
    )  # fmt: skip
    indictrans2_en_indic_model: str = setting(
        "indictrans2-en-indic-dist-200M", "IndicTrans2 model from English into Indian languages",
        "The one of 1B translates better and slower; used where it and its environment are here",
        stages=("translation",), values=_INDICTRANS2_VALUES,
    )  # fmt: skip
    indictrans2_indic_indic_model: str = setting(
        "indictrans2-indic-indic-dist-320M", "IndicTrans2 model between Indian languages",
        "The one of 1B translates better and slower; used where it and its environment are here",
        stages=("translation",), values=_INDICTRANS2_VALUES,
    )  # fmt: skip
    llm_mode: Literal["off", "translate", "revise"] = setting(
        "off", "What a language model does in translation",
        "translate: it goes first, the others follow where it fails; revise: it does again the "
        "lines that the others did badly. Both send the film's text to LLM_BASE_URL",
        stages=("translation",),
    )  # fmt: skip
    llm_base_url: str = setting(
        "", "Address of an OpenAI-compatible endpoint",
        "Local or hosted; a key goes into config/secrets.json as LLM_API_KEY",
        stages=("translation",), values="such as http://localhost:11434/v1 for Ollama, or empty",
    )  # fmt: skip
    llm_model: str = setting(
        "", "Model that the endpoint shall use", "As the endpoint calls it",
        stages=("translation",), values="a name, or empty",
    )  # fmt: skip
    llm_lines: int = setting(
        20, "Lines that a language model is given at once",
        "More gives it more of the scene and costs less; small models lose count",
        stages=("translation",), ge=1, le=100,
    )  # fmt: skip
    llm_parallel: int = setting(
        2, "Requests to the language model at once", "A local server may want 1", ge=1, le=32
    )
    llm_timeout_seconds: float = setting(
        120.0, "Longest wait for one answer of the language model, in seconds",
        "Beyond it the request is made again", gt=0, le=3600,
    )  # fmt: skip
    llm_price_input: float = setting(
        0.0, "Price of a million tokens sent to the language model",
        "For the costs in usage.json, in whatever currency", ge=0,
    )  # fmt: skip
    llm_price_output: float = setting(
        0.0, "Price of a million tokens of the language model's answers",
        "For the costs in usage.json, in whatever currency", ge=0,
    )  # fmt: skip
    translation_device: Literal["auto", "cpu", "cuda"] = setting(
        "auto", "Device that translation runs on", "auto follows DEVICE"
    )
    translation_batch_size: int = setting(
        32, "Lines that are translated at once", "Higher is faster and takes more memory",
        ge=1, le=1024,
    )  # fmt: skip
    translation_beam_size: int = setting(
        4, "Beams of translation", "Higher is slower and a little better",
        stages=("translation",), ge=1, le=20,
    )  # fmt: skip
    translation_allow_missing: bool = setting(
        False, "Whether the job goes on when no engine can make one of the targets",
        "On leaves the track out with a warning; off fails before any work is done",
        stages=("translation",),
    )  # fmt: skip
    translation_songs: Literal["translated", "transliterated", "kept", "omitted"] = setting(
        "translated", "What stands for sung lines in the target languages",
        "transliterated: their words in the target's script; kept: their words as they are",
        stages=("translation",),
    )  # fmt: skip
    translation_digits: Literal["western", "native"] = setting(
        "western", "Whose digits numbers have in translations",
        "western: 0 to 9, as subtitles commonly have in Hindi, Gujarati and Arabic too; native: "
        "the script's own",
        stages=("translation",),
    )  # fmt: skip
