"""Parameters of the job and the kernel."""

from typing import Literal

from shared.settings.base import (
    LanguageCode,
    LanguageList,
    LogLevel,
    OptionalFloat,
    SettingsGroup,
    UserPath,
    setting,
)
from shared.stage_order import STAGE_ORDER

_EVERY_STAGE = tuple(STAGE_ORDER)
_HEARING = ("demux", "source_separation", "pyannote_vad", "asr", "alignment", "lyrics_detection")


class GeneralSettings(SettingsGroup):
    """What the job is, and how the kernel runs it."""

    workflow: Literal["subtitle", "transcribe", "translate"] = setting(
        "subtitle",
        "Which workflow the job runs",
        "subtitle makes a film with tracks, transcribe and translate make a transcript",
    )
    source_language: LanguageCode = setting(
        "hi",
        "Language spoken in the film",
        "Chooses the audio track, pins recognition, routes translation",
        stages=("demux", "asr", "alignment", "lyrics_detection", "hallucination_removal",
                "translation", "subtitle_generation", "mux"),
        values="a language code, or auto (transcribe only)",
    )  # fmt: skip
    target_languages: LanguageList = setting(
        ("en",),
        "Languages to translate into",
        "One transcript and one subtitle track each",
        stages=("translation", "subtitle_generation", "mux"),
        values="language codes with commas",
    )
    start_time: OptionalFloat = setting(
        None, "Second of the film at which to start", "Everything before it is left out",
        stages=_HEARING, values="seconds, or empty for the beginning", ge=0,
    )  # fmt: skip
    end_time: OptionalFloat = setting(
        None, "Second of the film at which to end", "Everything after it is left out",
        stages=_HEARING, values="seconds, or empty for the end", gt=0,
    )  # fmt: skip
    output_root: UserPath = setting(
        "out",
        "Folder that jobs are made in",
        "Where results lie",
        values="a folder; a relative one lies in the project's folder",
    )
    cache_dir: UserPath = setting(
        "~/.cp-whisperx/cache",
        "Folder of models and caches",
        "Share it between checkouts to fetch each model once",
        values="a folder",
    )
    enable_caching: bool = setting(
        True, "Whether answers of services and earlier results are reused", "Off asks again"
    )
    cache_ttl_days: float = setting(
        90.0, "Age at which a cached answer or result no longer counts, in days",
        "Lower asks services more often", gt=0,
    )  # fmt: skip
    log_level: LogLevel = setting(
        "INFO", "How much the logs say", "DEBUG goes to the stages' own logs only"
    )
    log_format: Literal["plain", "json"] = setting(
        "plain", "Form of the log lines", "json is for log collectors"
    )
    debug: bool = setting(
        False, "Whether tracebacks are shown on the terminal", "They are always in stage.log"
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = setting(
        "auto", "Device that models run on", "auto takes the best one that works"
    )
    num_threads: int = setting(
        0, "Threads a stage may use", "0 takes the physical cores", ge=0, le=256
    )
    stage_timeout_seconds: float = setting(
        43_200.0, "Longest time one stage may take, in seconds", "A stage beyond it is stopped",
        gt=0,
    )  # fmt: skip
    worker_memory_limit_mb: int = setting(
        0, "Most memory a stage's processes may take, in MB", "0 sets no limit", ge=0
    )
    workers_per_environment: int = setting(
        2, "Most processes of one environment at a time", "1 saves memory, 2 saves time",
        ge=1, le=16,
    )  # fmt: skip
    model_hub_url: str = setting(
        "", "Address of a model hub mirror", "Empty uses the hub's own address"
    )
    model_verify: bool = setting(
        True, "Whether a model's checksums are compared before it is loaded",
        "Off saves seconds on large models and trusts the disk",
    )  # fmt: skip
