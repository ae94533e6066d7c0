"""Puts hotwords into Whisper's prompt, as many as leave room for what is said."""

from collections.abc import Callable, Sequence

# The decoder holds 448 tokens, prompt and answer together. Half a minute of fast Hindi takes about
# 300, so the prompt gets less than the 223 that the model would take.
PROMPT_TOKENS = 100
SEPARATOR = ", "


def build_prompt(
    hotwords: Sequence[str], count_tokens: Callable[[str], int], limit: int = PROMPT_TOKENS
) -> str | None:
    """Joins whole hotwords, from the first on, until the prompt is full.

    Args:
        hotwords: Terms, the likeliest first.
        count_tokens: Counts the tokens of a text.
        limit: Most tokens.

    Returns:
        The prompt, or None without any.
    """
    prompt = ""
    for term in hotwords:
        longer = f"{prompt}{SEPARATOR}{term}" if prompt else term
        if count_tokens(longer) > limit:
            break
        prompt = longer
    return prompt or None
