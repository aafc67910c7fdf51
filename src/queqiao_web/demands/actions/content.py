"""What a demand says: written down as a draft, and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.models import Demand
from queqiao_web.demands.permissions import can_create_demand, can_edit_demand
from queqiao_web.demands.states import IpNeed
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.foundation.indices import IndexMark, read_indices
from queqiao_web.foundation.workflow import check_version, lock, save_change
from queqiao_web.organizations.models import Organization

_TITLE_MOST = 80
_TEXT_MOST = 20_000
_KEYWORDS_MOST = 20
_TRL = range(1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandContent:
    """
    Everything that the owner writes into a demand.

    ``marks`` says of indices, by the key of ``foundation.indices.mark_of``, whether they are
    confirmed or struck out. A draft may lack anything but its title.
    """

    title: str
    summary: str = ""
    description: str = ""
    secret_annex: str = ""
    disclosure: str = Disclosure.STAGED
    keywords: tuple[str, ...] = ()
    region_code: str = ""
    industry_code: str = ""
    budget_cny: Decimal | None = None
    trl_min: int | None = None
    deadline_on: date | None = None
    ip_need: str = IpNeed.ANY
    modes: tuple[str, ...] = ()
    accepted_regions: tuple[str, ...] = ()
    validity_days: int = 180
    marks: Mapping[str, IndexMark] = field(default_factory=dict)


@transaction.atomic
def create_draft(
    *, actor: Actor, at: datetime, organization_id: int, content: DemandContent
) -> Demand:
    """
    A new draft of the organization; event ``demands.demand.created``.

    Where no region is given it is the organization's.

    Raises:
        Refused, Invalid (with all problems).
    """
    organization = lock(Organization, organization_id)
    require(can_create_demand(actor, organization))
    return _create(actor, at, organization, content)


@transaction.atomic
def edit_demand(
    *, actor: Actor, at: datetime, demand_id: int, content: DemandContent, version: int | None
) -> Demand:
    """
    Change a draft or a returned demand; event ``demands.demand.edited``.

    ``version`` is the one that the person had before them.

    Raises:
        Refused, StaleVersion, Invalid (with all problems).
    """
    demand = lock(Demand, demand_id)
    require(can_edit_demand(actor, demand))
    check_version(demand, version)
    before = snapshot(demand)
    _write(demand, content)
    save_change(demand, actor=actor, at=at, verb="demands.demand.edited", before=before)
    return demand


def _create(
    actor: Actor, at: datetime, organization: Organization, content: DemandContent
) -> Demand:
    demand = Demand(
        organization=organization, created_by_id=actor.user_id, created_at=at, updated_at=at
    )
    _write(demand, content)
    save_change(demand, actor=actor, at=at, verb="demands.demand.created", before=None)
    return demand


def _write(demand: Demand, content: DemandContent) -> None:
    if problems := content_problems(content):
        raise Invalid(problems)
    demand.title = " ".join(content.title.split())
    demand.summary = content.summary.strip()
    demand.description = content.description.strip()
    demand.secret_annex = content.secret_annex.strip()
    demand.disclosure = content.disclosure
    demand.keywords = list(dict.fromkeys(word.strip() for word in content.keywords if word.strip()))
    demand.region_code = content.region_code or demand.organization.region_code
    demand.industry_code = content.industry_code
    demand.budget_cny = content.budget_cny
    demand.trl_min = content.trl_min
    demand.deadline_on = content.deadline_on
    demand.ip_need = content.ip_need
    demand.modes = list(content.modes)
    demand.accepted_regions = list(content.accepted_regions)
    demand.validity_days = content.validity_days
    texts = {
        "title": demand.title,
        "summary": demand.summary,
        "description": demand.description,
        "secret_annex": demand.secret_annex,
    }
    demand.indices = read_indices(texts, marks=content.marks)


def content_problems(content: DemandContent) -> list[Problem]:
    """What would keep the content from being stored at all."""
    found = []
    if not content.title.strip():
        found.append(Problem("title", "title.missing", _("Give the demand a title.")))
    if len(content.title) > _TITLE_MOST:
        text = _("A title has at most %(most)d characters.") % {"most": _TITLE_MOST}
        found.append(Problem("title", "title.too_long", text))
    for name in ("summary", "description", "secret_annex"):
        if len(getattr(content, name)) > _TEXT_MOST:
            text = _("This text has at most %(most)d characters.") % {"most": _TEXT_MOST}
            found.append(Problem(name, f"{name}.too_long", text))
    if len(content.keywords) > _KEYWORDS_MOST:
        text = _("Give at most %(most)d keywords.") % {"most": _KEYWORDS_MOST}
        found.append(Problem("keywords", "keywords.too_many", text))
    if content.budget_cny is not None and content.budget_cny < 0:
        below = _("The budget cannot be negative.")
        found.append(Problem("budget_cny", "budget_cny.negative", below))
    if content.trl_min is not None and content.trl_min not in _TRL:
        found.append(Problem("trl_min", "trl_min.range", _("Readiness goes from 1 to 9.")))
    return found
