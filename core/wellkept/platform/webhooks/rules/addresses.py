"""
Which addresses may be called: public ones, so that nobody reaches through us what only we can reach.

Names are checked when they are called, by what they resolve to then; here is what a URL and a number tell.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urlsplit

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

#: RFC 6052 and 8215: the last 32 bits are an IPv4 address that a translator calls.
_TRANSLATED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_LOCAL_NAMES: Final = (".localhost", ".local", ".internal", ".home.arpa")
_LAST_32_BITS: Final = 0xFFFF_FFFF
_PORTS: Final = range(1, 65536)


def may_be_called(address: Address, *, allowed: Sequence[Network] = ()) -> bool:
    """
    Return whether a connection to an address may be opened.

    Args:
        address: to which the connection would go.
        allowed: private networks that the deployment has named.
    """
    meant = _meant_by(address)
    if any(address in network or meant in network for network in allowed):
        return True
    return _is_public(meant)


def objection(url: str, *, allowed: Sequence[Network] = ()) -> str | None:
    """
    Return what is against a URL as far as it tells by itself; None if nothing is.

    Args:
        url: as the caller gave it.
        allowed: private networks that the deployment has named; where there are some, HTTP may be unencrypted.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "This is no URL."
    if parts.scheme not in {"http", "https"} or not host or (port is not None and port not in _PORTS):
        return "This is no URL of HTTP."
    return _objection_to_parts(parts, allowed=allowed) or _objection_to_host(host.lower().rstrip("."), allowed=allowed)


def _objection_to_parts(parts: SplitResult, *, allowed: Sequence[Network]) -> str | None:
    if parts.username is not None or parts.password is not None:
        return "A URL with a password in it would be shown to everybody who may see webhooks."
    if parts.fragment:
        return "A fragment is never sent."
    if parts.scheme == "http" and not allowed:
        return "Events are only sent encrypted, over https."
    return None


def _objection_to_host(host: str, *, allowed: Sequence[Network]) -> str | None:
    number = _number(host)
    if number is not None:
        return None if may_be_called(number, allowed=allowed) else "This address is not a public one."
    if allowed:
        return None
    is_local = "." not in host or host.endswith(_LOCAL_NAMES)
    return "This name is not a public one." if is_local else None


def _number(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _meant_by(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address leads to, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & _LAST_32_BITS)
    tunnelled = address.teredo[1] if address.teredo is not None else None
    return address.ipv4_mapped or address.sixtofour or tunnelled or address


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved
