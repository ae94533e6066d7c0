"""The three workflows on the sample films, with real processes in real environments.

The models are the small ones that the tests carry: they prove the path, never quality.
"""

import json
from pathlib import Path

import av
import pysubs2
import pytest

from shared.paths import PROJECT_ROOT
from tests.support.commands import outputs, run
from tests.support.jobs import manifest_of

HINDI = PROJECT_ROOT / "in" / "test_clips" / "jaane_tu_test_clip.mp4"
ENGLISH = PROJECT_ROOT / "in" / "Energy Demand in AI.mp4"
EIGHT = ["hi", "en", "gu", "ta", "es", "ru", "zh", "ar"]
CONTAINER_CODES = ["hin", "eng", "guj", "tam", "spa", "rus", "chi", "ara"]


def job_dir_of(root: Path) -> Path:
    return next(root.glob("*/*/*/*/*/job.json")).parent


@pytest.fixture(scope="module")
def models(whisper_micro: Path, nllb_micro: Path) -> list[str]:
    return ["--set", f"WHISPERX_MODEL={whisper_micro}", "--set", f"NLLB_MODEL={nllb_micro}"]


@pytest.fixture(scope="module")
def subtitled(tmp_path_factory: pytest.TempPathFactory, models: list[str]) -> Path:
    """A finished subtitle job of the Hindi sample with all eight tracks."""
    root = tmp_path_factory.mktemp("subtitle")
    done = run(
        "run-pipeline", "--media", HINDI, "--workflow", "subtitle", "-s", "hi",
        "-t", "en,gu,ta,es,ru,zh,ar", "--output-root", root, *models,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return job_dir_of(root)


def test_the_film_has_eight_named_tracks_and_its_own_picture_and_sound(subtitled: Path) -> None:
    film = subtitled / "12_mux" / "jaane_tu_test_clip_subtitled.mkv"
    with av.open(str(film)) as made, av.open(str(HINDI)) as original:
        tracks = made.streams.subtitles
        assert [s.language for s in tracks] == CONTAINER_CODES
        assert tracks[0].metadata["title"] == "हिन्दी"
        defaults = [bool(s.disposition & av.stream.Disposition.default) for s in tracks]
        assert defaults.count(True) == 1
        assert made.streams.video[0].codec_context.name == "h264"
        assert len(made.streams.audio) == len(original.streams.audio)
        packets = [bytes(p) for p in made.demux(made.streams.video[0]) if p.size]
        before = [bytes(p) for p in original.demux(original.streams.video[0]) if p.size]
        assert len(packets) == len(before)


def test_subtitle_files_are_named_readable_and_on_time(subtitled: Path) -> None:
    folder = subtitled / "11_subtitle_generation" / "subtitles"
    names = sorted(path.name for path in folder.glob("*.srt"))
    assert names == sorted(f"jaane_tu_test_clip.{code}.srt" for code in EIGHT)
    hindi = pysubs2.load(str(folder / "jaane_tu_test_clip.hi.srt"), encoding="utf-8")
    reference = json.loads(
        (PROJECT_ROOT / "in" / "references" / "sample_02" / "transcript.json").read_text("utf-8")
    )
    first = reference["segments"][0]
    assert abs(hindi[0].start / 1000 - first["start"]) < 0.2
    assert first["text"].split()[0].strip(",।") in hindi[0].plaintext


def test_every_stage_left_its_log_and_manifest(subtitled: Path) -> None:
    for number, path in enumerate(sorted(subtitled.glob("[01][0-9]_*")), 1):
        manifest = json.loads((path / "manifest.json").read_text("utf-8"))
        assert manifest["stage_number"] == number
        assert manifest["status"] in ("success", "skipped")
        assert (path / "stage.log").stat().st_size > 0
    assert manifest_of(subtitled, "tmdb").status == "skipped"
    assert manifest_of(subtitled, "asr").engine == "faster_whisper"


def test_a_second_run_does_nothing_and_says_so(subtitled: Path) -> None:
    before = outputs(subtitled)
    done = run("run-pipeline", "--job-dir", subtitled)
    assert done.returncode == 0
    assert "Nothing to do" in done.stdout
    assert outputs(subtitled) == before


def test_the_status_comes_from_the_manifests(subtitled: Path) -> None:
    done = run("run-pipeline", "--status", subtitled)
    assert done.returncode == 0
    assert done.stdout.count("success") == 11
    assert done.stdout.count("skipped") == 1


def test_a_changed_target_runs_translation_subtitles_and_mux_alone(subtitled: Path) -> None:
    done = run("prepare-job", "--job-dir", subtitled, "-t", "en,ru")
    assert done.returncode == 0, done.stderr
    done = run("run-pipeline", "subtitle", subtitled)
    assert done.returncode == 0, done.stdout + done.stderr
    ended = [line.partition("] ")[2].split() for line in done.stdout.splitlines() if "/12]" in line]
    ran = [words[0] for words in ended if words[1] == "success"]
    assert ran == ["translation", "subtitle_generation", "mux"]
    with av.open(str(subtitled / "12_mux" / "jaane_tu_test_clip_subtitled.mkv")) as made:
        assert [s.language for s in made.streams.subtitles] == ["hin", "eng", "rus"]
    left = sorted(path.name for path in (subtitled / "10_translation").glob("transcript_*.json"))
    assert left == ["transcript_en.json", "transcript_hi.json", "transcript_ru.json"]


def test_transcribe_detects_the_language(tmp_path: Path, models: list[str]) -> None:
    done = run(
        "run-pipeline", "--media", HINDI, "--workflow", "transcribe", "-s", "auto",
        "--end-time", "0:12", "--output-root", tmp_path, *models,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    job_dir = job_dir_of(tmp_path)
    transcript = json.loads((job_dir / "07_alignment" / "transcript.json").read_text("utf-8"))
    assert transcript["language"] == "hi"
    assert transcript["segments"][0]["words"]
    assert all(s["end"] <= 12.5 for s in transcript["segments"])
    assert "transcript.txt" in done.stdout
    assert not (job_dir / "10_translation").exists()


def test_translate_makes_a_transcript_in_another_language(
    tmp_path: Path, models: list[str]
) -> None:
    done = run(
        "prepare-job", "--media", HINDI, "--workflow", "translate", "-s", "hi",
        "--target-language", "en", "--end-time", "12", "--output-root", tmp_path, *models,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    job_dir = job_dir_of(tmp_path)
    done = run("run-pipeline", "--job-dir", job_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    translated = json.loads((job_dir / "10_translation/transcript_en.json").read_text("utf-8"))
    aligned = json.loads((job_dir / "07_alignment/aligned_segments.json").read_text("utf-8"))
    assert [s["id"] for s in translated["segments"]] == [s["id"] for s in aligned["segments"]]
    assert all(s["engine"] == "nllb" for s in translated["segments"])
    assert (job_dir / "10_translation" / "transcript_en.txt").read_text("utf-8").strip()
    assert not (job_dir / "08_lyrics_detection").exists()


def test_the_offline_english_way(tmp_path: Path) -> None:
    done = run(
        "run-pipeline", "--media", ENGLISH, "--workflow", "subtitle", "-s", "en", "-t", "en",
        "--set", "ASR_ENGINE=pocketsphinx", "--end-time", "9", "--output-root", tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    subtitles = job_dir_of(tmp_path) / "11_subtitle_generation" / "subtitles"
    text = (subtitles / "Energy Demand in AI.en.srt").read_text("utf-8").lower()
    assert "artificial intelligence" in " ".join(text.split())
