"""The data folder's lists and texts are read by language."""

from pathlib import Path

from tools.hallucination_material.lists import (
    hindi_clips,
    meeting_outputs,
    real_texts,
    recordings_without_speech,
    silence_outputs,
)


def test_lists_by_language(shared_data: Path) -> None:
    silence = silence_outputs(shared_data)
    assert len(silence["hi"]) == 7
    assert sum(map(len, silence.values())) == 1131
    assert set(meeting_outputs(shared_data)) == {"en", "es", "ja", "pt", "ru", "tr"}
    assert all(not line.startswith("#") for line in meeting_outputs(shared_data)["en"])


def test_texts_and_recordings(shared_data: Path) -> None:
    assert len(real_texts(shared_data, "hi")) == 358
    assert len(real_texts(shared_data, "en")) > 600
    assert all(path.is_file() and text for path, text in hindi_clips(shared_data))
    assert all(path.is_file() for path, _ in recordings_without_speech(shared_data).values())
