import pytest

from cp_whisperx.asr.doubt import BROKEN_TEXT, is_doubtful
from shared.artifacts import Segment


def said(text: str, *flags: str, **evidence: float) -> Segment:
    return Segment(id=0, start=0, end=2, text=text, flags=flags, evidence=evidence)


def test_plain_text_is_believed() -> None:
    assert not is_doubtful([])
    assert not is_doubtful([said("नहीं नहीं"), said("मुझे जाना है।", avg_logprob=-0.4)])


@pytest.mark.parametrize(
    "segment",
    [
        said("a", compression_ratio=2.5),
        said("a", avg_logprob=-1.1),
        said("a", BROKEN_TEXT),
        said("बलिया बलिया बलिया बलिया बलिया बलिया"),
        said("go on go on go on go on go on"),
    ],
)
def test_what_is_made_up_is_not(segment: Segment) -> None:
    assert is_doubtful([said("Fine."), segment])
