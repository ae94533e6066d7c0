"""Asks TMDB: cached, retried with growing pauses, and behind a circuit breaker."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import pybreaker
import tenacity
from pydantic import ValidationError

from cp_whisperx.metadata.answers import Answer, Details, SearchPage
from cp_whisperx.metadata.fetch import Guard, RefusedError, Reply, UnavailableError
from shared.cache_manager import CacheManager

NAMESPACE = "tmdb"
_AnswerType = TypeVar("_AnswerType", bound=Answer)
_BEARER_LENGTH = 64
_CACHE_DAYS = 30.0


@dataclass(frozen=True)
class Patience:
    """How often and how long a failing service is asked again.

    Attributes:
        attempts: Most attempts for one answer.
        first_wait: Upper limit of the first random pause, in seconds; it doubles each time.
        longest_wait: Longest pause in seconds, whatever the service asks for.
        failures: Failures in a row after which the service is left alone.
        rest: Seconds it is left alone.
    """

    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 20.0
    failures: int = 6
    rest: float = 120.0


class TmdbClient:
    """Asks TMDB version 3.

    Args:
        guard: Where the service is and what requests are allowed.
        api_key: A key of version 3, or a read access token of version 4.
        cache: Where answers are kept; the key is no part of their name.
        patience: How failures are met.
    """

    def __init__(
        self, guard: Guard, api_key: str, cache: CacheManager, patience: Patience | None = None
    ) -> None:
        self._guard = guard
        self._cache = cache
        self._patience = patience or Patience()
        self._breaker = _breaker(guard.base_url, self._patience)
        is_token = len(api_key) > _BEARER_LENGTH
        self._key = {} if is_token else {"api_key": api_key}
        self._headers = {"Authorization": f"Bearer {api_key}"} if is_token else {}

    def search(self, kind: str, title: str, year: int | None) -> SearchPage:
        """Searches films (`movie`) or series (`tv`) by title and, where known, year."""
        params = {"query": title}
        if year is not None:
            params["year" if kind == "movie" else "first_air_date_year"] = str(year)
        return self._ask(f"/search/{kind}", params, SearchPage)

    def details(self, kind: str, tmdb_id: int) -> Details:
        """Returns all about a film or series, with cast and crew."""
        return self._ask(f"/{kind}/{tmdb_id}", {"append_to_response": "credits"}, Details)

    def _ask(self, path: str, params: Mapping[str, str], model: type[_AnswerType]) -> _AnswerType:
        key = json.dumps([self._guard.base_url, path, sorted(params.items())])
        cached = self._cache.get(NAMESPACE, key, _CACHE_DAYS)
        # An answer that an older version kept may lack what this one reads: it is asked for again.
        with contextlib.suppress(ValidationError):
            if cached is not None:
                return model.model_validate_json(cached)
        body, answer = self._patiently(path, params, model)
        # A film that is not listed today may be tomorrow.
        if not isinstance(answer, SearchPage) or answer.results:
            self._cache.put(NAMESPACE, key, body)
        return answer

    def _patiently(
        self, path: str, params: Mapping[str, str], model: type[_AnswerType]
    ) -> tuple[bytes, _AnswerType]:
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._patience.attempts),
            wait=self._pause,
            retry=tenacity.retry_if_exception_type(UnavailableError),
            reraise=True,
        )
        try:
            found: tuple[bytes, _AnswerType] = retrying(
                self._breaker.call, self._attempt, path, params, model
            )
        except pybreaker.CircuitBreakerError as error:
            raise UnavailableError(
                "TMDB failed several times in a row and is left alone for a while."
            ) from error
        return found

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, UnavailableError) else None
        grown = tenacity.wait_random_exponential(
            multiplier=self._patience.first_wait, max=self._patience.longest_wait
        )
        return min(max(asked or 0.0, grown(state)), self._patience.longest_wait)

    def _attempt(
        self, path: str, params: Mapping[str, str], model: type[_AnswerType]
    ) -> tuple[bytes, _AnswerType]:
        reply = self._guard.get(path, {**params, **self._key}, self._headers)
        _check_status(reply)
        try:
            return reply.body, model.model_validate_json(reply.body)
        except ValidationError as error:
            raise UnavailableError(
                f"TMDB's answer is not what its documentation promises: "
                f"{error.errors(include_input=False, include_url=False)[0]['msg']}."
            ) from error


def _check_status(reply: Reply) -> None:
    if reply.status in (401, 403):
        raise RefusedError(
            f"TMDB refuses the API key (status {reply.status}).",
            "Check TMDB_API_KEY in config/secrets.json.",
        )
    if reply.status == 429 or reply.status >= 500:
        raise UnavailableError(f"TMDB answers with status {reply.status}.", reply.retry_after)
    if reply.status != 200:
        raise RefusedError(f"TMDB answers with status {reply.status}.")


@cache
def _breaker(base_url: str, patience: Patience) -> pybreaker.CircuitBreaker:
    """Returns the breaker of a service; jobs that one process runs in turn share it."""
    return pybreaker.CircuitBreaker(
        fail_max=patience.failures,
        reset_timeout=patience.rest,
        exclude=[RefusedError],
        name=base_url,
        throw_new_error_on_trip=False,
    )
