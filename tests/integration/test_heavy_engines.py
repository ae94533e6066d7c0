"""Workflows with the engines that a user names, each in its own environment, on small models."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shared.artifacts import ALIGNED, SEGMENTS, SEPARATION, SPEAKERS, Artifact, Transcript
from shared.environment_manager import EnvironmentManager
from shared.paths import PROJECT_ROOT
from shared.stage_order import get_stage_dir
from tests.support.audio import CLIPS, said_in
from tests.support.commands import run
from tests.support.fake_chat_server import FakeChatServer
from tests.support.jobs import manifest_of
from tests.support.media import PICTURE, X264, run_ffmpeg

pytestmark = pytest.mark.engines("dev")
SENTENCES = [said.text for said in said_in("hindi.opus")]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three Hindi sentences with a small picture."""
    made = tmp_path_factory.mktemp("film") / "film.mp4"
    run_ffmpeg(
        "-f", "lavfi", "-i", f"{PICTURE}:duration=9.3", "-i", CLIPS / "hindi.opus",
        "-map", "0:v", "-map", "1:a", *X264, "-c:a", "aac", "-metadata:s:a:0", "language=hin",
        made,
    )  # fmt: skip
    return made


def job_of(root: Path, film: Path, workflow: str, *options: str) -> Path:
    settings = [part for option in options for part in ("--set", option)]
    done = run(
        "run-pipeline", "--media", film, "--workflow", workflow, "-s", "hi",
        *(() if workflow == "transcribe" else ("-t", "en")), "--output-root", root,
        "--set", f"CACHE_DIR={root / 'cache'}", "--set", "NUM_THREADS=1", *settings,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return next(root.glob("*/*/*/*/*/job.json")).parent


def heard(job_dir: Path) -> list[str]:
    path = job_dir / get_stage_dir("asr") / SEGMENTS.file
    transcript = Transcript.model_validate_json(path.read_bytes())
    return [segment.text for segment in transcript.segments]


@pytest.mark.parametrize("workflow", ["subtitle", "translate"])
def test_a_film_by_whisperx(
    tmp_path: Path, film: Path, whisper_micro: Path, nllb_micro: Path, workflow: str
) -> None:
    job_dir = job_of(
        tmp_path, film, workflow, "ASR_ENGINE=whisperx", f"WHISPERX_MODEL={whisper_micro}",
        f"NLLB_MODEL={nllb_micro}",
    )  # fmt: skip
    assert manifest_of(job_dir, "asr").engine == "whisperx"
    assert heard(job_dir) == SENTENCES


def test_a_transcript_by_mlx(tmp_path: Path, film: Path, mlx_micro: Path) -> None:
    options = ("ASR_ENGINE=mlx", f"WHISPERX_MODEL={mlx_micro}")
    job_dir = job_of(tmp_path, film, "transcribe", *options)
    assert manifest_of(job_dir, "asr").engine == "mlx"
    assert heard(job_dir) == SENTENCES


@pytest.fixture(scope="module")
def demucs_tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a Demucs that knows no voices, made where its package is."""
    folder = tmp_path_factory.mktemp("demucs")
    code = "import sys, pathlib; from tests.support.demucs_model import save_th; "
    python = EnvironmentManager().python("demucs")
    subprocess.run(
        [python, "-c", f"{code}save_th(pathlib.Path(sys.argv[1]))", folder],
        cwd=PROJECT_ROOT, check=True,
    )  # fmt: skip
    return folder


@pytest.mark.parametrize("workflow", ["subtitle", "transcribe", "translate"])
def test_a_film_by_demucs_pyannote_whisperx_and_voices(
    tmp_path: Path,
    film: Path,
    whisper_micro: Path,
    nllb_micro: Path,
    demucs_tiny: Path,
    shared_data: Path,
    workflow: str,
) -> None:
    # Random weights make no vocals that anybody could understand: the mix is heard.
    job_dir = job_of(
        tmp_path, film, workflow,
        "SOURCE_SEPARATION_ENGINE=demucs", "SOURCE_SEPARATION_MODE=always",
        f"SOURCE_SEPARATION_MODEL={demucs_tiny}", "VAD_ENGINE=pyannote", "VAD_AUDIO=mix",
        "DIARIZATION_ENGINE=embeddings", "ASR_ENGINE=whisperx", "ASR_AUDIO=mix",
        f"WHISPERX_MODEL={whisper_micro}", "ALIGNMENT_ENGINE=wav2vec2",
        "ALIGNMENT_AUDIO=mix", f"ALIGNMENT_MODEL={shared_data.parent / 'small-models' / 'ctc'}",
        f"NLLB_MODEL={nllb_micro}",
    )  # fmt: skip
    stages = ("source_separation", "pyannote_vad", "asr", "alignment")
    engines = [manifest_of(job_dir, stage).engine for stage in stages]
    assert engines == ["demucs", "pyannote, embeddings", "whisperx", "wav2vec2"]
    assert heard(job_dir) == SENTENCES
    assert written(job_dir, SEPARATION)["engine"] == "demucs"
    assert {turn["speaker"] for turn in written(job_dir, SPEAKERS)["turns"]} == {"SPEAKER_00"}
    assert {row["speaker"] for row in written(job_dir, ALIGNED)["segments"]} == {"SPEAKER_00"}


def written(job_dir: Path, artifact: Artifact[Any]) -> dict[str, Any]:
    """Reads what a stage wrote."""
    path = job_dir / get_stage_dir(artifact.stage) / artifact.file
    content: dict[str, Any] = json.loads(path.read_bytes())
    return content


def test_a_film_by_indictrans2_revised_by_a_language_model(
    tmp_path: Path, film: Path, whisper_micro: Path, nllb_micro: Path, indictrans_micro: Path
) -> None:
    with FakeChatServer(lambda line: f"A model says {line['id']}.") as server:
        job_dir = job_of(
            tmp_path, film, "translate", f"WHISPERX_MODEL={whisper_micro}",
            f"NLLB_MODEL={nllb_micro}", f"INDICTRANS2_INDIC_EN_MODEL={indictrans_micro}",
            "LLM_MODE=revise", f"LLM_BASE_URL={server.url}", "LLM_MODEL=small",
            "GLOSSARY_ENABLED=false",
        )  # fmt: skip
    rows = json.loads((job_dir / "10_translation" / "transcript_en.json").read_bytes())["segments"]
    assert len(rows) == len(SENTENCES)
    assert all(row["tried"][0] == "indictrans2" and row["text"] for row in rows)
    # What is not of the toy grammar comes out badly, and the server's lines are what is left.
    revised = [row for row in rows if row["engine"] == "llm"]
    assert all(row["tried"] == ["indictrans2", "nllb", "llm"] for row in revised)
    assert "indictrans2" in manifest_of(job_dir, "translation").engine
