from pathlib import Path

from cp_whisperx.separation.base import Separator
from cp_whisperx.separation.none import NoSeparation
from shared.config import load_config
from shared.engines import get_engine
from tests.support.contracts.separation import SeparationContract


class TestNoSeparation(SeparationContract):
    def make_engine(self) -> Separator:
        return NoSeparation(load_config())


def test_it_makes_no_vocals_and_writes_nothing(tmp_path: Path) -> None:
    engine = NoSeparation(load_config())
    assert engine.separate(tmp_path / "a.wav", tmp_path / "v.wav", 0, lambda _: None) is None
    assert list(tmp_path.iterdir()) == []


def test_the_table_leads_to_it() -> None:
    assert get_engine("separation", "none").load() is NoSeparation
