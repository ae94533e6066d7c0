"""Prepares the demo: the sample film, with the engines that are on this machine.

`run-pipeline --demo` runs it; by itself this script has no command line.
"""

from pathlib import Path

from cp_whisperx.media.probe import choose_track, probe
from shared.config import Config, load_config
from shared.engine_choice import serves_pair
from shared.engine_models import models_named
from shared.engines import engines_for
from shared.job_preparation import JobRequest, MediaFacts, create_job, resolve_config
from shared.model_store import is_present
from shared.paths import PROJECT_ROOT

SAMPLE = PROJECT_ROOT / "in" / "Energy Demand in AI.mp4"
GLOSSARY = PROJECT_ROOT / "in" / "references" / "sample_01" / "glossary.tsv"
SOURCE = "en"
EIGHT = ("hi", "en", "gu", "ta", "es", "ru", "zh", "ar")
_FULL = {
    "ASR_ENGINE": "faster_whisper",
    "WHISPERX_MODEL": "small",
    "NLLB_MODEL": "nllb-200-distilled-600M",
    "TARGET_LANGUAGES": ",".join(code for code in EIGHT if code != SOURCE),
}


def offline_settings(config: Config) -> dict[str, str]:
    """Chooses engines and targets that need nothing that is not on this machine."""
    present = [
        engine
        for engine in engines_for("translation")
        if not engine.metered
        and all(is_present(model, config) for model in models_named(engine, config))
    ]
    targets = [
        code
        for code in EIGHT
        if code != SOURCE and any(serves_pair(engine, SOURCE, code) for engine in present)
    ]
    return {
        "ASR_ENGINE": "pocketsphinx",
        "TRANSLATION_ENGINE": ",".join(engine.name for engine in present),
        "TARGET_LANGUAGES": ",".join(targets),
    }


def explain(settings: dict[str, str], *, full: bool) -> None:
    """Says plainly what the demo runs and what better there is."""
    targets = settings["TARGET_LANGUAGES"] or "none besides English"
    print(f"The demo subtitles {SAMPLE.name}, a sample of our own making.")
    print(f"Recognition: {settings['ASR_ENGINE']}. Translations: {targets}.")
    if not full:
        print(
            "These engines come with their packages and need no download. They show the way, not\n"
            "the quality: pocketsphinx is a small recogniser for clear English. With a network,\n"
            "--demo --full fetches Whisper small and NLLB-200 600M and makes all eight tracks;\n"
            "for films, the settings' default is Whisper large-v3.\n"
        )


def prepare_demo(output_root: Path, *, full: bool) -> Path:
    """Prepares the demo's job and returns its folder.

    Args:
        output_root: Folder that jobs are made in.
        full: Whether models may be fetched.
    """
    settings = _FULL if full else offline_settings(load_config())
    settings = settings | {
        "WORKFLOW": "subtitle",
        "SOURCE_LANGUAGE": SOURCE,
        "GLOSSARY_FILES": str(GLOSSARY),
        "OUTPUT_ROOT": str(output_root),
    }
    explain(settings, full=full)
    request = JobRequest(media=SAMPLE, settings=settings, title="Energy Demand in AI")
    config = resolve_config(request)
    info = probe(SAMPLE)
    choice = choose_track(info, SOURCE, None)
    facts = MediaFacts(info.duration, choice.index, tuple(choice.warnings))
    _job, job_dir = create_job(request, config, facts)
    return job_dir
