"""Demands in any state."""

from itertools import count

from queqiao_web.demands.models import Demand, DemandGrant
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.freshness import holds_until, legal_day
from queqiao_web.foundation.indices import read_indices
from tests.factories.web.people import make_organization
from tests.web.times import NOON

_numbers = count(1)
_PUBLISHED = {
    DemandState.PUBLISHED,
    DemandState.MATCHED,
    DemandState.CLOSED,
    DemandState.EXPIRED,
}


def make_demand(**fields):
    """A demand, published and fresh at ``NOON`` unless told otherwise, with its organization."""
    number = next(_numbers)
    organization = fields.pop("organization", None) or make_organization()
    values = {
        "organization": organization,
        "title": f"第{number}号主轴温升控制",
        "summary": "高速电主轴连续运转后温升偏高，希望把前轴承温升控制在20K以内。",
        "description": "现用壳体水套冷却。20000r/min 空载 2h，前轴承温升≤20K，主轴热伸长≤8μm。",
        "region_code": organization.region_code,
        "industry_code": "3425",
        "keywords": ["电主轴", "温升"],
        "modes": ["joint_development"],
        "state": DemandState.PUBLISHED,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    if values["state"] != DemandState.DRAFT:
        values.setdefault("submitted_at", NOON)
    if values["state"] in _PUBLISHED:
        values.setdefault("published_at", NOON)
        values.setdefault("confirmed_on", legal_day(NOON))
        values.setdefault("valid_until", holds_until(values["confirmed_on"], 180))
    values.setdefault(
        "indices", read_indices({**values, "secret_annex": values.get("secret_annex", "")})
    )
    return Demand.objects.create(**values)


def make_grant(demand, organization, level=Level.DETAILS, **fields):
    """An open grant of ``level`` to the organization."""
    values = {
        "record": demand,
        "organization": organization,
        "level": level,
        "basis": "test",
        "granted_at": NOON,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return DemandGrant.objects.create(**values)
