import ctranslate2
import pytest

from cp_whisperx.asr.whisper_device import place
from shared.config import load_config
from shared.errors import ConfigurationError, ResourceUnavailableError


def use_cards(monkeypatch: pytest.MonkeyPatch, cards: int, *types: str) -> None:
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: cards)
    if types:
        monkeypatch.setattr(ctranslate2, "get_supported_compute_types", lambda _: set(types))


def device_of(**values: str) -> tuple[str, str]:
    found = place(load_config(overrides={name.upper(): v for name, v in values.items()}))
    return found.device, found.compute_type


def test_without_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    use_cards(monkeypatch, 0)
    assert device_of() == ("cpu", "int8")
    assert device_of(device="mps") == ("cpu", "int8")
    assert device_of(whisperx_compute_type="float32") == ("cpu", "float32")


def test_with_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    use_cards(monkeypatch, 1, "float16", "int8", "float32")
    assert device_of() == ("cuda", "float16")
    assert device_of(device="cpu") == ("cpu", "int8")
    assert device_of(device="cpu", whisperx_device="cuda") == ("cuda", "float16")


def test_old_card_without_half_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    use_cards(monkeypatch, 1, "float32")
    assert device_of() == ("cuda", "float32")


def test_cuda_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    use_cards(monkeypatch, 0)
    with pytest.raises(ResourceUnavailableError, match=r"no NVIDIA card.*nvidia-smi"):
        device_of(device="cuda")


def test_metal_that_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    use_cards(monkeypatch, 0)
    with pytest.raises(ConfigurationError, match=r"no Metal backend.*ASR_ENGINE=mlx"):
        device_of(whisperx_device="mps")


def test_format_the_device_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    use_cards(monkeypatch, 0, "int8", "float32")
    with pytest.raises(ConfigurationError, match=r"float16 does not work on cpu.*float32, int8"):
        device_of(whisperx_compute_type="float16")


def test_threads() -> None:
    assert place(load_config(overrides={"NUM_THREADS": "3"})).threads == 3
    assert place(load_config()).threads >= 1
