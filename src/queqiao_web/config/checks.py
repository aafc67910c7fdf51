"""What the value of a setting may be, and what is said where it is something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_network
from urllib.parse import SplitResult, urlsplit

DATABASES = ("postgres", "postgresql")
MAIL_SERVERS = ("smtp", "smtp+tls", "smtps")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value and what it should be, in both languages; it quotes no secret."""

    zh: str
    en: str


Check = Callable[[str], Wrong | None]
"""Says what is wrong with a value that is set; ``None`` where nothing is."""


def anything(_value: str) -> Wrong | None:
    """Every text will do."""
    return None


def whole_number(*, least: int) -> Check:
    """A whole number that is not smaller."""

    def check(value: str) -> Wrong | None:
        if value.isascii() and value.isdigit() and int(value) >= least:
            return None
        return Wrong(
            f"应为不小于 {least} 的整数，现为“{value}”。",
            f"a whole number of at least {least} is wanted, not {value!r}.",
        )

    return check


def one_or_zero(value: str) -> Wrong | None:
    """A switch."""
    if value in {"0", "1"}:
        return None
    return Wrong(f"应为 1 或 0，现为“{value}”。", f"1 or 0 is wanted, not {value!r}.")


def host_and_port(value: str) -> Wrong | None:
    """Where a server listens."""
    host, _colon, port = value.rpartition(":")
    if host and port.isascii() and port.isdigit() and 0 < int(port) < 65_536:
        return None
    return Wrong(
        f"应为“地址:端口”，如 127.0.0.1:8000，现为“{value}”。",
        f"an address and a port are wanted, such as 127.0.0.1:8000, not {value!r}.",
    )


def site_address(value: str) -> Wrong | None:
    """The address of the platform: a scheme and a host, with no path behind."""
    parts = _split(value)
    if parts and _is_web(parts) and parts.path in {"", "/"} and not (parts.query or parts.username):
        return None
    return Wrong(
        f"应为完整网址且不带路径，如 https://qiao.example.cn，现为“{value}”。",
        f"an address without a path is wanted, such as https://qiao.example.cn, not {value!r}.",
    )


def web_address(value: str) -> Wrong | None:
    """Any page of the web."""
    parts = _split(value)
    if parts and _is_web(parts):
        return None
    return Wrong(
        "应为以 http:// 或 https:// 开头的网址。", "an address with http:// or https:// is wanted."
    )


def database_address(value: str) -> Wrong | None:
    """A PostgreSQL database; its password stands in the address, so that it is not quoted."""
    parts = _split(value)
    if parts and parts.scheme in DATABASES and parts.path.strip("/"):
        return None
    return Wrong(
        "应为 postgres://用户:口令@主机:5432/库名；不设即用数据目录中的 SQLite。",
        "postgres://user:password@host:5432/name is wanted; unset, SQLite is used.",
    )


def mail_server(value: str) -> Wrong | None:
    """A mail server; its password stands in the address, so that it is not quoted."""
    parts = _split(value)
    if parts and parts.scheme in MAIL_SERVERS and parts.hostname:
        return None
    return Wrong(
        "应为 smtp://、smtp+tls:// 或 smtps:// 开头的发信服务器地址。",
        "a mail server is wanted, with smtp://, smtp+tls:// or smtps://.",
    )


def mailbox(value: str) -> Wrong | None:
    """An address that mails come from."""
    if "@" in value.strip("@"):
        return None
    return Wrong(f"应为电子邮箱地址，现为“{value}”。", f"a mail address is wanted, not {value!r}.")


def network_list(value: str) -> Wrong | None:
    """Networks in the notation with a slash, by comma."""
    for one in filter(None, map(str.strip, value.split(","))):
        try:
            ip_network(one)
        except ValueError:
            return Wrong(
                f"“{one}”不是网段；应如 10.1.0.0/16，多个以逗号分隔。",
                f"{one!r} is no network; 10.1.0.0/16 is wanted, several by comma.",
            )
    return None


def _split(value: str) -> SplitResult | None:
    """The parts of an address, its port read; ``None`` where it is none."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_web(parts: SplitResult) -> bool:
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
