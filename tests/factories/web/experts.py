"""Experts: published by default, from a verified university."""

from datetime import timedelta
from itertools import count

from queqiao_web.experts.models import Claim, Expert, Work
from queqiao_web.experts.states import ClaimState, ExpertState, WorkKind
from tests.factories.web.achievements import make_university
from tests.factories.web.people import make_user
from tests.web.times import NOON

_numbers = count(1)


def make_expert(**fields):
    """A profile that nobody has claimed; published unless ``state`` says otherwise."""
    number = next(_numbers)
    organization = fields.pop("organization", None) or make_university()
    state = fields.get("state", ExpertState.PUBLISHED)
    values = {
        "organization": organization,
        "name": f"虚构专家{number}",
        "titles": "教授",
        "fields": ["精密研磨", "轴承"],
        "keywords": ["陶瓷球"],
        "industry_code": "3451",
        "region_code": organization.region_code,
        "introduction": "长期从事高硬度陶瓷球精密研磨，为多家轴承企业解决圆度与效率问题。",
        "contact_phone": "13900001111",
        "contact_email": "expert@example.org",
        "state": state,
        "published_at": None if state == ExpertState.DRAFT else NOON,
        "confirmed_on": None if state == ExpertState.DRAFT else NOON.date(),
        "valid_until": None if state == ExpertState.DRAFT else NOON.date() + timedelta(days=180),
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return Expert.objects.create(**values)


def make_work(expert, **fields):
    """The next work of an expert."""
    position = expert.works.count() + 1
    values = {
        "kind": WorkKind.PAPER,
        "title": f"陶瓷球研磨机理之{position}",
        "year": 2023,
        **fields,
    }
    return Work.objects.create(expert=expert, position=position, **values)


def make_claim(expert, user, **fields):
    """A claim that waits to be verified."""
    values = {"statement": "工号 2016087，本校官网可查。", "created_at": NOON, "updated_at": NOON}
    return Claim.objects.create(expert=expert, user=user, **{**values, **fields})


def make_claim_in(state):
    """A claim in a state, with the profile as it is then."""
    person = make_user()
    expert = make_expert(user=person if state == ClaimState.ACCEPTED else None)
    return make_claim(expert, person, state=state)
