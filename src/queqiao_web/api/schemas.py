"""Shapes of who one is, of notices and of webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.foundation.api import Code, Input, Output, Owner, PageQuery, Version
from queqiao_web.foundation.webhooks.models import DeliveryState, EndpointState


class MembershipOut(Output):
    """An organization that you belong to, and as what."""

    organization: Owner
    role: OrganizationRole


class PostOut(Output):
    """A post that you hold."""

    role: RegionRole
    region_code: str


class MeOut(Output):
    """Whoever asks, and what the token allows."""

    code: str
    name: str
    memberships: list[MembershipOut]
    delegated: list[Owner] = Field(description="Organizations that let you act for them")
    posts: list[PostOut]
    scopes: list[str] | None = Field(description="Null with a session, which only reads")


class NoticeQuery(PageQuery):
    """Which notices are wanted."""

    unread: Annotated[bool | None, Field(description="Only unread, or only read ones")] = None
    kind: Annotated[str | None, Field(max_length=60)] = None


class NoticeOut(Output):
    """Something that you were told, in the language of Accept-Language."""

    code: str
    kind: str
    title: str
    body: str
    url: str
    created_at: datetime
    read_at: datetime | None


class CountOut(Output):
    """How many."""

    count: int


class WebhookIn(Input):
    """Where to send what you are told."""

    url: Annotated[str, Field(min_length=1, max_length=500)]
    organization: Annotated[
        Code | None, Field(description="An organization that you own; null: your own notices")
    ] = None
    kinds: Annotated[
        tuple[Annotated[str, Field(max_length=60)], ...],
        Field(max_length=100, description="Kinds of notices; empty: all"),
    ] = ()


class WebhookOut(Output):
    """An address that is told what its owner is told."""

    code: str
    url: str
    organization: Owner | None
    kinds: list[str]
    state: EndpointState
    failing_since: datetime | None
    created_at: datetime
    version: Version


class WebhookSecret(WebhookOut):
    """A webhook with its secret, which is shown this once."""

    secret: str


class DeliveryOut(Output):
    """One message to a webhook."""

    code: str
    kind: str
    state: DeliveryState
    attempts: int
    status: int | None
    error: str
    created_at: datetime
    tried_at: datetime | None


class WebhookDetail(WebhookOut):
    """A webhook with its latest deliveries."""

    deliveries: list[DeliveryOut]
