"""Asks an OpenAI-compatible endpoint: guarded, retried with growing pauses, behind a breaker.

The endpoint is the one that the user named, so it may be on this machine or in its network. A
redirect is never followed: it would carry the film's text, and the key, to somebody else.
"""

import asyncio
import ipaddress
import json
import logging
import socket
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import httpx
import pybreaker
import tenacity
from pydantic import BaseModel, ValidationError

from shared.errors import ConfigurationError, DependencyFailedError, PipelineError
from shared.secrets import redact

# These loggers write whole addresses.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_MOST_BYTES = 4_000_000
_LONGEST_REASON = 200
_ENCODINGS = frozenset({"", "identity", "gzip"})
# What not every server and model takes: it is left out where it is refused.
_EXTRAS = ("response_format", "temperature", "max_tokens")


class EndpointRefusedError(DependencyFailedError):
    """The endpoint or the guard said no; asking again would not help."""


class EndpointUnavailableError(DependencyFailedError):
    """There was no whole answer; there may be one the next time.

    Args:
        message: What happened.
        retry_after: Seconds the endpoint asked to wait, if it did.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message, "See LLM_BASE_URL; the next engine takes over meanwhile.")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Patience:
    """How often and how long a failing endpoint is asked again.

    Attributes:
        attempts: Most attempts for one answer.
        first_wait: Upper limit of the first random pause, in seconds; it doubles each time.
        longest_wait: Longest pause in seconds, whatever the endpoint asks for.
        failures: Failures in a row after which the endpoint is left alone.
        rest: Seconds it is left alone.
    """

    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 30.0
    failures: int = 6
    rest: float = 120.0


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Completion(BaseModel):
    """What is used of a chat completion; endpoints add much of their own."""

    choices: list[_Choice]
    usage: _Usage | None = None


@dataclass(frozen=True)
class ChatAnswer:
    """What the model said.

    Attributes:
        text: Its words.
        whole: Whether it came to its end.
        tokens_in: Tokens of the request, if the endpoint counts them.
        tokens_out: Tokens of the answer.
    """

    text: str
    whole: bool
    tokens_in: int | None = None
    tokens_out: int | None = None


@dataclass
class ChatClient:
    """Asks one endpoint.

    Args:
        base_url: Its address, up to and without `/chat/completions`.
        model: The model's name there.
        api_key: Sent in a header; empty for none.
        timeout: Seconds for one whole exchange.
        patience: How failures are met.

    Raises:
        ConfigurationError: If the address cannot be used, or would get the key unencrypted.
    """

    base_url: str
    model: str
    api_key: str = ""
    timeout: float = 120.0
    patience: Patience = field(default_factory=Patience)
    _plain: bool = False

    def __post_init__(self) -> None:
        self._url = _checked_url(self.base_url, bool(self.api_key))
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=self.patience.failures,
            reset_timeout=self.patience.rest,
            exclude=[EndpointRefusedError],
            throw_new_error_on_trip=False,
        )

    def ask(self, messages: list[dict[str, str]], most_tokens: int) -> ChatAnswer:
        """Asks, again where that may help, and returns the answer.

        Args:
            messages: The conversation: each with `role` and `content`.
            most_tokens: Where the model is to stop at the latest.

        Raises:
            EndpointRefusedError: If the endpoint will not do it.
            EndpointUnavailableError: If it does not answer as it should, or is left alone.
        """
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.patience.attempts),
            wait=self._pause,
            retry=tenacity.retry_if_exception_type(EndpointUnavailableError),
            reraise=True,
        )
        try:
            answer: ChatAnswer = retrying(self._guarded, messages, most_tokens)
        except pybreaker.CircuitBreakerError as error:
            raise EndpointUnavailableError(
                f"{self._url.host} failed several times in a row and is left alone for a while."
            ) from error
        return answer

    def _guarded(self, messages: list[dict[str, str]], most_tokens: int) -> ChatAnswer:
        """Makes one attempt behind the breaker.

        pybreaker locks itself while it calls, and requests must run side by side: as long as it is
        closed, it is told the outcome only.
        """
        if self._breaker.current_state != pybreaker.STATE_CLOSED:
            return self._breaker.call(self._attempt, messages, most_tokens)
        outcome: Future[ChatAnswer] = Future()
        try:
            outcome.set_result(self._attempt(messages, most_tokens))
        except PipelineError as error:
            outcome.set_exception(error)
        return self._breaker.call(outcome.result)

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, EndpointUnavailableError) else None
        grown = tenacity.wait_random_exponential(
            multiplier=self.patience.first_wait, max=self.patience.longest_wait
        )
        return min(max(asked or 0.0, grown(state)), self.patience.longest_wait)

    def _attempt(self, messages: list[dict[str, str]], most_tokens: int) -> ChatAnswer:
        body: dict[str, Any] = {"model": self.model, "messages": messages, "stream": False}
        if not self._plain:
            extras = ({"type": "json_object"}, 0.2, most_tokens)
            body |= dict(zip(_EXTRAS, extras, strict=True))
        status, content, wait = self._post(body)
        if status in (400, 422) and not self._plain:
            # Asked once more without what this server may not know, and so from then on.
            self._plain = True
            return self._attempt(messages, most_tokens)
        self._check(status, content, wait)
        return _parsed(content, self._url.host)

    def _post(self, body: dict[str, Any]) -> tuple[int, bytes, float | None]:
        host = self._url.host
        try:
            return asyncio.run(asyncio.wait_for(self._exchange(body), self.timeout))
        except TimeoutError as error:
            raise EndpointUnavailableError(
                f"{host} did not answer completely within {self.timeout:g} s."
            ) from error
        except httpx.RequestError as error:
            reason = redact(str(error)) or type(error).__name__
            raise EndpointUnavailableError(f"{host} cannot be reached: {reason}.") from error

    async def _exchange(self, body: dict[str, Any]) -> tuple[int, bytes, float | None]:
        """Sends a request and takes the answer, piece by piece, up to the limit."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        data = json.dumps(body, ensure_ascii=False).encode()
        client = httpx.AsyncClient(timeout=self.timeout, follow_redirects=False, trust_env=False)
        async with (
            client,
            client.stream("POST", self._url, content=data, headers=headers) as response,
        ):
            self._refuse_redirect(response)
            content = await self._body(response)
            return response.status_code, content, _seconds(response.headers.get("Retry-After"))

    def _refuse_redirect(self, response: httpx.Response) -> None:
        if response.is_redirect:
            target = httpx.URL(response.headers.get("Location", ""))
            raise EndpointRefusedError(
                f"{self._url.host} redirects to {target.host or 'another path'}, which is not "
                "followed.",
                "Set LLM_BASE_URL to the endpoint's own address.",
            )

    async def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("Content-Encoding", "").lower() not in _ENCODINGS:
            raise EndpointRefusedError(f"{self._url.host} answers in an encoding nobody asked for.")
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > _MOST_BYTES:
                raise EndpointRefusedError(
                    f"{self._url.host} sent more than {_MOST_BYTES:,} bytes; the answer was cut "
                    "off and thrown away."
                )
        return bytes(body)

    def _check(self, status: int, content: bytes, wait: float | None) -> None:
        host = self._url.host
        if status in (401, 403):
            given = "refuses the key" if self.api_key else "wants a key, and none is set"
            raise EndpointRefusedError(
                f"{host} {given} (status {status}).", "Set LLM_API_KEY in config/secrets.json."
            )
        if status == 404:
            raise EndpointRefusedError(
                f"{host} knows no model {self.model} at this address (status 404).",
                "Check LLM_MODEL and LLM_BASE_URL, which usually ends in /v1.",
            )
        if status in (408, 429) or status >= 500:
            raise EndpointUnavailableError(f"{host} answers with status {status}.", wait)
        if status != 200:
            said = redact(" ".join(content[:2000].decode("utf-8", "replace").split()))
            raise EndpointRefusedError(
                f"{host} answers with status {status}: {said[:_LONGEST_REASON]}"
            )


