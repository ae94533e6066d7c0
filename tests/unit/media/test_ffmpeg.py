from pathlib import Path

import pytest

from cp_whisperx.media.ffmpeg import ProgressParser, find_ffmpeg, run_ffmpeg
from shared.config import Config, load_config
from shared.errors import (
    ConfigurationError,
    DependencyFailedError,
    InvalidInputError,
    PipelineError,
    ResourceUnavailableError,
)


def stand_in(tmp_path: Path, script: str, **settings: str) -> Config:
    """Configures a program that behaves as the script says in place of ffmpeg."""
    program = tmp_path / "ffmpeg-stand-in"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return load_config(overrides={"FFMPEG_BINARY": str(program), **settings})


def test_the_ffmpeg_of_the_package_is_found_without_configuration() -> None:
    assert find_ffmpeg(load_config()).is_file()


def test_a_configured_program_that_is_not_there_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="FFMPEG_BINARY"):
        find_ffmpeg(load_config(overrides={"FFMPEG_BINARY": "/nowhere/ffmpeg"}))


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ("echo 'odd thing' >&2; exit 1", DependencyFailedError),
        ("echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 228",
         ResourceUnavailableError),
        ("echo 'x: Invalid data found when processing input' >&2; exit 1", InvalidInputError),
        ("kill -9 $$", DependencyFailedError),
    ],
)  # fmt: skip
def test_failures_become_errors_of_the_right_class(
    tmp_path: Path, script: str, kind: type[PipelineError]
) -> None:
    with pytest.raises(kind, match="do the work") as caught:
        run_ffmpeg(stand_in(tmp_path, script), [], "do the work")
    assert type(caught.value) is kind
    assert caught.value.hint


def test_a_run_beyond_the_time_limit_is_stopped(tmp_path: Path) -> None:
    config = stand_in(tmp_path, "exec sleep 60", STAGE_TIMEOUT_SECONDS="0.5")
    with pytest.raises(DependencyFailedError, match="within 0 s|within 1 s"):
        run_ffmpeg(config, [], "do the work")


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    program = tmp_path / "broken"
    program.write_bytes(b"\x00\x01 no program")
    program.chmod(0o755)
    with pytest.raises(DependencyFailedError, match="cannot be started"):
        run_ffmpeg(load_config(overrides={"FFMPEG_BINARY": str(program)}), [], "start")


def test_progress_is_read_from_lines_that_come_in_pieces() -> None:
    shares: list[float] = []
    parser = ProgressParser(10.0, shares.append)
    for piece in (
        b"frame=1\nout_time_us=25",
        b"00000\nout_time_us=N/A\n",
        b"out_time_us=99000000\n",
    ):
        parser(piece)
    assert shares == [0.25, 1.0]
