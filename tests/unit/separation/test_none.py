from pathlib import Path

from cp_whisperx.separation.none import NoSeparation
from shared.config import load_config
from shared.engines import get_engine


def test_it_makes_no_vocals_and_writes_nothing(tmp_path: Path) -> None:
    shares: list[float] = []
    engine = NoSeparation(load_config())
    assert engine.separate(tmp_path / "a.wav", tmp_path / "v.wav", shares.append) is False
    engine.close()
    assert list(tmp_path.iterdir()) == []
    assert shares == [1.0]


def test_the_table_leads_to_it() -> None:
    assert get_engine("separation", "none").load() is NoSeparation
