"""A tiny Demucs of the true class with random weights, made in a second. It knows no voices."""

import json
from pathlib import Path
from typing import Any

SOURCES = ["drums", "bass", "other", "vocals"]
ARGUMENTS: dict[str, Any] = {
    "sources": SOURCES, "channels": 4, "depth": 4, "nfft": 4096, "t_layers": 1, "t_heads": 2,
    "t_hidden_scale": 1.0, "bottom_channels": 0, "segment": 2.0, "samplerate": 44_100,
    "audio_channels": 2, "dconv_mode": 0,
}  # fmt: skip


def make_model(seed: int = 0) -> Any:
    """Makes the network."""
    import torch
    from demucs.htdemucs import HTDemucs

    torch.manual_seed(seed)
    return HTDemucs(**ARGUMENTS)


def save_th(folder: Path, name: str = "tiny", seed: int = 0) -> Path:
    """Saves it as Demucs saves what it trained."""
    import torch
    from demucs.states import get_state

    model = make_model(seed)
    package = {
        "klass": type(model),
        "args": (),
        "kwargs": ARGUMENTS,
        "state": get_state(model, None, half=True),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.th"
    torch.save(package, path)
    return path


def save_safetensors(folder: Path, name: str = "tiny", seed: int = 0) -> Path:
    """Saves it as Demucs' makers publish their models, with the bag that lists it."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.safetensors"
    about = {
        "klass": "demucs.htdemucs.HTDemucs",
        "args": "[]",
        "kwargs": json.dumps(ARGUMENTS),
    }
    state = {key: value.contiguous() for key, value in make_model(seed).state_dict().items()}
    save_file(state, path, metadata=about)
    (folder / f"{name}_bag.yaml").write_text(f"models: ['{name}']\n", encoding="utf-8")
    return path
