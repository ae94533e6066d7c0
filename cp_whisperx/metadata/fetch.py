"""One guarded request: where it may go, how much it may answer, and how long it may take."""

import asyncio
import ipaddress
import logging
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from shared.errors import ConfigurationError, DependencyFailedError

# These loggers write whole addresses, keys included.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_MOST_REDIRECTS = 3
_ENCODINGS = frozenset({"", "identity", "gzip"})


class RefusedError(DependencyFailedError):
    """The service or the guard said no; asking again would not help."""


class UnavailableError(DependencyFailedError):
    """The service did not answer as it should; it may the next time.

    Args:
        message: What happened.
        retry_after: Seconds the service asked to wait, if it did.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Reply:
    """A complete answer."""

    status: int
    body: bytes
    retry_after: float | None = None


@dataclass(frozen=True)
class Guard:
    """What requests to one service are allowed.

    Attributes:
        base_url: The service's address.
        chosen_by_user: Whether the user named this very host. Only then may it be a private
            address or speak plain HTTP.
        max_bytes: Most bytes of an answer, after decompression.
        timeout: Seconds for the whole exchange, from the name look-up to the last byte.
    """

    base_url: str
    chosen_by_user: bool = False
    max_bytes: int = 5_000_000
    timeout: float = 10.0
    _base: httpx.URL = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_base", _checked_url(self.base_url))

    @property
    def host(self) -> str:
        """The service's host."""
        return self._base.host

    def get(self, path: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """Asks once.

        Raises:
            RefusedError: If the address is not allowed or the answer is too large.
            UnavailableError: If there is no whole answer in time.
        """
        host = self.host
        try:
            return asyncio.run(asyncio.wait_for(self._get(path, params, headers), self.timeout))
        except TimeoutError as error:
            raise UnavailableError(
                f"{host} did not answer completely within {self.timeout:g} s."
            ) from error
        except httpx.TooManyRedirects as error:
            raise RefusedError(f"{host} redirects without end.") from error
        except httpx.RequestError as error:
            raise UnavailableError(
                f"{host} cannot be reached: {str(error) or type(error).__name__}."
            ) from error

    async def _get(self, path: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        client = httpx.AsyncClient(
            timeout=self.timeout,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            event_hooks={"request": [self._check]},
            headers={"Accept": "application/json", "Accept-Encoding": "gzip"} | dict(headers),
        )
        url = str(self._base).rstrip("/") + path
        async with client, client.stream("GET", url, params=dict(params)) as response:
            wait = _seconds(response.headers.get("Retry-After"))
            return Reply(response.status_code, await self._body(response), wait)

    async def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("Content-Encoding", "").lower() not in _ENCODINGS:
            raise RefusedError(f"{self.host} answers in an encoding nobody asked for.")
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self.max_bytes:
                raise RefusedError(
                    f"{self.host} sent more than {self.max_bytes:,} bytes; "
                    "the answer was cut off and thrown away."
                )
        return bytes(body)

    async def _check(self, request: httpx.Request) -> None:
        """Refuses a request, the first one or a redirected one, that goes where it must not."""
        url = request.url
        if _origin(url) != _origin(self._base):
            raise RefusedError(
                f"{self.host} redirects to {url.scheme}://{url.host}, which is not followed."
            )
        if self.chosen_by_user:
            return
        if url.scheme != "https":
            raise RefusedError(f"{url.host} would be asked without encryption.")
        for address in await _addresses(url.host):
            if not _is_public(address):
                raise RefusedError(
                    f"{url.host} leads to the private address {address}.",
                    "The network's name server may block the service; another one may help.",
                )


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _checked_url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"The address of a service is malformed: {error}.") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(
            f"The address of a service, {url.scheme}://{url.host}, is no http or https address."
        )
    return url


async def _addresses(host: str) -> list[str]:
    """Looks a host up; a name that is not found is left to the connection to report."""
    try:
        rows = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror:
        return []
    return [str(row[4][0]).split("%")[0] for row in rows]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    inner = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (inner or ip).is_global and not (inner or ip).is_multicast


def _seconds(header: str | None) -> float | None:
    """Reads a `Retry-After` in seconds; its other form, a date, is left to the own waiting time."""
    return float(header) if header and header.isascii() and header.isdigit() else None
