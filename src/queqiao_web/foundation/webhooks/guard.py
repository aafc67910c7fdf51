"""
Where webhooks may go: public addresses, and inner networks that the operator names.

An address that somebody types must not make the platform knock at doors inside its own network.
A name is resolved once, every address it has is judged, and the connection goes to the address
that was judged: a name that answers otherwise the second time gains nothing. Redirects are not
followed.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """The address may not be used; ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: the judged address, and what was typed of the rest."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def parse_url(url: str) -> tuple[str, str, int, str]:
    """
    Scheme, host, port and path of a webhook's address.

    Raises:
        Unreachable: it is no http(s) address, or one with a user in it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreachable("malformed") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unreachable("malformed")
    if parts.username or parts.password:
        raise Unreachable("has_user")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise Unreachable("malformed")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path


def find_target(url: str) -> Target:
    """
    The target of an address, judged now.

    Raises:
        Unreachable: it has no address, or one that may not be used.
    """
    scheme, host, port, path = parse_url(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("unknown_host") from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses:
        raise Unreachable("unknown_host")
    if not all(may_be_reached(one, settings.WEBHOOK_NETWORKS) for one in addresses):
        raise Unreachable("inner_address")
    return Target(scheme, host, port, path, addresses[0])


def may_be_reached(text: str, allowed: Iterable[Network] = ()) -> bool:
    """Whether an address is public, or in a network that the operator allows."""
    address = _plain(ip_address(text.split("%", maxsplit=1)[0]))
    if any(address in network for network in allowed):
        return True
    return address.is_global and not address.is_multicast


def _plain(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one: mapped, 6to4, Teredo, NAT64 lead to the same doors."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in IPv6Network("64:ff9b::/96"):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
