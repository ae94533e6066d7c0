"""The command that prepares jobs, as a user and as a script meet it."""

from pathlib import Path

import pytest

from shared.config import load_config, parse_env_file
from shared.errors import InvalidInputError
from shared.job import load_job
from shared.job_lock import job_lock
from shared.paths import PROJECT_ROOT
from shared.script_loader import load_script

ENGLISH = PROJECT_ROOT / "in" / "Energy Demand in AI.mp4"
HINDI = PROJECT_ROOT / "in" / "test_clips" / "jaane_tu_test_clip.mp4"
PREPARE = load_script("prepare-job")
Said = pytest.CaptureFixture[str]


def prepare(root: Path, *arguments: object) -> int:
    code: int = PREPARE.main([*map(str, arguments), "--output-root", str(root)])
    return code


def job_dir_of(root: Path) -> Path:
    (job_file,) = root.rglob("job.json")
    return job_file.parent


def frozen(root: Path) -> dict[str, str]:
    return parse_env_file(job_dir_of(root) / ".env.pipeline")


def test_a_job_is_prepared_and_described(tmp_path: Path, capsys: Said) -> None:
    assert prepare(tmp_path, "--media", ENGLISH, "-s", "en", "-t", "hi", "--year", 2024) == 0
    said = capsys.readouterr()
    job_dir = job_dir_of(tmp_path)
    job = load_job(job_dir)
    assert (job.source_language, job.target_languages, job.year) == ("en", ("hi",), 2024)
    assert f"is prepared in:\n  {job_dir}\n" in said.out
    assert f"./run-pipeline.sh --job-dir {job_dir}\n" in said.out
    assert "asr                      faster_whisper" in said.out
    assert said.err == ""


def test_every_option_reaches_the_job(tmp_path: Path) -> None:
    glossary = tmp_path / "own.tsv"
    glossary.write_text("term\ten\nyaar\tbuddy\n", "utf-8")
    options = ["--workflow", "translate", "--source-language", "hi", "--target-language", "en",
               "--title", "Jaane Tu", "--audio-track", "hi", "--start-time", "0:02",
               "--end-time", "0:00:12.5", "--glossary", glossary, "--set", "num_threads=3",
               "--no-cache", "--log-level", "warn", "--series", "Jaane Tu",
               "--formats", "TTML,txt"]  # fmt: skip
    assert prepare(tmp_path / "out", "--input-file", HINDI, *options) == 0
    values = frozen(tmp_path / "out")
    wanted = {
        "WORKFLOW": "translate", "SOURCE_LANGUAGE": "hi", "TARGET_LANGUAGES": "en",
        "START_TIME": "2.0", "END_TIME": "12.5", "GLOSSARY_FILES": str(glossary),
        "NUM_THREADS": "3", "ENABLE_CACHING": "false", "LOG_LEVEL": "WARNING",
        "SERIES": "Jaane Tu",
        "SUBTITLE_FORMATS": "ttml,txt",
    }  # fmt: skip
    assert {name: values[name] for name in wanted} == wanted
    assert load_job(job_dir_of(tmp_path / "out")).title == "Jaane Tu"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--start-time", "5000"], "The clip starts at 5000.0 s, but"),
        (["--start-time", "5", "--end-time", "3"], "must be after START_TIME"),
        (["--start-time", "-5"], "'-5' is not a time"),
        (["--set", "START_TIME=-5"], "START_TIME='-5'"),
        (["--start-time", "1:xx"], "'1:xx' is not a time"),
        (["--set", "NUM_THREADS"], "is not NAME=VALUE"),
        (["--set", "=3"], "is not NAME=VALUE"),
        (["--set", "NUM_THREDS=3"], "did you mean NUM_THREADS?"),
        (["--set", "NUM_THREADS=many"], "NUM_THREADS='many'"),
        (["--log-level", "loud"], "LOG_LEVEL='LOUD'"),
        (["--audio-track", "fr"], "no audio track 'fr'"),
        (["-t", "hi-Latn"], "no engine translates en to hi-Latn"),
        (["-t", "xx"], "'xx' is not known"),
        (["--formats", "srt,docx"], "SUBTITLE_FORMATS='docx': Input should be 'srt', 'vtt', 'ass'"),
        (["--set", "SUBTITLE_BILINGUAL=en+fr"], "SUBTITLE_BILINGUAL=en+fr is no pair of two"),
        (["--set", "MUX_CONTAINER=webm"], "webm cannot hold the film's video (h264)"),
        (["--set", "BURN_IN=fr"], "BURN_IN=fr is none of the job's tracks: en"),
    ],
)
def test_mistakes_are_two_and_make_nothing(
    arguments: list[str], words: str, tmp_path: Path, capsys: Said
) -> None:
    assert prepare(tmp_path, "--media", ENGLISH, "-s", "en", *arguments) == 2
    said = capsys.readouterr()
    assert said.err.startswith("Error: ")
    assert words in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "file").write_text("in the way")
    assert prepare(tmp_path / "file", "--media", ENGLISH, "-s", "en") == 3
    assert "The system refused a file operation" in capsys.readouterr().err


