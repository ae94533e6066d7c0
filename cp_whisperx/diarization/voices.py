"""Describes voices as vectors, with the speaker encoder that Resemblyzer's package carries.

The package itself is never imported: it would want programs that are long out of date. Shapes: mel
spectrogram (frames, 40), power and not its logarithm, 25 ms every 10 ms; three LSTM layers of 256;
vectors of 256 that are not negative and of length 1. Source: Resemblyzer 0.1.4, Apache-2.0.
"""

from typing import TYPE_CHECKING, Any

from shared.packaged_models import check_file, packaged_file
from shared.wav import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHECKPOINT_SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
HOP = 160
VECTOR_SIZE = 256
# The encoder was trained on 1.6 s; more is heard in pieces that overlap by half.
PIECE_FRAMES = 160
_FFT = 400
_MELS = 40
_HIDDEN = 256
_LAYERS = 3
_LOUDNESS_DB = -30.0


class VoiceEncoder:
    """Turns speech of one person into a vector; alike voices have vectors of small angle."""

    def __init__(self) -> None:
        import torch
        from torchaudio.functional import melscale_fbanks

        path = packaged_file("resemblyzer", "pretrained.pt")
        check_file(path, CHECKPOINT_SHA256)
        weights = torch.load(path, map_location="cpu", weights_only=True)["model_state"]
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._lstm: Any = torch.nn.LSTM(_MELS, _HIDDEN, _LAYERS, batch_first=True)
        self._linear: Any = torch.nn.Linear(_HIDDEN, VECTOR_SIZE)
        for name, layer in (("lstm", self._lstm), ("linear", self._linear)):
            layer.load_state_dict(_part(weights, name))
            layer.to(self._device).eval()
        nyquist = SAMPLE_RATE / 2
        self._filters: Any = melscale_fbanks(
            _FFT // 2 + 1, 0.0, nyquist, _MELS, SAMPLE_RATE, norm="slaney", mel_scale="slaney"
        )

    def spectrogram(self, samples: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """Returns the mel spectrogram of shape (frames, 40); a frame every 10 ms."""
        import torch

        wave = torch.from_numpy(samples)
        window = torch.hann_window(_FFT)
        bins = torch.stft(wave, _FFT, HOP, window=window, pad_mode="constant", return_complex=True)
        mel: NDArray[np.float32] = (bins.abs().square().T @ self._filters).numpy()
        return mel

    def describe(self, mel: "NDArray[np.float32]", power: float) -> "NDArray[np.float32]":
        """Describes a voice.

        Args:
            mel: Frames in which one person speaks, of shape (frames, 40), at least one.
            power: Mean square of their samples; quiet voices are raised to one loudness.

        Returns:
            A vector of shape (256,) and length 1.
        """
        import numpy as np
        import torch

        level = max(1.0, 10 ** (_LOUDNESS_DB / 10) / max(power, 1e-12))
        pieces = torch.from_numpy(pieces_of(mel * np.float32(level))).to(self._device)
        with torch.inference_mode():
            _, (hidden, _) = self._lstm(pieces)
            vectors = torch.relu(self._linear(hidden[-1]))
            vectors = torch.nn.functional.normalize(vectors, dim=1).mean(0)
            vector: NDArray[np.float32] = (
                torch.nn.functional.normalize(vectors, dim=0).cpu().numpy()
            )
        return vector

    def close(self) -> None:
        """Frees the model."""
        self._lstm = self._linear = None


def _part(weights: dict[str, Any], name: str) -> dict[str, Any]:
    """Returns the weights of one layer by the names that the layer itself uses."""
    return {key.removeprefix(f"{name}."): v for key, v in weights.items() if key.startswith(name)}


def pieces_of(mel: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Cuts into pieces of 1.6 s, of shape (pieces, frames, 40); less than that is one piece."""
    import numpy as np

    if len(mel) <= PIECE_FRAMES:
        return mel[None]
    last = len(mel) - PIECE_FRAMES
    starts = np.linspace(0, last, -(-last // (PIECE_FRAMES // 2)) + 1).astype(int)
    return np.stack([mel[start : start + PIECE_FRAMES] for start in starts])
