"""Who asks: a person with what they hold, the system itself, or nobody in particular."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from queqiao_web.foundation.access.regions import covers
from queqiao_web.foundation.access.roles import RANK, OrganizationRole, RegionRole


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from: ``channel`` is page, api, job or command."""

    channel: str = "command"
    ip: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A role held within a region."""

    role: str
    region_code: str


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Whoever asks for something, with everything that permission depends on.

    ``memberships`` are organization ids with the role held there; ``delegated`` the organizations
    that let this broker act for them; ``scopes`` what an API token is limited to (``None``: not
    limited). An actor is a value: it is made anew for each request.
    """

    user_id: int | None = None
    memberships: Mapping[int, str] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    delegated: frozenset[int] = frozenset()
    scopes: frozenset[str] | None = None
    origin: Origin = Origin()
    is_system: bool = False

    @property
    def is_known(self) -> bool:
        """Whether this is a signed-in person or the system."""
        return self.is_system or self.user_id is not None

    @property
    def organization_ids(self) -> frozenset[int]:
        """The organizations that the actor is a member of."""
        return frozenset(self.memberships)

    def acts_for(
        self, organization_id: int | None, *, at_least: str = OrganizationRole.EDITOR
    ) -> bool:
        """Whether the actor holds this role or a higher one there; a delegate counts as editor."""
        if organization_id is None:
            return False
        role = self.memberships.get(organization_id)
        if role is not None and RANK[OrganizationRole(role)] >= RANK[OrganizationRole(at_least)]:
            return True
        return organization_id in self.delegated and at_least != OrganizationRole.OWNER

    def holds(self, *roles: str, within: str | None = None) -> bool:
        """
        Whether the actor holds one of the roles, in a region that covers the code ``within``.

        ``within=None`` asks whether they hold it anywhere. The operator of the platform counts as
        such everywhere their post covers, and for no other role.
        """
        return any(
            post.role in roles and (within is None or covers(post.region_code, within))
            for post in self.posts
        )

    def regions_as(self, *roles: str) -> tuple[str, ...]:
        """The regions in which the actor holds one of the roles, in order."""
        return tuple(sorted({post.region_code for post in self.posts if post.role in roles}))

    @property
    def is_officer(self) -> bool:
        """Whether the actor is an officer of some region."""
        return self.holds(RegionRole.OFFICER)

    @property
    def is_operator(self) -> bool:
        """Whether the actor operates the platform."""
        return self.holds(RegionRole.OPERATOR)

    def may_use(self, scope: str) -> bool:
        """Whether a token, if one is used, allows this scope."""
        return self.scopes is None or scope in self.scopes

    def coming_from(self, origin: Origin) -> Actor:
        """The same actor with where the request came from."""
        return replace(self, origin=origin)


SYSTEM = Actor(is_system=True, origin=Origin(channel="job"))
"""The platform itself: jobs and commands act as it."""

NOBODY = Actor(origin=Origin(channel="page"))
"""A visitor who has not signed in."""
