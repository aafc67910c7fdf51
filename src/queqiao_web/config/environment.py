"""
Everything an operator can set from outside: one table of environment variables.

``docs/reference/settings.md`` is made from it; a test holds the two together. Before anything
starts, ``require_right_settings`` names every one that is wrong, all at once.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from queqiao_web.config import checks
from queqiao_web.config.checks import Check, Wrong


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, what holds without it, what it is for, what it may be."""

    name: str
    default: str
    zh: str
    en: str
    check: Check = checks.anything


class WrongSettings(ValueError):
    """One or more settings cannot be used; the message names them all."""


SETTINGS = (
    Setting(
        "QUEQIAO_DATA_DIR",
        "var",
        "数据目录：内置数据库、文件、索引、密钥和日志都在其中。",
        "Where the embedded database, files, indices, the key and logs are kept.",
    ),
    Setting(
        "QUEQIAO_DATABASE_URL",
        "",
        "数据库地址，如 postgres://用户:口令@主机:5432/库名；不设即用数据目录中的 SQLite。",
        "The database, postgres://user:password@host:5432/name; unset: SQLite in the data folder.",
        checks.database_address,
    ),
    Setting(
        "QUEQIAO_PUBLIC_URL",
        "http://127.0.0.1:8000",
        "用户访问的网址；以 https:// 开头时启用安全 Cookie 和 HSTS。",
        "The address users type; with https:// cookies become secure and HSTS is sent.",
        checks.site_address,
    ),
    Setting(
        "QUEQIAO_SECRET_KEY",
        "",
        "签名密钥；不设则首次启动时生成并存入数据目录。",
        "The signing key; unset: made at the first start and kept in the data folder.",
    ),
    Setting(
        "QUEQIAO_DEBUG",
        "",
        "设为 1 显示出错详情，只用于开发。",
        "1 shows details of errors; for development only.",
        checks.one_or_zero,
    ),
    Setting(
        "QUEQIAO_EMAIL_URL",
        "",
        "发信服务器，如 smtp+tls://用户:口令@主机:587；不设则邮件写入 mail 文件夹。",
        "The mail server, smtp+tls://user:password@host:587; unset: mails go to a folder.",
        checks.mail_server,
    ),
    Setting(
        "QUEQIAO_EMAIL_FROM",
        "queqiao@localhost",
        "发信人地址。",
        "The address that mails come from.",
        checks.mailbox,
    ),
    Setting(
        "QUEQIAO_OIDC_URL",
        "",
        "统一身份认证（OpenID Connect）的发现地址；不设则不启用。",
        "The discovery address of an OpenID Connect provider; unset: not offered.",
        checks.web_address,
    ),
    Setting(
        "QUEQIAO_OIDC_NAME",
        "统一身份认证",
        "登录页上统一身份认证的名称。",
        "What the sign-in page calls it.",
    ),
    Setting("QUEQIAO_OIDC_CLIENT_ID", "", "统一身份认证的客户端标识。", "Its client id."),
    Setting("QUEQIAO_OIDC_CLIENT_SECRET", "", "统一身份认证的客户端密钥。", "Its client secret."),
    Setting(
        "QUEQIAO_WORKERS",
        "2",
        "后台任务进程数。",
        "How many processes work in the background.",
        checks.whole_number(least=1),
    ),
    Setting(
        "QUEQIAO_WEB_PROCESSES",
        "2",
        "网页服务进程数，每个进程八个线程。",
        "How many processes answer requests, with eight threads each.",
        checks.whole_number(least=1),
    ),
    Setting(
        "QUEQIAO_LISTEN",
        "127.0.0.1:8000",
        "网页服务监听的地址和端口；应放在 HTTPS 反向代理之后。",
        "Where the web server listens; put a proxy with HTTPS in front of it.",
        checks.host_and_port,
    ),
    Setting(
        "QUEQIAO_PROXIES",
        "0",
        "前面有几层反向代理；据此从 X-Forwarded-For 中取访客地址。",
        "How many proxies stand in front; the visitor's address is read accordingly.",
        checks.whole_number(least=0),
    ),
    Setting(
        "QUEQIAO_JOB_SECONDS",
        "900",
        "一项后台任务最多运行的秒数；进程被杀后，任务在此时间之后重新执行。",
        "How long a job may run, in seconds; a job whose process was killed begins again after it.",
        checks.whole_number(least=1),
    ),
    Setting(
        "QUEQIAO_WEBHOOK_NETWORKS",
        "",
        "允许 Webhook 访问的内网网段，如 10.1.0.0/16，多个以逗号分隔；不设则一律拒绝内网地址。",
        "Inner networks that webhooks may reach, such as 10.1.0.0/16, by comma; unset: none.",
        checks.network_list,
    ),
    Setting(
        "QUEQIAO_FILE_MB",
        "20",
        "单个附件的大小上限（MB）。",
        "The largest file that may be uploaded, in MB.",
        checks.whole_number(least=1),
    ),
)
_DEFAULTS = {one.name: one.default for one in SETTINGS}


