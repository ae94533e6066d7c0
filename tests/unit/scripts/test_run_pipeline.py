"""The command that runs jobs; short real runs in the common environment alone."""

from pathlib import Path

import pytest

from shared.config import load_config
from shared.environment_manager import EnvironmentManager
from shared.job import load_job
from shared.job_lock import job_lock
from shared.paths import PROJECT_ROOT
from shared.script_loader import load_script
from tests.support.jobs import make_job, manifest_of

ENGLISH = PROJECT_ROOT / "in" / "Energy Demand in AI.mp4"
RUN = load_script("run-pipeline")
OPTIONS = ("--media", ENGLISH, "-s", "en", "-t", "en", "--end-time", 3,
           "--set", "ASR_ENGINE=pocketsphinx")  # fmt: skip
Said = pytest.CaptureFixture[str]


@pytest.fixture
def common() -> None:
    """Real runs need the environment; building it is not a unit test's business."""
    if not EnvironmentManager().is_ready("common"):
        pytest.skip("the environment common is not built: ./run-tests.sh does it")


def run(*arguments: object) -> int:
    code: int = RUN.main([str(argument) for argument in arguments])
    return code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name one job, or a film."),
        (["--job-dir", "x", "--media", "y.mkv"], "More than one job is named."),
        (["--job-dir", "x", "-j", "job-20260101-me-0001"], "More than one job is named."),
        (["--demo", "--media", "y.mkv"], "More than one job is named."),
        (["--job-dir", "x", "-t", "en", "--set", "A=b"], "takes no --target-languages, --set."),
        (["--demo", "-s", "hi"], "The demo takes no --source-language."),
        (["--full"], "--full goes with --demo."),
        (["subtitle"], "'subtitle' is not WORKFLOW JOB_DIR."),
        (["dub", "x"], "'dub x' is not WORKFLOW JOB_DIR."),
        (["--status", "nowhere"], "'nowhere' is neither the folder of a job nor a job id."),
        (["-j", "../../etc"], "is not a job id"),
    ],
)
def test_a_job_that_is_not_named_well_is_two(
    arguments: list[str], words: str, capsys: Said
) -> None:
    assert run(*arguments) == 2
    assert words in capsys.readouterr().err


def test_a_workflow_that_the_job_has_not_is_refused(tmp_path: Path, capsys: Said) -> None:
    assert run("transcribe", make_job(tmp_path)) == 2
    assert "is prepared for subtitle, not transcribe" in capsys.readouterr().err


def test_stages_that_cannot_be_run_are_refused(tmp_path: Path, capsys: Said) -> None:
    job_dir = make_job(tmp_path)
    assert run("--job-dir", job_dir, "--from-stage", "mux", "--to-stage", "asr") == 2
    assert "mux comes after asr" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        run("--job-dir", job_dir, "--from-stage", "dub")
    assert ended.value.code == 2
    assert "invalid choice: 'dub'" in capsys.readouterr().err


def test_a_second_run_leaves_the_record_and_the_log_of_the_first_alone(
    tmp_path: Path, capsys: Said
) -> None:
    job_dir = make_job(tmp_path, target_languages="en,ru")
    record = (job_dir / "job.json").read_bytes()
    with (job_dir / ".env.pipeline").open("a", encoding="utf-8") as stream:
        stream.write("TARGET_LANGUAGES=en\n")
    with job_lock(job_dir):
        assert run("--job-dir", job_dir) == 3
    assert "is being run by another process" in capsys.readouterr().err
    assert (job_dir / "job.json").read_bytes() == record
    assert not (job_dir / "logs").exists()


def test_a_film_that_was_changed_is_read_anew(tmp_path: Path, capsys: Said) -> None:
    film = tmp_path / "film.mkv"
    film.write_bytes(b"one cut")
    job_dir = make_job(tmp_path, film)
    config = load_config(job_dir)
    before = load_job(job_dir)
    assert RUN.bring_up(job_dir, config) == before
    assert capsys.readouterr().err == ""
    film.write_bytes(b"another cut")
    assert RUN.bring_up(job_dir, config).media_id != before.media_id
    assert "the film was changed" in capsys.readouterr().err
    film.unlink()
    assert RUN.bring_up(job_dir, config) == load_job(job_dir)


