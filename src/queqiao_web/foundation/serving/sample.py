"""The demo region that an empty platform begins with: the app that knows it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib.auth import get_user_model


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """A demo account to show at the start: who it is, and what to sign in with."""

    role: str
    sign_in: str
    password: str


class SampleBuilder(Protocol):
    """Builds the demo region through actions; tells in short sentences how far it is."""

    def __call__(self, *, at: datetime, tell: Callable[[str], None]) -> None: ...


_builders: list[tuple[SampleBuilder, Callable[[], Iterable[SampleAccount]]]] = []


def sample_is_built_by(
    builder: SampleBuilder, *, accounts: Callable[[], Iterable[SampleAccount]]
) -> None:
    """Name the builder and the accounts that exist after it; called once when apps are ready."""
    _builders[:] = [(builder, accounts)]


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return not get_user_model().objects.exists()


def build_sample(*, at: datetime, tell: Callable[[str], None]) -> bool:
    """Build the demo region if there is a builder; whether there was one."""
    for builder, _accounts in _builders:
        builder(at=at, tell=tell)
    return bool(_builders)


def sample_accounts() -> tuple[SampleAccount, ...]:
    """The demo accounts that there are, with passwords that still open them."""
    people = get_user_model().objects
    found: list[SampleAccount] = []
    for _builder, accounts in _builders:
        for one in accounts():
            person = people.filter(username=one.sign_in).first()
            person = person or people.filter(email=one.sign_in).first()
            if person is not None and person.is_active and person.check_password(one.password):
                found.append(one)
    return tuple(found)
