"""
Where each app lists the actions of its workflows, for the test that drives them all.

A ``Drive`` names a noun of ``WORKFLOWS``, how to make a record with people around it, and the
modules whose public functions take ``actor``, ``at`` and ``<noun>_id``: those are its verbs. What
else a verb asks for by keyword is drawn from ``extras``.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module

from django.db.models import Model
from hypothesis import strategies as st

from queqiao_web.achievements.states import ReturnReason as AchievementReturn
from queqiao_web.demands.states import ReturnReason as DemandReturn
from queqiao_web.experts.actions import ExpertContent
from queqiao_web.foundation.access import NOBODY, SYSTEM, OrganizationRole, RegionRole
from queqiao_web.organizations.states import ReturnReason as OrganizationReturn
from tests.factories.web.achievements import make_achievement
from tests.factories.web.demands import make_demand
from tests.factories.web.experts import make_claim_in, make_expert
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_member,
    make_organization,
    make_user,
)


@dataclass(frozen=True)
class Drive:
    noun: str
    id_name: str
    modules: tuple[str, ...]
    make: Callable[[str], Model]
    organization_of: Callable[[Model], Model]
    extras: Mapping[str, Sequence[object]] = field(default_factory=dict)

    def verbs(self):
        """The actions on one record, by name; those that ask for more are left out."""
        found = {}
        for name in self.modules:
            module = import_module(name)
            for verb, function in inspect.getmembers(module, inspect.isfunction):
                wanted = inspect.signature(function).parameters
                if self.id_name not in wanted or "actor" not in wanted:
                    continue
                needed = {n for n, p in wanted.items() if p.default is inspect.Parameter.empty}
                if needed <= {"actor", "at", self.id_name, *self.extras}:
                    chosen = {n: values for n, values in self.extras.items() if n in wanted}
                    found[verb] = (function, chosen)
        return found

    def people(self, record):
        """Everybody who might try, those who often may first and more than once."""
        organization = self.organization_of(record)
        within = partial(make_member, organization)
        owner, officer = actor(within()), actor(make_appointed(RegionRole.OFFICER, "220000"))
        return [
            *([owner, officer, SYSTEM] * 6),
            *(actor(within(role=role)) for role in OrganizationRole.values),
            *(actor(make_appointed(role, "220000")) for role in RegionRole.values),
            actor(make_appointed(RegionRole.OFFICER, "440000")),
            actor(make_member()),
            actor(make_user()),
            SYSTEM,
            NOBODY,
        ]


def _itself(record):
    return record


def _its_organization(record):
    return record.organization


def _reasons(choices):
    return ([choices.values[0]], choices.values[:2], ["no such reason"], [])


TEXTS = ("请补充", "")
DRIVES = {
    one.noun: one
    for one in (
        Drive(
            "organizations.organization",
            "organization_id",
            ("queqiao_web.organizations.actions",),
            lambda state: make_organization(state=state),
            _itself,
            {"reasons": _reasons(OrganizationReturn), "text": TEXTS},
        ),
        Drive(
            "demands.demand",
            "demand_id",
            ("queqiao_web.demands.actions",),
            lambda state: make_demand(state=state),
            _its_organization,
            {"reasons": _reasons(DemandReturn), "text": TEXTS},
        ),
        Drive(
            "achievements.achievement",
            "achievement_id",
            ("queqiao_web.achievements.actions",),
            lambda state: make_achievement(state=state),
            _its_organization,
            {"reasons": _reasons(AchievementReturn), "text": TEXTS},
        ),
        Drive(
            "experts.expert",
            "expert_id",
            ("queqiao_web.experts.actions",),
            lambda state: make_expert(state=state),
            _its_organization,
            {
                "content": (ExpertContent(name="改名的人"), ExpertContent(name=" ")),
                "version": (None,),
            },
        ),
        Drive(
            "experts.claim",
            "claim_id",
            ("queqiao_web.experts.actions",),
            make_claim_in,
            lambda claim: claim.expert.organization,
            {"reason": ("查无此人", "")},
        ),
    )
}


def steps(drive):
    """Who tries which verb, after how many days, with what."""
    verbs = drive.verbs()
    one = st.sampled_from(sorted(verbs)).flatmap(
        lambda verb: st.tuples(
            st.just(verb),
            st.integers(0, 29),
            st.sampled_from([0, 0, 0, 1, 30, 170, 200]),
            st.fixed_dictionaries(
                {name: st.sampled_from(values) for name, values in verbs[verb][1].items()}
            ),
        )
    )
    return st.lists(one, min_size=1, max_size=8)