def _parsed(content: bytes, host: str) -> ChatAnswer:
    try:
        completion = _Completion.model_validate_json(content)
    except ValidationError as error:
        reason = error.errors(include_input=False, include_url=False)[0]["msg"]
        raise EndpointUnavailableError(f"{host} sent no chat completion: {reason}.") from error
    if not completion.choices:
        raise EndpointUnavailableError(f"{host} sent an answer without a choice.")
    choice, usage = completion.choices[0], completion.usage or _Usage()
    whole = choice.finish_reason in (None, "stop")
    return ChatAnswer(
        choice.message.content or "", whole, usage.prompt_tokens, usage.completion_tokens
    )


def _checked_url(text: str, has_key: bool) -> httpx.URL:
    try:
        base = httpx.URL(text.strip())
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"LLM_BASE_URL is malformed: {error}.") from error
    if base.scheme not in ("http", "https") or not base.host:
        raise ConfigurationError(
            "LLM_BASE_URL is no http or https address.", "Such as http://localhost:11434/v1."
        )
    if has_key and base.scheme == "http" and _is_public(base.host):
        raise ConfigurationError(
            f"The key would go to {base.host} without encryption.",
            "Use an https address as LLM_BASE_URL, or remove LLM_API_KEY.",
        )
    return httpx.URL(str(base).rstrip("/") + "/chat/completions")


def _is_public(host: str) -> bool:
    """Whether a host may be outside this machine's own network; one that is unknown may be."""
    try:
        found = {row[4][0] for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError:
        return True
    return any(ipaddress.ip_address(str(item).split("%")[0]).is_global for item in found)


def _seconds(header: str | None) -> float | None:
    """Reads a `Retry-After` in seconds; its other form, a date, is left to the own pause."""
    return float(header) if header and header.isascii() and header.isdigit() else None
