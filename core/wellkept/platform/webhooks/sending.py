"""One call of an address: where the name leads is looked up once, checked, and called; nothing follows redirects."""

import asyncio
import socket
import time
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Final

import httpx
from msgspec import Struct

from wellkept import __version__
from wellkept.platform.webhooks.rules.addresses import Address, Network, may_be_called, objection

TIMEOUT_SECONDS: Final = 10.0
ERROR_CHARACTERS_MAX: Final = 500
_PORTS: Final = {"http": 80, "https": 443}


class Answer(Struct, frozen=True, kw_only=True):
    """
    What came of a call.

    Args:
        status: of the answer; None where there was none.
        milliseconds: how long it took.
        error: why there was no answer.
    """

    status: int | None
    milliseconds: int
    error: str | None


class RefusedError(Exception):
    """The address may not be called."""


class Sender:
    """Posts messages; connections to the same address are used again."""

    def __init__(self, *, allowed: Sequence[Network] = (), timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        """
        Prepare; nothing is opened yet.

        Args:
            allowed: private networks that may be called.
            timeout_seconds: for the whole of a call.
        """
        self._allowed = tuple(allowed)
        self._timeout_seconds = timeout_seconds

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post a message, and say what came of it; the answer's body is not read."""
        began = time.monotonic()
        status, error = None, None
        try:
            async with asyncio.timeout(self._timeout_seconds):
                status = await self._status(url, body=body, headers=headers)
        except TimeoutError:
            error = f"No answer within {self._timeout_seconds:g} seconds."
        except (RefusedError, httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as failure:
            error = f"{type(failure).__name__}: {failure}"[:ERROR_CHARACTERS_MAX]
        return Answer(status=status, milliseconds=round((time.monotonic() - began) * 1000), error=error)

    async def _status(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
        against = objection(url, allowed=self._allowed)
        if against is not None:
            raise RefusedError(against)
        meant = httpx.URL(url)
        address = await self._resolved(meant.host, meant.port or _PORTS[meant.scheme])
        # Called by number, so that a name that changes meanwhile leads nowhere else; certificates are of the name.
        called = meant.copy_with(host=str(address))
        sent = {
            **headers,
            "host": meant.netloc.decode("ascii"),
            "content-type": "application/json",
            "user-agent": f"Wellkept/{__version__}",
        }
        # Settings of the environment, proxies above all, must not lead calls elsewhere.
        async with (
            httpx.AsyncClient(trust_env=False, timeout=self._timeout_seconds) as client,
            client.stream(
                "POST", called, content=body, headers=sent, extensions={"sni_hostname": meant.host}
            ) as response,
        ):
            return response.status_code

    async def _resolved(self, host: str, port: int) -> Address:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        if not addresses or not all(may_be_called(each, allowed=self._allowed) for each in addresses):
            raise RefusedError(f"{host} leads to no public address.")
        return addresses[0]
