"""How a signed-in user becomes an actor: the app that knows memberships says so."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser

from queqiao_web.foundation.access.actor import NOBODY, Actor

ActorBuilder = Callable[[AbstractBaseUser], Actor]
_builders: list[ActorBuilder] = []


def actors_are_built_by(builder: ActorBuilder) -> None:
    """Name the builder; called once when the apps are ready."""
    _builders[:] = [builder]


def actor_of_user(user: object) -> Actor:
    """The actor for a user, nobody in particular where they are not signed in."""
    if not isinstance(user, AbstractBaseUser) or not user.is_active or not _builders:
        return NOBODY
    return _builders[0](user)
