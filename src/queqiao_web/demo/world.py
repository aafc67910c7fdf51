"""What is known of the demo region while it is built."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from random import Random
from typing import Any

import yaml

from queqiao.matching.model import Achievement as Offered
from queqiao.matching.model import Demand as Wanted
from queqiao_web.accounts.models import User
from queqiao_web.demo.timeline import Timeline
from queqiao_web.foundation.access import Actor
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.queries import actor_for


@dataclass(frozen=True, slots=True)
class Source:
    """The records of the demo region's files, and how well they fit: grades 0-3 by two ids."""

    demands: tuple[Wanted, ...]
    achievements: tuple[Offered, ...]
    grades: dict[tuple[str, str], int]


@dataclass(slots=True)
class World:
    """
    The region so far; ``share`` is the part of all demands of the files that it has.

    Rows are kept by the key that files and plans know them by: people by account key,
    organizations by name, demands and achievements by the ids of the files.
    """

    at: datetime
    source: Source
    random: Random
    timeline: Timeline
    share: float = 1.0
    people: dict[str, User] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    owners: dict[int, User] = field(default_factory=dict)
    demand_ids: dict[str, int] = field(default_factory=dict)
    achievement_ids: dict[str, int] = field(default_factory=dict)
    demand_keys: dict[int, str] = field(default_factory=dict)
    achievement_keys: dict[int, str] = field(default_factory=dict)
    _actors: dict[int, Actor] = field(default_factory=dict)

    def actor(self, user: User) -> Actor:
        """The person as an actor, made once: forget it with :meth:`changed` when they change."""
        found = self._actors.get(user.pk)
        if found is None:
            found = self._actors[user.pk] = actor_for(user)
        return found

    def changed(self, user: User) -> None:
        """The person holds something else from now on."""
        self._actors.pop(user.pk, None)

    def person(self, key: str) -> Actor:
        """The actor behind a demo account."""
        return self.actor(self.people[key])

    def owner(self, organization_id: int) -> Actor:
        """Whoever writes for an organization."""
        return self.actor(self.owners[organization_id])

    def reviewer(self, region_code: str) -> Actor:
        """Whoever reviews what comes from a region: its city, the province, or the outside."""
        if region_code.startswith("2201"):
            return self.person("officer-changchun")
        if region_code.startswith("2202"):
            return self.person("officer-jilin")
        return self.person("officer" if region_code.startswith("22") else "officer-outside")

    def filled(self, text: str, **values: object) -> str:
        """A sentence of ``words.yaml`` with numbers drawn into it."""
        low = self.random.randrange(3, 12)
        drawn = {
            "number": f"{self.random.randrange(100, 999)}",
            "count": self.random.randrange(12, 240),
            "low": low,
            "high": low + self.random.randrange(4, 20),
            "year": self.at.year - self.random.randrange(1, 4),
        }
        return text.format(**{**drawn, **values})


@cache
def words() -> dict[str, Any]:
    """What people of the region write."""
    return _read("words.yaml")


@cache
def region() -> dict[str, Any]:
    """Who the region consists of."""
    return _read("region.yaml")


def money(yuan: float, step: int = 1000) -> Decimal:
    """A round sum."""
    return Decimal(int(yuan // step) * step)


def _read(name: str) -> dict[str, Any]:
    text = resources.files("queqiao_web.demo").joinpath(name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