def test_the_status_by_folder_and_by_id(tmp_path: Path, capsys: Said) -> None:
    job_dir = make_job(tmp_path / "2026" / "01" / "01" / "tester")
    assert run("--status", job_dir) == 0
    by_folder = capsys.readouterr().out
    assert by_folder.count("waiting") == 12
    assert run("--status", "job-20260101-tester-0001", "--output-root", tmp_path) == 0
    assert capsys.readouterr().out == by_folder
    assert run("--status", "job-20260101-tester-0002", "--output-root", tmp_path) == 2


def test_the_log_level_of_the_command_line_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_dir = make_job(tmp_path, log_level="ERROR")
    monkeypatch.setenv("LOG_LEVEL", "CRITICAL")
    parser = RUN.build_parser()

    def level(*options: str) -> str:
        return load_config(job_dir, RUN.overrides_of(parser.read(options))).log_level

    assert level() == "CRITICAL"
    assert level("--log-level", "warn") == "WARNING"
    assert level("--debug") == "DEBUG"
    monkeypatch.delenv("LOG_LEVEL")
    assert level() == "ERROR"


@pytest.mark.usefixtures("common")
def test_prepare_and_run_then_go_on_then_nothing_to_do(tmp_path: Path, capsys: Said) -> None:
    assert run(*OPTIONS, "--output-root", tmp_path, "--to-stage", "demux") == 0
    said = capsys.readouterr()
    assert "[ 1/12] demux                    success" in said.out
    (job_file,) = tmp_path.rglob("job.json")
    job_dir = job_file.parent
    assert said.out.endswith(f"Results:\n  {job_dir}\n")
    assert run("subtitle", job_dir, "--to-stage", "demux") == 0
    assert "Nothing to do" in capsys.readouterr().out
    before = manifest_of(job_dir, "demux").timestamp
    assert run("--job-dir", job_dir, "--to-stage", "demux", "--force") == 0
    assert manifest_of(job_dir, "demux").timestamp > before
    assert run("--job-dir", job_dir, "--from-stage", "mux") == 2
    assert "Start from it: --from-stage subtitle_generation" in capsys.readouterr().err


@pytest.mark.usefixtures("common")
def test_the_log_level_reaches_the_stages(tmp_path: Path, capsys: Said) -> None:
    arguments = [*OPTIONS, "--output-root", tmp_path, "--to-stage", "demux", "--log-level", "warn"]
    assert run(*arguments) == 0
    (job_file,) = tmp_path.rglob("job.json")
    log = job_file.parent / "01_demux" / "stage.log"
    assert "[INFO]" not in log.read_text("utf-8")
    assert run("--job-dir", job_file.parent, "--to-stage", "demux", "--force", "--log-level",
               "info") == 0  # fmt: skip
    assert "[INFO]" in log.read_text("utf-8")


@pytest.mark.usefixtures("common")
def test_a_failed_stage_shows_its_traceback_only_in_debug(tmp_path: Path, capsys: Said) -> None:
    assert run(*OPTIONS, "--output-root", tmp_path, "--to-stage", "demux") == 0
    (job_file,) = tmp_path.rglob("job.json")
    job_file.write_text(job_file.read_text("utf-8").replace('"audio_track": 0', '"audio_track": 9'))
    capsys.readouterr()
    assert run("--job-dir", job_file.parent, "--to-stage", "demux") == 2
    said = capsys.readouterr()
    assert "has no audio track 9" in said.out
    assert "Traceback" not in said.out + said.err
    assert run("--job-dir", job_file.parent, "--to-stage", "demux", "--debug") == 2
    assert "Traceback of demux:" in capsys.readouterr().err


@pytest.mark.usefixtures("common")
def test_a_missing_model_ends_the_run_before_it_begins(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("MODEL_HUB_URL", "http://127.0.0.1:9")
    job_dir = make_job(tmp_path, engines={"translation:en": "nllb"}, workflow="subtitle")
    assert run("--job-dir", job_dir) == 3
    assert "No translation into en can be made." in capsys.readouterr().err
    assert not (job_dir / "01_demux").exists()


def test_of_many_files_the_folder_is_named_alone() -> None:
    paths = [Path("a/1.srt"), Path("a/2.srt"), Path("b/3.srt")]
    assert RUN.folders_of(paths) == [Path("a"), Path("b")]