def test_paths_are_relative_to_where_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my films").mkdir()
    (tmp_path / "my films" / "a talk.mp4").symlink_to(ENGLISH)
    monkeypatch.chdir(tmp_path)
    assert PREPARE.main(
        ["--media", "my films/a talk.mp4", "-s", "en", "--output-root", "my jobs"]
    ) == 0  # fmt: skip
    job_dir = job_dir_of(tmp_path / "my jobs")
    assert load_job(job_dir).media == str(ENGLISH)
    assert load_config(job_dir).output_root == tmp_path / "my jobs"


def test_a_track_in_another_language_is_warned_of(tmp_path: Path, capsys: Said) -> None:
    assert prepare(tmp_path, "--media", HINDI, "-s", "en", "-t", "hi", "--dry-run") == 0
    said = capsys.readouterr()
    assert said.err.startswith("Warning: ")
    assert "nothing was made" in said.out
    assert list(tmp_path.iterdir()) == []


def test_what_has_to_be_fetched_is_told_before(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "cache"))
    prepare(tmp_path, "--media", ENGLISH, "-s", "en", "-t", "hi", "--dry-run")
    said = capsys.readouterr().out
    assert "The run will first set up or fetch: " in said
    assert "the model whisper-large-v3 (about 3090 MB)" in said
    assert "the model nllb-200-distilled-600M" in said


def test_preparing_again_keeps_what_is_not_named(tmp_path: Path) -> None:
    options = ["-s", "hi", "-t", "en", "--title", "Film", "--audio-track", "0", "--no-cache"]
    assert prepare(tmp_path, "--media", HINDI, *options) == 0
    job_dir = job_dir_of(tmp_path)
    before = load_job(job_dir)
    assert PREPARE.main(["--job-dir", str(job_dir), "-t", "en,ru"]) == 0
    after = load_job(job_dir)
    assert after.target_languages == ("en", "ru")
    assert (after.job_id, after.title, after.media) == (before.job_id, "Film", before.media)
    assert after.audio_track == before.audio_track
    assert frozen(tmp_path)["ENABLE_CACHING"] == "false"


def test_the_track_of_a_job_is_kept_until_its_language_changes(tmp_path: Path) -> None:
    assert prepare(tmp_path, "--media", HINDI, "-s", "hi", "-t", "en") == 0
    job_dir = job_dir_of(tmp_path)
    config = load_config(job_dir)
    second = load_job(job_dir).model_copy(update={"audio_track": 1})
    parsed = PREPARE.build_parser().read(["--job-dir", str(job_dir)])
    assert PREPARE.wanted_track(parsed, config, second) == "1"
    other = load_config(job_dir, {"SOURCE_LANGUAGE": "en"})
    assert PREPARE.wanted_track(parsed, other, second) is None
    chosen = PREPARE.build_parser().read(["--job-dir", str(job_dir), "--audio-track", "en"])
    assert PREPARE.wanted_track(chosen, config, second) == "en"


def test_command_line_over_environment_over_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    assert prepare(tmp_path / "a", "--media", ENGLISH, "-s", "en") == 0
    assert frozen(tmp_path / "a")["LOG_LEVEL"] == "ERROR"
    assert prepare(tmp_path / "b", "--media", ENGLISH, "-s", "en", "--log-level", "debug") == 0
    assert frozen(tmp_path / "b")["LOG_LEVEL"] == "DEBUG"


@pytest.mark.parametrize(
    ("text", "value"),
    [("90", "90"), ("1:30", "90"), ("1:02:03.5", "3723.5"), ("0", "0"), (".5", "0.5")],
)
def test_times(text: str, value: str) -> None:
    assert PREPARE.seconds(text) == value


