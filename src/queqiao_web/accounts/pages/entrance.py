"""
Where allauth's pages join ours: its adapters and its signals.

This is the one place in the platform where signals are used, because allauth tells of sign-ins,
changed passwords and second factors in no other way. Each becomes an audit event by an action.
Failed attempts are counted and limited, but write nothing: what is written only for known
addresses could be timed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

from allauth.account import signals as account_signals
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa import signals as mfa_signals
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from queqiao_web.accounts.actions import note_sign_in_event
from queqiao_web.accounts.models import User
from queqiao_web.foundation.codes import new_code
from queqiao_web.foundation.http import Request
from queqiao_web.foundation.http.actors import actor_of_user

_log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """What we do otherwise than allauth: names, one transaction, messages, the language."""

    error_messages = {  # noqa: RUF012 -- allauth's own shape
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many failed attempts. Please wait 5 minutes and try again, or reset your password."
        ),
        "email_password_mismatch": _("Name and password do not fit together."),
        "username_password_mismatch": _("Name and password do not fit together."),
    }

    def generate_unique_username(self, txts: list[str | None], regex: str | None = None) -> str:  # noqa: ARG002 -- allauth's call
        """A user name that says nothing about the person; they may change it."""
        return f"u{new_code().lower()}"

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: BaseForm,
        commit: bool = True,  # noqa: FBT001, FBT002 -- allauth's call
    ) -> User:
        """The new person, with the event in the same transaction."""
        ours = cast("Request", request)
        user.display_name = form.cleaned_data["display_name"].strip()
        user.terms_agreed_at = ours.received_at
        with transaction.atomic():
            made = cast("User", super().save_user(request, user, form, commit))
            if commit:
                _note(ours, made, "signed_up")
        return made

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- allauth's call
        """To the page that was asked for, in the person's language."""
        response = super().post_login(request, user, **kwargs)
        remember_language(response, user.language)
        return cast("HttpResponse", response)


class OutsideAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts that come from the unified sign-in."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:  # noqa: ANN401 -- allauth's call
        """The person with the name that the provider gives."""
        user = cast("User", super().populate_user(request, sociallogin, data))
        parts = (data.get("last_name") or "", data.get("first_name") or "")
        user.display_name = (data.get("name") or "".join(parts))[:60]
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002 -- allauth's call
        provider: Any,  # noqa: ANN401, ARG002 -- as above
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 -- as above
    ) -> None:
        """Tell the operator where it failed; the person is told that it did."""
        _log.warning("unified sign-in failed", extra={"error": error or ""}, exc_info=exception)

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:  # noqa: ANN401 -- allauth's call
        """What the form of the first sign-in starts with."""
        initial = cast("dict[str, Any]", super().get_signup_form_initial_data(sociallogin))
        return {**initial, "display_name": sociallogin.user.display_name}

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401, ARG002 -- allauth's call
        """Never without the form: everybody agrees to the terms."""
        return False

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:  # noqa: ANN401 -- allauth's call
        """The new person, with the event in the same transaction."""
        ours = cast("Request", request)
        sociallogin.user.terms_agreed_at = ours.received_at
        with transaction.atomic():  # it saves through the other adapter, which writes the event
            return cast("User", super().save_user(request, sociallogin, form))


def remember_language(response: HttpResponse, language: str) -> None:
    """Have the next pages come in this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


_VERBS: tuple[tuple[Signal, str], ...] = (
    (account_signals.user_logged_in, "signed_in"),
    (account_signals.password_changed, "password_changed"),
    (account_signals.password_set, "password_set"),
    (account_signals.password_reset, "password_reset"),
    (account_signals.email_changed, "email_changed"),
    (account_signals.email_confirmed, "email_confirmed"),
    (mfa_signals.authenticator_added, "second_factor_added"),
    (mfa_signals.authenticator_removed, "second_factor_removed"),
    (mfa_signals.authenticator_reset, "second_factor_reset"),
)


def listen() -> None:
    """Connect the signals; called once when the apps are ready."""
    for signal, verb in _VERBS:
        signal.connect(_receiver(verb), weak=False, dispatch_uid=f"queqiao.{verb}")
    account_signals.user_logged_out.connect(
        _receiver("signed_out"), weak=False, dispatch_uid="queqiao.signed_out"
    )


def _receiver(verb: str) -> Callable[..., None]:
    def received(sender: object, request: HttpRequest | None = None, **kwargs: Any) -> None:  # noqa: ANN401, ARG001 -- a signal's call
        user = kwargs.get("user") or getattr(kwargs.get("email_address"), "user", None)
        if not hasattr(request, "received_at"):
            request = context.request  # allauth repeats a form after the person proved themselves
        if not isinstance(user, User) or not hasattr(request, "received_at"):
            return  # a session ended by a command or a test: nobody asked for it
        factor = getattr(kwargs.get("authenticator"), "type", "")
        _note(cast("Request", request), user, verb, {"factor": factor} if factor else {})

    return received


def _note(
    request: Request, user: User, verb: str, details: dict[str, object] | None = None
) -> None:
    actor = actor_of_user(user).coming_from(request.actor.origin)
    note_sign_in_event(
        actor=actor, at=request.received_at, user=user, verb=verb, details=details or {}
    )
