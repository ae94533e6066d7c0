from cp_whisperx.translation.usage import ledger_of, usage_warnings
from shared.artifacts import ModelCall


def call(tokens: int | None, outcome: str = "ok", cost: float = 0.0) -> ModelCall:
    return ModelCall(
        engine="llm", model="small", source="hi", target="en", lines=3, tokens_in=tokens,
        tokens_out=tokens, cost=cost, outcome=outcome,
    )  # fmt: skip


def test_the_ledger_sums_what_is_known() -> None:
    ledger = ledger_of([call(100, cost=0.25), call(None), call(50, cost=0.5)])
    assert (ledger.tokens_in, ledger.tokens_out, ledger.cost) == (150, 150, 0.75)
    assert len(ledger.calls) == 3


def test_each_cause_is_told_once_with_how_often() -> None:
    calls = [call(9), call(9, "refusal"), call(None, "status 500"), call(9, "refusal")]
    assert usage_warnings(calls) == [
        "2 of 4 requests to llm failed: refusal",
        "1 of 4 requests to llm failed: status 500",
    ]


def test_tokens_that_nobody_counted_are_told() -> None:
    (warning,) = usage_warnings([call(None), call(9)])
    assert "1 of 2 answers" in warning
