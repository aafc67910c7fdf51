"""
A platform as large as a province, its rows written past the actions, for measuring what reads it.

Both functions want Django set up.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

SEED = 7


def fill(count: int, users: int) -> dict[str, list[str]]:
    """Rows written past the actions; sessions of some people and codes of some records."""
    from django.conf import settings  # noqa: PLC0415 -- after the environment
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.scale.passages import build_texts  # noqa: PLC0415
    from queqiao.core import generator  # noqa: PLC0415
    from queqiao_web.accounts.models import User  # noqa: PLC0415
    from queqiao_web.achievements.models import Achievement  # noqa: PLC0415
    from queqiao_web.demands.models import Demand  # noqa: PLC0415
    from queqiao_web.matching.models import Match  # noqa: PLC0415
    from queqiao_web.organizations.models import Membership, Organization  # noqa: PLC0415

    now = timezone.now()
    stamps = {"created_at": now, "updated_at": now}
    rng = generator(SEED, "platform")
    passages = build_texts(count=2_000, queries=1).passages
    regions = ("220100", "220200", "220300", "220400", "220500")

    def text(row: int) -> str:
        return passages[row % len(passages)]

    User.objects.bulk_create(
        (
            User(username=f"load{n}", email=f"load{n}@example.org", display_name=f"某{n}")
            for n in range(users)
        ),
        batch_size=2_000,
    )
    people = list(User.objects.filter(username__startswith="load").order_by("pk"))
    Organization.objects.bulk_create(
        (
            Organization(
                name=f"虚构第{n}厂",
                kind="enterprise" if n % 2 else "university",
                region_code=regions[n % 5],
                state="verified",
                verified_at=now,
                **stamps,
            )
            for n in range(users)
        ),
        batch_size=2_000,
    )
    owners = list(Organization.objects.order_by("pk").values_list("pk", flat=True))
    Membership.objects.bulk_create(
        (
            Membership(organization_id=owner, user=person, role="owner", **stamps)
            for owner, person in zip(owners, people, strict=True)
        ),
        batch_size=2_000,
    )
    common = {"state": "published", "confirmed_on": now.date(), **stamps}
    moments = [now - timedelta(minutes=int(m)) for m in rng.integers(500_000, size=count)]

    def records(model: Any, offset: int) -> Iterator[Any]:  # noqa: ANN401 -- either model
        for n in range(count):
            passage = text(n + offset)
            yield model(
                organization_id=owners[(2 * n + offset) % len(owners)],
                title=f"{passage.split('，')[0][:24]}{n}",
                summary=passage[:120],
                description=passage,
                region_code=regions[n % 5],
                industry_code="3425",
                submitted_at=moments[n],
                published_at=moments[n],
                valid_until=now.date() + timedelta(days=170),
                **common,
            )

    for model, offset in ((Demand, 1), (Achievement, 0)):
        model._default_manager.bulk_create(records(model, offset), batch_size=2_000)
    demands = list(Demand.objects.order_by("pk").values_list("pk", "organization_id", "code"))
    offers = list(Achievement.objects.order_by("pk").values_list("pk", "organization_id", "code"))
    Match.objects.bulk_create(
        (
            Match(
                code=f"{4 * n + k:08d}",  # chance codes would meet now and then among so many
                demand_id=demands[n][0],
                achievement_id=offers[(n * 7 + k) % count][0],
                demand_organization_id=demands[n][1],
                achievement_organization_id=offers[(n * 7 + k) % count][1],
                score=0.3 + 0.6 * ((n + k) % 10) / 10,
                allowed=k < 3,
                tallies={"demand": {"met": 1}, "achievement": {"met": 1}},
                refreshed_at=now,
                **stamps,
            )
            for n in range(count)
            for k in range(4)
        ),
        batch_size=2_000,
    )
    sessions = []
    for person in people[:200]:
        store = SessionStore()
        store[SESSION_KEY] = str(person.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.create()
        sessions.append(str(store.session_key))
    picks = rng.integers(count, size=400).tolist()
    return {
        "sessions": sessions,
        "demands": [demands[n][2] for n in picks],
        "achievements": [offers[n][2] for n in picks],
    }


def build_indices() -> dict[str, float]:
    """
    Every index made from the rows, as the job does it; the seconds of each.

    What that calls for is left undone.
    """
    from django.utils import timezone  # noqa: PLC0415

    from queqiao_web.foundation.jobs.models import JobRun  # noqa: PLC0415
    from queqiao_web.foundation.likeness.kept import KEPT  # noqa: PLC0415

    took: dict[str, float] = {}
    for name, catch_up in KEPT.items():
        began = time.perf_counter()
        while not catch_up(timezone.now()):
            pass
        took[name] = round(time.perf_counter() - began, 1)
    # The matches stand already; on a platform that has run a day nobody looks for all of them.
    JobRun.objects.filter(name="matching.refresh_demand").delete()
    return took