def test_a_job_that_runs_is_not_prepared_again(tmp_path: Path, capsys: Said) -> None:
    assert prepare(tmp_path, "--media", ENGLISH, "-s", "en", "-t", "hi") == 0
    job_dir, before = job_dir_of(tmp_path), frozen(tmp_path)
    with job_lock(job_dir):
        assert PREPARE.main(["--job-dir", str(job_dir), "-t", "ru"]) == 3
    assert "is being run by another process" in capsys.readouterr().err
    assert frozen(tmp_path) == before
    assert PREPARE.main(["--job-dir", str(job_dir), "-t", "ru"]) == 0
    assert frozen(tmp_path)["TARGET_LANGUAGES"] == "ru"


def test_times_keep_their_precision_and_refuse_what_is_none() -> None:
    assert PREPARE.seconds("3:25:45.678") == "12345.678"
    for text in ("-0:30", "1:-5", "nan", "inf", "1::2"):
        with pytest.raises(InvalidInputError, match="is not a time"):
            PREPARE.seconds(text)


def test_a_script_is_taken_in_place_of_recognition(tmp_path: Path, capsys: Said) -> None:
    script = tmp_path / "dialogue.txt"
    script.write_text("Energy demand is rising.\n", "utf-8")
    options = ["--workflow", "transcribe", "-s", "en", "--script", script]
    assert prepare(tmp_path / "out", "--media", ENGLISH, *options) == 0
    assert "asr                      script" in capsys.readouterr().out
    own = job_dir_of(tmp_path / "out") / "script.txt"
    assert frozen(tmp_path / "out")["ALIGNMENT_SCRIPT"] == str(own)
    assert own.read_bytes() == script.read_bytes()


def test_a_script_that_is_none_is_refused_at_once(tmp_path: Path, capsys: Said) -> None:
    empty = tmp_path / "empty.srt"
    empty.touch()
    for path in (empty, tmp_path / "none.srt"):
        assert prepare(tmp_path / "out", "--media", ENGLISH, "-s", "en", "--script", path) == 2
        assert f"The script {path}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_wrong_subtitle_profile_is_refused_at_once(tmp_path: Path, capsys: Said) -> None:
    own = tmp_path / "own.json"
    own.write_text('{"max_duration": 90}', "utf-8")
    chosen = ["--set", f"SUBTITLE_PROFILE={own}"]
    assert prepare(tmp_path, "--media", ENGLISH, "-s", "en", "-t", "hi", *chosen) == 2
    assert "max_duration" in capsys.readouterr().err
    assert not list(tmp_path.rglob("job.json"))


SRT = "1\n00:00:01,000 --> 00:00:02,000\nEnergy demand is rising.\n"


def test_subtitles_are_translated_with_their_times(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "film.en.srt"
    file.write_text(SRT, "utf-8")
    options = ["-s", "en", "-t", "es", "--subtitles", file]
    assert prepare(tmp_path / "out", "--media", ENGLISH, *options) == 0
    said = capsys.readouterr().out
    assert "asr                      subtitles" in said
    assert "alignment                given" in said
    assert "diarization" not in said
    assert frozen(tmp_path / "out")["ALIGNMENT_SCRIPT"].endswith("script.srt")


def test_subtitles_may_be_synchronised_again(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "film.en.srt"
    file.write_text(SRT, "utf-8")
    options = ["-s", "en", "-t", "es", "--subtitles", file, "--resync"]
    assert prepare(tmp_path / "out", "--media", ENGLISH, *options) == 0
    assert "asr                      script" in capsys.readouterr().out


def test_one_text_alone_can_be_given(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "film.en.srt"
    file.write_text(SRT, "utf-8")
    both = ["--subtitles", file, "--script", file]
    for options, told in ((both, "cannot be had together"), (["--resync"], "is for --subtitles")):
        assert prepare(tmp_path / "out", "--media", ENGLISH, "-s", "en", *options) == 2
        assert told in capsys.readouterr().err


def test_who_the_voices_are_is_kept_with_the_job(tmp_path: Path, capsys: Said) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("speaker\tname\nSPEAKER_00\tJai\n", "utf-8")
    options = ["--workflow", "transcribe", "-s", "en", "--speakers", table]
    assert prepare(tmp_path / "out", "--media", ENGLISH, *options) == 0
    assert (job_dir_of(tmp_path / "out") / "speakers.tsv").read_bytes() == table.read_bytes()
    table.write_text("name\nJai\n", "utf-8")
    assert prepare(tmp_path / "no", "--media", ENGLISH, *options) == 2
    assert "no column `speaker`" in capsys.readouterr().err
