"""The table of parameters."""

from shared.paths import CONFIG_DIR, PROJECT_ROOT
from shared.settings import NAMES, PARAMETERS, TOPICS, Settings
from shared.stage_order import STAGE_ORDER


def test_every_parameter_is_described() -> None:
    assert len(NAMES) == len(PARAMETERS) == len(Settings.model_fields)
    for row in PARAMETERS:
        assert row.name == row.attribute.upper()
        assert row.purpose
        assert row.impact
        assert set(row.stages) <= set(STAGE_ORDER)
    assert {row.topic for row in PARAMETERS} == {
        (topic.__doc__ or "").strip().rstrip(".") for topic in TOPICS
    }


def test_every_default_is_valid() -> None:
    made = Settings()
    assert made.output_root == PROJECT_ROOT / "out"
    assert made.source_language == "hi"


def test_the_shipped_file_names_every_parameter() -> None:
    text = (CONFIG_DIR / ".env.pipeline").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"\n{name}=" not in text] == []
