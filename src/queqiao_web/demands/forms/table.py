"""Demands as a table to import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.actions import DemandContent, content_problems, create_draft
from queqiao_web.demands.models import Demand
from queqiao_web.demands.permissions import can_create_demand
from queqiao_web.demands.queries import organizations_posting_for
from queqiao_web.demands.states import CooperationMode, IpNeed
from queqiao_web.foundation.access import Actor, Decision, deny
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.errors import Problem
from queqiao_web.foundation.tables import (
    Column,
    Stored,
    TableKind,
    Values,
    cells,
    register_table,
)
from queqiao_web.foundation.tables.headings import demand_headings
from queqiao_web.organizations.models import Organization

_ENGINE_FIELDS = {
    "title": "title",
    "description": "description",
    "keywords": "keywords",
    "industry": "industry_code",
    "region": "region_code",
    "modes": "modes",
    "budget_cny": "budget_cny",
    "trl_min": "trl_min",
    "deadline_on": "deadline_on",
    "ip_need": "ip_need",
}

COLUMNS = (
    Column(
        field="title",
        heading=_("Title of the demand"),
        read=cells.line(80),
        required=True,
        note=_("What is to be solved, in 6 to 30 characters."),
        example="高速电主轴热伸长控制",
    ),
    Column(
        field="summary",
        heading=_("Public summary"),
        read=cells.text(20_000),
        names=("摘要", "公开摘要", "需求简介"),
        note=_("Everybody reads this. Say the problem so that an expert can recognize it."),
        is_long=True,
    ),
    Column(
        field="description",
        heading=_("Details"),
        read=cells.text(20_000),
        names=("需求内容", "详细内容", "需求描述", "技术难题描述"),
        note=_(
            "How it is done today, what goes wrong, what is to be reached, with numbers and units."
        ),
        is_long=True,
        joins=True,
    ),
    Column(
        field="keywords",
        heading=_("Keywords"),
        read=cells.words(20),
        note=_("A few words, separated by commas."),
        example="电主轴、温升、热伸长",
    ),
    Column(
        field="industry_code",
        heading=_("Industry"),
        read=cells.industry,
        note=_("Code or name of GB/T 4754-2017."),
        example="3425",
    ),
    Column(
        field="region_code",
        heading=_("Region"),
        read=cells.region,
        note=_("Code or full name; empty: that of the organization."),
        example="吉林省长春市",
    ),
    Column(
        field="budget_cny",
        heading=_("Budget (万元)"),
        read=cells.budget,
        note=_("The most that you would spend."),
        example="220",
    ),
    Column(
        field="deadline_on",
        heading=_("Needed by"),
        read=cells.last_day,
        example="2027-09-30",
    ),
    Column(
        field="trl_min",
        heading=_("Lowest readiness accepted"),
        read=cells.level,
        note=_("Level 1 to 9, or a word such as pilot scale."),
        example="6",
    ),
    Column(
        field="modes",
        heading=_("Ways of cooperation"),
        read=cells.modes,
        note=_("One or several, separated by commas."),
        options=tuple(CooperationMode.labels),
        example="合作开发、技术许可",
    ),
    Column(
        field="ip_need",
        heading=_("Intellectual property"),
        read=cells.choice(
            IpNeed,
            also={"无要求": "any", "权属清晰": "clear", "已授权": "granted"},
        ),
        options=tuple(IpNeed.labels),
    ),
    Column(
        field="disclosure",
        heading=_("Who may read what"),
        read=cells.choice(
            Disclosure, also={"公开": "public", "分级": "staged", "匿名": "anonymous"}
        ),
        names=("公开方式", "保密方式"),
        options=tuple(Disclosure.labels),
    ),
    Column(
        field="secret_annex",
        heading=_("Secret annex"),
        read=cells.text(20_000),
        is_long=True,
    ),
)


def content_of_row(values: Values) -> DemandContent:
    """The content that a row says."""
    said: dict[str, object] = dict(values)
    said.setdefault("title", "")
    for name in ("keywords", "modes"):
        said[name] = tuple(said.get(name, ()))  # type: ignore[arg-type] # lists, by their readers
    return DemandContent(**said)  # type: ignore[arg-type] # typed by the readers of the columns


def _may_import(actor: Actor, organization_id: int) -> Decision:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return deny("demands.demand.no_organization", _("There is no such organization."))
    return can_create_demand(actor, organization)


def _check(values: Values) -> Sequence[Problem]:
    """The problems that the action would tell; a missing title is told by its column."""
    return [one for one in content_problems(content_of_row(values)) if one.code != "title.missing"]


def _folded(title: object) -> str:
    """A title without blanks and signs, to compare."""
    return "".join(sign for sign in str(title).casefold() if sign.isalnum())


def _identify(values: Values) -> str:
    return _folded(values.get("title", ""))


def _find_stored(
    actor: Actor,  # noqa: ARG001 -- the owner's own demands alone are compared
    organization_id: int,
    rows: Sequence[Values],
) -> Sequence[Sequence[Stored]]:
    """The organization's own demands with the same title, in one query."""
    titles = {str(row["title"]) for row in rows if row.get("title")}
    stored = {
        _folded(one.title): one
        for one in Demand.objects.filter(organization_id=organization_id, title__in=titles)
    }
    found = [stored.get(_folded(row.get("title", ""))) for row in rows]
    return [
        [Stored(one.title, reverse("demand_detail", args=[one.code]))] if one else []
        for one in found
    ]


def _write(*, actor: Actor, at: datetime, organization_id: int, values: Values) -> Model:
    return create_draft(
        actor=actor, at=at, organization_id=organization_id, content=content_of_row(values)
    )


def _owners(actor: Actor) -> list[tuple[int, str]]:
    return list(organizations_posting_for(actor).values_list("pk", "name"))


DEMAND_TABLE = register_table(
    TableKind(
        key="demands",
        title=_("Demands"),
        noun=_("demands"),
        columns=COLUMNS,
        shown=("title", "budget_cny", "deadline_on", "region_code"),
        owners_for=_owners,
        may_import=_may_import,
        check=_check,
        identify=_identify,
        find_stored=_find_stored,
        understand=demand_headings(_ENGINE_FIELDS),
        write=_write,
        list_page="my_demands",
        start_page="demand_import",
    )
)
