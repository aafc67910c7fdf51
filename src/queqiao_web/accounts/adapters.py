"""Where accounts meet allauth's machinery: checking a password, and keeping second factors."""

from __future__ import annotations

import base64
import hashlib
from typing import cast
from urllib.parse import urlsplit

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from queqiao_web.accounts.models import User


class SignInBackend(AuthenticationBackend):  # type: ignore[misc] # allauth is untyped
    """
    Signs in by e-mail or user name with exactly one check of a password, known or not.

    allauth's own backend checks twice where an address is known and once where it is not, which
    a stop watch tells apart. User names hold no ``@``, so a name is never taken for an address.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: str) -> User | None:  # noqa: ARG002 -- allauth's call
        login = credentials.get("email") or credentials.get("username") or ""
        if "@" in login:
            found = filter_users_by_email(login, prefer_verified=True, for_login=True)
            user = found[0] if found else None
        else:
            user = get_user_by_username(login) if login else None
        return cast("User | None", self._check_password(user, credentials.get("password", "")))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """Second factors: secrets encrypted with the platform's key, keys bound to its address."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as it is used."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The platform's address, whatever name the request came under."""
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "localhost", "name": _("Queqiao")}


def _cipher() -> MultiFernet:
    """The cipher of the present key, that reads what former keys wrote as well."""
    keys: list[str] = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    derived = (hashlib.sha256(f"queqiao.second_factor:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in derived])