def setting(name: str) -> str:
    """The value of a setting of the table, blanks stripped."""
    return os.environ.get(name, "").strip() or _DEFAULTS[name]


def require_right_settings() -> None:
    """
    Look at every setting before anything is done with one.

    Raises:
        WrongSettings: naming all that are wrong, each with what it should be.
    """
    wrong = [*_wrong_values(), *_misspelt(), *_unusable_folder()]
    if not wrong:
        return
    english = os.environ.get("QUEQIAO_LANG", "").lower().startswith("en")
    head = (
        "These settings (environment variables) cannot be used:"
        if english
        else ("以下设置（环境变量）有误，请改正后重新启动：")
    )
    colon = ": " if english else "："
    lines = [f"  {name}{colon}{one.en if english else one.zh}" for name, one in wrong]
    raise WrongSettings("\n".join([head, *lines]))


def _wrong_values() -> Iterator[tuple[str, Wrong]]:
    for one in SETTINGS:
        value = os.environ.get(one.name, "").strip()
        if value and (wrong := one.check(value)):
            yield one.name, wrong
    if setting("QUEQIAO_OIDC_URL") and not setting("QUEQIAO_OIDC_CLIENT_ID"):
        yield (
            "QUEQIAO_OIDC_CLIENT_ID",
            Wrong("启用统一身份认证时必填。", "needed with QUEQIAO_OIDC_URL."),
        )


def _misspelt() -> Iterator[tuple[str, Wrong]]:
    """A name that looks like one of ours does nothing, which nobody would notice."""
    for name in sorted(os.environ):
        near = get_close_matches(name, _DEFAULTS, n=1, cutoff=0.87)
        if name not in _DEFAULTS and name.startswith("QUEQIAO_") and near:
            yield (
                name,
                Wrong(f"没有这一设置，是否应为 {near[0]}？", f"unknown; is {near[0]} meant?"),
            )


def _unusable_folder() -> Iterator[tuple[str, Wrong]]:
    try:
        usable = os.access(data_folder(), os.R_OK | os.W_OK | os.X_OK)
    except OSError:
        usable = False
    if not usable:
        path = setting("QUEQIAO_DATA_DIR")
        yield (
            "QUEQIAO_DATA_DIR",
            Wrong(f"“{path}”无法建立或写入。", f"{path!r} cannot be made or written."),
        )


def data_folder() -> Path:
    """The data folder, made where it is not there, readable by its owner only."""
    folder = Path(setting("QUEQIAO_DATA_DIR")).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The key from the environment, else from the data folder, where it is made once."""
    if given := setting("QUEQIAO_SECRET_KEY"):
        return given
    path = folder / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def database(folder: Path) -> dict[str, object]:
    """
    Django's description of the database.

    SQLite runs in WAL mode and takes its write lock when a transaction begins, so that two writers
    wait for each other instead of failing halfway.
    """
    url = setting("QUEQIAO_DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "queqiao.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
            },
        }
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def listens_at() -> tuple[str, int]:
    """The host and the port where the web server listens."""
    host, _colon, port = setting("QUEQIAO_LISTEN").rpartition(":")
    return host, int(port)


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of a list with commas."""
    return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())


def mail(folder: Path) -> dict[str, object]:
    """Django's mail settings: a server where one is named, else files in the data folder."""
    url = setting("QUEQIAO_EMAIL_URL")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder / "mail"),
        }
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def oidc() -> dict[str, object]:
    """The OpenID Connect provider in the form that allauth reads; nothing where none is named."""
    url = setting("QUEQIAO_OIDC_URL")
    if not url:
        return {}
    app = {
        "provider_id": "oidc",
        "name": setting("QUEQIAO_OIDC_NAME"),
        "client_id": setting("QUEQIAO_OIDC_CLIENT_ID"),
        "secret": setting("QUEQIAO_OIDC_CLIENT_SECRET"),
        "settings": {"server_url": url, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def oidc_origin() -> list[str]:
    """Where the sign-in form may lead: the provider's scheme and host."""
    parts = urlsplit(setting("QUEQIAO_OIDC_URL"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
