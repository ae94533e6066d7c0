"""What metered engines used: the sums, and what the user should know of them."""

from collections import Counter
from collections.abc import Sequence

from shared.artifacts import ModelCall, UsageLedger


def ledger_of(calls: Sequence[ModelCall]) -> UsageLedger:
    """Returns the calls with their sums."""
    return UsageLedger(
        calls=tuple(calls),
        tokens_in=sum(call.tokens_in or 0 for call in calls),
        tokens_out=sum(call.tokens_out or 0 for call in calls),
        cost=round(sum(call.cost for call in calls), 6),
    )


def usage_warnings(calls: Sequence[ModelCall]) -> list[str]:
    """Returns what went wrong, each cause once with how often, and what could not be counted."""
    failed = Counter((call.engine, call.outcome) for call in calls if call.outcome != "ok")
    warnings = [
        f"{count} of {len(calls)} requests to {engine} failed: {outcome}"
        for (engine, outcome), count in failed.most_common()
    ]
    silent = sum(call.tokens_in is None for call in calls if call.outcome == "ok")
    if silent:
        warnings.append(
            f"{silent} of {len(calls)} answers did not say how many tokens they used; "
            "the costs are higher than usage.json says."
        )
    return warnings
