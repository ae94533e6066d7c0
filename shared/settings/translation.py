"""Parameters of translation."""

from typing import Literal

from shared.settings.base import CommaList, SettingsGroup, setting


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
