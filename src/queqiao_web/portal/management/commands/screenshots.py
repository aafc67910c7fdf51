"""``queqiao-web screenshots``: every page of a running platform, for every role, as pictures."""

from __future__ import annotations

import os
import shutil
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from queqiao_web.foundation.access import NOBODY, Actor, RegionRole
from queqiao_web.foundation.http.actors import actor_of_user
from queqiao_web.foundation.management.command import PlatformCommand
from queqiao_web.organizations.models import Appointment, Membership
from queqiao_web.organizations.states import MembershipState, OrganizationKind
from queqiao_web.portal.management.addresses import addresses_for

WIDTHS: Final = (1440, 390)
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Command(PlatformCommand):
    """Open each page as each role at two widths and keep what it looks like."""

    help = "Take pictures of every page for every role, 1440 and 390 pixels wide."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options."""
        parser.add_argument("--url", default=settings.PUBLIC_URL, help="where the platform runs")
        parser.add_argument("--to", default="screenshots", help="the folder for the pictures")
        parser.add_argument("--language", default="zh-hans", choices=["zh-hans", "en"])
        parser.add_argument("--only", default="", help="pages whose name begins so")

    def handle(self, *, url: str, to: str, language: str, only: str, **_options: object) -> None:
        """Take the pictures."""
        folder = Path(to)
        folder.mkdir(parents=True, exist_ok=True)
        with _browser() as browser:
            for role, user in _people():
                actor = actor_of_user(user) if user is not None else NOBODY
                context = {"url": url, "language": language, "session": _session(user)}
                taken = self._take(browser, folder, role, context, _chosen(actor, only))
                self.stdout.write(_("%(role)s: %(count)d pages") % {"role": role, "count": taken})

    def _take(
        self,
        browser: Any,  # noqa: ANN401 -- Playwright may not be installed
        folder: Path,
        role: str,
        wanted: dict[str, str],
        pages: dict[str, str],
    ) -> int:
        taken = 0
        for width in WIDTHS:
            context = browser.new_context(
                base_url=wanted["url"], viewport={"width": width, "height": 900}
            )
            cookies = {
                settings.LANGUAGE_COOKIE_NAME: wanted["language"],
                settings.SESSION_COOKIE_NAME: wanted["session"],
            }
            context.add_cookies(
                [{"name": k, "value": v, "url": wanted["url"]} for k, v in cookies.items() if v]
            )
            for name, address in pages.items():
                taken += _picture(context, address, folder / f"{name}-{role}-{width}.png")
            context.close()
        return taken


def _picture(context: Any, address: str, file: Path) -> int:  # noqa: ANN401 -- as above
    """One picture; none of what is no page, or not for this role."""
    answer = context.request.get(address, max_redirects=0)
    if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
        return 0
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=str(file), full_page=True)
    page.close()
    return 1


def _chosen(actor: Actor, only: str) -> dict[str, str]:
    pages = addresses_for(actor)
    return {name: address for name, address in sorted(pages.items()) if name.startswith(only)}


def _people() -> Iterator[tuple[str, AbstractBaseUser | None]]:
    """A visitor, a member of each kind of organization, a holder of each post."""
    yield "visitor", None
    people = get_user_model()._default_manager
    for kind in OrganizationKind.values:
        rows = Membership.objects.filter(state=MembershipState.ACTIVE, organization__kind=kind)
        if membership := rows.order_by("pk").first():
            yield kind, people.get(pk=membership.user_id)
    for role in RegionRole.values:
        posts = Appointment.objects.filter(role=role, ended_at__isnull=True)
        if post := posts.order_by("pk").first():
            yield role, people.get(pk=post.user_id)


def _session(user: AbstractBaseUser | None) -> str:
    """A session in which the user is signed in, for this command alone."""
    if user is None:
        return ""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.set_expiry(3600)
    store.create()
    return str(store.session_key)


class _browser:  # noqa: N801 -- used like a function
    """A browser of the machine, closed at the end."""

    def __enter__(self) -> Any:  # noqa: ANN401 -- as above
        try:
            from playwright.sync_api import (  # noqa: PLC0415 -- optional
                sync_playwright,
            )
        except ImportError as error:
            raise CommandError(
                _("Pictures need Playwright: pip install playwright."), returncode=2
            ) from error
        self._playwright = sync_playwright().start()
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop; we use none
        path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        self._browser = self._playwright.chromium.launch(executable_path=path, args=sandbox)
        return self._browser

    def __exit__(self, *_error: object) -> None:
        self._browser.close()
        self._playwright.stop()
