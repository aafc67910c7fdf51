"""The names of organizations that own webhooks: the app that knows them says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from queqiao_web.foundation.access import Actor, OrganizationRole
from queqiao_web.foundation.webhooks.models import OwnerType

NamesOf = Callable[[Iterable[int]], dict[int, str]]
_named_by: list[NamesOf] = []


def organizations_are_named_by(names_of: NamesOf) -> None:
    """Name who knows the names; called once when the apps are ready."""
    _named_by[:] = [names_of]


def owners_for(actor: Actor) -> list[tuple[str, str]]:
    """Whose webhooks the actor manages, as ``("organization:7", name)``; themselves first."""
    owned = [
        one
        for one in sorted(actor.organization_ids)
        if actor.acts_for(one, at_least=OrganizationRole.OWNER)
    ]
    names = _named_by[0](owned) if _named_by and owned else {}
    mine = (f"{OwnerType.USER}:{actor.user_id}", _("Myself"))
    return [mine, *((f"{OwnerType.ORGANIZATION}:{one}", names[one]) for one in names)]
