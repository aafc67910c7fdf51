"""
The API keeps to its description: schemathesis sends what the OpenAPI document allows, and what it
does not, to every operation; no answer is a server error, has a status that is not described, or a
body of another shape.

Half of the requests go to records that exist, so that what lies behind the door is reached too.
"""

import json
from functools import cache
from itertools import cycle

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from queqiao_web.api import gate
from queqiao_web.config.wsgi import application
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.files import store_file
from queqiao_web.foundation.limits import Limit
from tests.factories.web.achievements import make_achievement, make_evidence
from tests.factories.web.deals import make_contract, make_deal, make_introduction
from tests.factories.web.demands import make_demand
from tests.factories.web.experts import make_expert
from tests.factories.web.licences import make_licence
from tests.factories.web.matching import make_match
from tests.factories.web.people import make_appointed, make_member
from tests.factories.web.tokens import make_token
from tests.factories.web.uploads import upload
from tests.repo.tree import ROOT
from tests.web.times import DAY, NOON

pytestmark = pytest.mark.django_db

DOCUMENT = json.loads((ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8"))
OPERATIONS = [
    (operation["operationId"], method, path)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 8


def served(environ, start_response):
    """The platform behind a server that closes an answer once it is read, as all but tests do."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


@cache
def described():
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return schema


def make_world():
    """Somebody who belongs to both sides and holds every post, and records that are theirs."""
    user = make_member()
    ours = user.organization
    for role in ("officer", "operator", "broker", "auditor"):
        post = make_appointed(role, "000000").appointments.get()
        post.user = user
        post.save()
    demands = [make_demand(organization=ours, state=state) for state in ("draft", "published")]
    achievements = [
        make_achievement(organization=ours, state=state) for state in ("draft", "published")
    ]
    demands.append(make_demand(state="submitted"))
    achievements.append(make_achievement(state="submitted"))
    matches = [make_match(demands[1]), make_match(achievement=achievements[1])]
    introduction = make_introduction(make_match(demands[1], achievements[1], state="introduced"))
    deals = [
        make_deal(state, introduction=make_introduction(make_match(demand=demands[1])))
        for state in ("introduced", "contacted", "evaluating", "pricing")
    ]
    deals.append(make_contract().deal)
    auction = deals[3].pricings.create(
        mode="auction",
        floor_cny=1000,
        step_cny=100,
        bond_cny=10,
        opens_at=NOON - DAY,
        closes_at=NOON + 10_000 * DAY,
        created_at=NOON,
        updated_at=NOON,
    )
    codes = {
        "demands": demands,
        "achievements": achievements,
        "experts": [make_expert(organization=ours), make_expert(organization=ours, state="draft")],
        "organizations": [ours, demands[2].organization],
        "matches": matches,
        "introductions": [introduction],
        "deals": deals,
        "prices": [auction],
    }
    files = {row.pk: make_evidence(row).code for row in achievements}
    found = {noun: [{"code": row.code} for row in rows] for noun, rows in codes.items()}
    found["achievements"] = [{"code": row.code, "file": files[row.pk]} for row in achievements]
    found["organizations"][0]["file"] = make_licence(ours).code
    for noun, record in (("demands", demands[0]), ("deals", deals[0])):
        row = store_file(actor=SYSTEM, at=NOON, record=record, upload=upload(), level=Level.SECRET)
        for one in found[noun]:
            one["file"] = row.code
    return user, {noun: cycle(rows) for noun, rows in found.items()}


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(gate, "LIMIT", Limit("api-contract", 100_000, DAY))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    user, codes = make_world()
    yield f"Bearer {make_token(user).secret}", codes
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS, ids=[one[0] for one in OPERATIONS])
def test_every_operation_keeps_to_its_description(name, method, path, world):
    token, codes = world
    operation = described()[path][method]
    turn = cycle([True, False])
    noun = path.removeprefix("/api/v1/").split("/")[0]

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def keeps_to_it(case):
        if "code" in (case.path_parameters or {}) and noun in codes and next(turn):
            found = next(codes[noun])
            case.path_parameters |= {
                key: found[key] for key in found if key in case.path_parameters
            }
        answer = case.call(headers={"Authorization": token})
        case.validate_response(answer, checks=CHECKS)

    keeps_to_it()


@pytest.mark.parametrize("operation", OPERATIONS, ids=[one[0] for one in OPERATIONS])
def test_every_operation_declares_scope_permission_and_every_refusal(operation):
    from queqiao_web.api.scopes import SCOPES

    _name, method, path = operation
    described_as = DOCUMENT["paths"][path][method]
    refusals = {"401", "403", "404", "422", "429"} | ({"409"} if method != "get" else set())

    assert described_as["x-scope"] in SCOPES
    assert refusals < set(described_as["responses"])
    assert described_as["summary"]
