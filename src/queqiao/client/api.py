"""Everything that a platform offers, by kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from queqiao.client.model import (
    Achievement,
    AchievementBrief,
    Demand,
    DemandBrief,
    Expert,
    ExpertBrief,
    Json,
    Organization,
)
from queqiao.client.records import Records
from queqiao.client.transport import Transport

Plain = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Client:
    """
    A platform at ``url``, asked with a token; ``language`` is that of its sentences.

    Raises:
        WrongUsage: the address is none of a platform, or would send the token in the open.
    """

    url: str
    token: str = field(repr=False)
    language: str = "zh-hans"
    timeout_s: float = 30.0
    send: Transport = field(init=False, repr=False)

    def __post_init__(self) -> None:
        made = Transport(self.url, self.token, self.language, self.timeout_s)
        object.__setattr__(self, "send", made)

    @property
    def demands(self) -> Records[DemandBrief, Demand]:
        """Technology demands."""
        return Records(self.send, "/demands")

    @property
    def achievements(self) -> Records[AchievementBrief, Achievement]:
        """Research achievements."""
        return Records(self.send, "/achievements")

    @property
    def experts(self) -> Records[ExpertBrief, Expert]:
        """Experts."""
        return Records(self.send, "/experts")

    @property
    def organizations(self) -> Records[Organization, Organization]:
        """Organizations."""
        return Records(self.send, "/organizations")

    @property
    def matches(self) -> Records[Plain, Plain]:
        """Matches of demands and achievements."""
        return Records(self.send, "/matches")

    @property
    def introductions(self) -> Records[Plain, Plain]:
        """Introductions; ``do(code, "deal")`` begins a deal."""
        return Records(self.send, "/introductions")

    @property
    def deals(self) -> Records[Plain, Plain]:
        """Deals; every step is a verb."""
        return Records(self.send, "/deals")

    @property
    def prices(self) -> Records[Plain, Plain]:
        """Listings, auctions and public notices."""
        return Records(self.send, "/prices")

    @property
    def notifications(self) -> Records[Plain, Plain]:
        """What one was told."""
        return Records(self.send, "/notifications")

    @property
    def webhooks(self) -> Records[Plain, Plain]:
        """Addresses that are told what their owner is told."""
        return Records(self.send, "/webhooks")

    def me(self) -> Plain:
        """Who the token stands for, and what it allows."""
        return cast("Plain", self.send("GET", "/me").body)

    def funnel(self, *, since: str | None = None, until: str | None = None) -> Plain:
        """The funnel by cohort, ``since`` and ``until`` as ``2026-11``."""
        query = {"since": since, "until": until}
        return cast("Plain", self.send("GET", "/funnel", query=query).body)
