"""Where a run may go: the start's own site, and what the user allows besides. Pure: nothing is opened here.

The site is the start's host, with and without "www."; a port is not a site of its own. Any other host, a subdomain
too, is allowed by its name. Addresses of this machine and of private networks are refused unless the start is one
itself, whatever spelling or name leads to them. What a page loads for itself (pictures, styles, scripts, frames) may
come from any public host.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Resolve = Callable[[str], tuple[str, ...]]
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_HOST = re.compile(r"(?:\*\.)?(?:[\w-]+\.)*[\w-]+\.?|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?")


def addresses(host: str) -> tuple[str, ...]:
    """What a name stands for on this machine; () where it is unknown: then the browser does not find it either."""
    try:
        return tuple({str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError):
        return ()


def host_of(url: str) -> str:
    """The host as a browser reads it, "" where there is none: `\\` is `/`, white space inside and wide forms vanish."""
    plain = re.sub(r"[\t\r\n]", "", url.strip()).replace("\\", "/")
    try:
        host = urlsplit(plain).hostname or ""
    except ValueError:  # "http://[::1", or characters that normalise to a delimiter
        return ""
    return _plain(host)


def is_host(text: str) -> bool:
    """Whether it is a host that can be allowed: a name, an address, or *.NAME."""
    return _HOST.fullmatch(text) is not None


def is_private(host: str, resolve: Resolve = addresses) -> bool:
    """Whether it is this machine or a private network, by its number in any spelling or by what the name stands for."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    literal = _literal(host)
    found = [literal] if literal else [number for text in resolve(host) if (number := _literal(text))]
    return any(_is_private(number) for number in found)


@dataclass
class Hosts:
    """The hosts of one run. `start` is an address; `allowed` are hosts, or *.NAME for all below a name."""

    start: str
    allowed: Iterable[str] = ()
    resolve: Resolve = addresses
    _known: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.site = host_of(self.start)
        self._allowed = frozenset(_plain(host) for host in self.allowed)

    def refusal(self, url: str) -> str:
        """Why a page must not go there; "" where it may."""
        scheme = url.strip().partition(":")[0].lower()
        if scheme not in ("http", "https"):
            return "" if url == "about:blank" else f"it leads to a {scheme}: address; only http and https are opened"
        host = host_of(url)
        if not host:
            return "it leads to an address without a host"
        if why := self.private(url):
            return why
        if self._holds(host):
            return ""
        return f"it leads to {host}, which is not the site's own; --allow-host {host} permits it"

    def private(self, url: str) -> str:
        """Why nothing at all may be loaded from there: it is a private address, and the start is none."""
        host = host_of(url)
        if self._private(self.site) or not self._private(host):
            return ""
        return f"it leads to {host}, which is this machine or a private network; only a run that starts there may go on"

    def __contains__(self, host: object) -> bool:
        """Whether it is the site's own host, or an allowed one."""
        return isinstance(host, str) and self._holds(_plain(host))

    def _holds(self, host: str) -> bool:
        if host.removeprefix("www.") == self.site.removeprefix("www.") or host in self._allowed:
            return True
        return any(rule.startswith("*.") and host.endswith(rule[1:]) for rule in self._allowed)

    def _private(self, host: str) -> bool:
        if host not in self._known:
            self._known[host] = is_private(host, self.resolve)
        return self._known[host]


def _plain(host: str) -> str:
    host = unicodedata.normalize("NFKC", host).replace("。", ".").lower()
    host = host.strip("[]").partition("%")[0].rstrip(".")
    literal = _literal(host)
    return str(literal) if literal else host


def _literal(host: str) -> _Address | None:
    """The number that a host is: 127.0.0.1, 127.1, 2130706433, 0x7f000001, 0177.0.0.1, ::1."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not re.fullmatch(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", host, re.IGNORECASE):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _is_private(number: _Address) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        if number in _NAT64:
            return _is_private(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        inner = number.ipv4_mapped or number.sixtofour
        if inner is not None:
            return _is_private(inner)
    return not number.is_global or number.is_multicast
