"""The voice encoder, and what of it needs no torch."""

from pathlib import Path

import numpy as np
import pytest

from cp_whisperx.diarization import voices
from cp_whisperx.diarization.voices import PIECE_FRAMES, VoiceEncoder, pieces_of
from shared.errors import ResourceUnavailableError
from shared.wav import read_samples


def test_long_speech_is_described_in_pieces_that_overlap() -> None:
    mel = np.arange(400 * 40, dtype=np.float32).reshape(400, 40)
    pieces = pieces_of(mel)
    assert pieces.shape == (4, PIECE_FRAMES, 40)
    assert (pieces[0] == mel[:PIECE_FRAMES]).all()
    assert (pieces[-1] == mel[-PIECE_FRAMES:]).all()
    assert pieces_of(mel[:30]).shape == (1, 30, 40)


@pytest.mark.engines("pyannote")
def test_a_voice_is_like_itself(spoken_english: Path) -> None:
    encoder = VoiceEncoder()
    vectors = []
    for start, gain in ((0.6, 0.1), (0.6, 0.03), (4.0, 0.1)):
        samples = read_samples(spoken_english, start, start + 1.6) * np.float32(gain)
        mel = encoder.spectrogram(samples)
        vectors.append(encoder.describe(mel, float(np.square(samples).mean())))
    assert vectors[0].shape == (256,)
    assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-5)
    assert vectors[0] @ vectors[1] > 0.95
    assert vectors[0] @ vectors[2] > 0.7
    encoder.close()


@pytest.mark.engines("pyannote")
def test_a_replaced_checkpoint_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "pretrained.pt"
    other.write_bytes(b"another model")
    monkeypatch.setattr(voices, "packaged_file", lambda *_: other)
    with pytest.raises(ResourceUnavailableError, match="differs from its checksum"):
        VoiceEncoder()
