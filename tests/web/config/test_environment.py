"""Wrong settings: all are named at once, before anything is started or written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from queqiao_web.config.environment import SETTINGS, WrongSettings, require_right_settings

PASSWORD = "geheim-8f3"


@pytest.fixture
def settings_of(monkeypatch, tmp_path):
    """Nothing but the settings given."""

    def choose(**given):
        for name in [name for name in os.environ if name.startswith("QUEQIAO_")]:
            monkeypatch.delenv(name)
        for name, value in {"DATA_DIR": str(tmp_path / "data"), **given}.items():
            monkeypatch.setenv(f"QUEQIAO_{name}", value)

    return choose


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://user:pw@host/name"),
        ("DATABASE_URL", "postgres://host"),
        ("DATABASE_URL", "postgres://user:pw@[host/name"),
        ("DATABASE_URL", "postgres://user:pw@host:many/name"),
        ("PUBLIC_URL", "qiao.example.cn"),
        ("PUBLIC_URL", "https://qiao.example.cn/queqiao"),
        ("PUBLIC_URL", "ftp://qiao.example.cn"),
        ("DEBUG", "yes"),
        ("EMAIL_URL", "mail.example.cn"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_FROM", "queqiao"),
        ("WORKERS", "0"),
        ("WORKERS", "two"),
        ("WEB_PROCESSES", "1.5"),
        ("PROXIES", "-1"),
        ("JOB_SECONDS", "٣"),
        ("FILE_MB", "20MB"),
        ("LISTEN", "8000"),
        ("LISTEN", "127.0.0.1:99999"),
        ("WEBHOOK_NETWORKS", "10.1.0.0/16, 10.2.0.0/99"),
        ("OIDC_CLIENT_IDS", "queqiao"),
        ("DATABSE_URL", "postgres://user:pw@host/name"),
    ],
)
def test_a_wrong_one_is_named(settings_of, name, value):
    settings_of(**{name: value})

    with pytest.raises(WrongSettings, match=rf"\n  QUEQIAO_{name}：") as caught:
        require_right_settings()

    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    "given",
    [
        {},
        {one.name.removeprefix("QUEQIAO_"): one.default for one in SETTINGS[1:] if one.default},
        {"DATABASE_URL": "postgresql://postgres:@/postgres?host=/tmp/socket"},
        {"DATABASE_URL": "postgres://user:p%40ss@db.example.cn:5432/queqiao?sslmode=require"},
        {"PUBLIC_URL": "https://qiao.example.cn/", "PROXIES": "2", "LISTEN": "[::1]:8000"},
        {"EMAIL_URL": "smtp+tls://user:pw@mail.example.cn:587", "DEBUG": "1"},
        {"OIDC_URL": "https://id.example.cn/realm", "OIDC_CLIENT_ID": "queqiao"},
        {"WEBHOOK_NETWORKS": "10.1.0.0/16, fd00::/8"},
        {"TEST_POSTGRES_URL": "x", "WITHOUT_BROWSER": "1", "LANG": "zh", "BROWSER": "x"},
    ],
)
def test_right_ones_pass(settings_of, given):
    settings_of(**given)

    require_right_settings()


def test_a_folder_that_cannot_be_made_is_named(settings_of, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings_of(DATA_DIR=str(tmp_path / "file" / "data"), LANG="en")

    with pytest.raises(WrongSettings, match=r"QUEQIAO_DATA_DIR: .*cannot be made or written"):
        require_right_settings()


def test_a_provider_wants_its_client(settings_of):
    settings_of(OIDC_URL="https://id.example.cn")

    with pytest.raises(WrongSettings, match="QUEQIAO_OIDC_CLIENT_ID：启用统一身份认证时必填"):
        require_right_settings()


@pytest.mark.parametrize(
    "line",
    [
        ("queqiao_web", "run"),
        ("queqiao_web", "migrate"),
        ("gunicorn", "-c", "python:queqiao_web.config.gunicorn"),
    ],
)
def test_whatever_starts_tells_all_of_them_and_writes_nothing(tmp_path, line):
    data = tmp_path / "data"
    given = {
        "QUEQIAO_DATA_DIR": str(data),
        "QUEQIAO_DATABASE_URL": f"mysql://user:{PASSWORD}@host/name",
        "QUEQIAO_EMAIL_URL": f"{PASSWORD}@mail",
        "QUEQIAO_WORKERS": "two",
    }
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("QUEQIAO_", "DJANGO"))}

    ended = subprocess.run(
        [sys.executable, "-m", *line],
        env=environment | given,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    told = ended.stderr.splitlines()
    names = [row.strip().partition("：")[0] for row in told[1:]]
    assert names == ["QUEQIAO_DATABASE_URL", "QUEQIAO_EMAIL_URL", "QUEQIAO_WORKERS"]
    assert "Traceback" not in ended.stderr
    assert PASSWORD not in ended.stderr
    assert list(Path(data).iterdir()) == []
