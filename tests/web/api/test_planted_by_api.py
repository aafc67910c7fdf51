"""
The hunt for planted secrets, by programs: every actor asks every endpoint with a token of all
scopes. (The hunt over the pages comes to the same addresses with sessions.)
"""

from itertools import islice, product

import pytest

from queqiao_web.organizations.queries import organizations_visible_to
from tests.factories.web.people import actor
from tests.factories.web.tokens import api_of
from tests.strategies.secrets import PLANTERS, make_people
from tests.web.api.test_contract import DOCUMENT
from tests.web.test_planted_secrets import leaks, words_of

pytestmark = pytest.mark.django_db
STAGES = ("valid", "matched", "signed")
READS = [path.removeprefix("/api/v1") for path, one in DOCUMENT["paths"].items() if "get" in one]
VERBS = [path.removeprefix("/api/v1") for path, one in DOCUMENT["paths"].items() if "post" in one]


def addresses(planted, paths):
    for path in paths:
        names = [name for name in ("code", "file", "stage") if f"{{{name}}}" in path]
        values = {"code": planted.codes, "file": planted.codes, "stage": STAGES}
        for chosen in islice(product(*(values[name] for name in names)), 20):
            yield path.format(**dict(zip(names, chosen, strict=True)))


def knows_organization(people, user):
    """
    Operators and auditors see every organization of their region, verified or not. That one of
    them stands in the list of organizations does not say that the anonymous demand is its.
    """
    rows = organizations_visible_to(actor(user))
    return rows.filter(pk=people["owner"].organization.pk).exists()


@pytest.mark.parametrize("noun", sorted(PLANTERS))
def test_no_endpoint_says_more_than_the_level_of_its_reader(run_jobs, noun):
    people = make_people()
    planted = PLANTERS[noun](people)
    run_jobs()
    found, seen, opened = [], set(), 0
    owner = people["owner"].organization
    for name, user in people.users.items():
        if user is None:
            continue
        api = api_of(user)
        for address in addresses(planted, READS):
            answer = api.get(address)
            text = words_of(answer)
            opened += answer.status_code == 200
            if address == "/organizations" and knows_organization(people, user):
                text = text.replace(owner.name, "").replace(owner.code, "")
            found += [(name, address, leak) for leak in leaks(planted, name, text)]
            seen |= {title for title in planted.titles if title in text}

    assert found == []
    assert seen == set(planted.titles), "the hunt never came across the record"
    assert opened > 50, "the hunt opened hardly anything"


@pytest.mark.parametrize("noun", sorted(PLANTERS))
def test_no_refusal_or_verb_says_more_either(run_jobs, noun):
    people = make_people()
    planted = PLANTERS[noun](people)
    run_jobs()
    found = []
    for name in ("stranger", "viewer", "partner", "broker", "other_officer", "officer", "auditor"):
        api = api_of(people[name])
        for address in addresses(planted, VERBS):
            text = api.post(address, {}).content.decode()
            found += [(name, address, leak) for leak in leaks(planted, name, text)]

    assert found == []


@pytest.mark.parametrize("noun", sorted(PLANTERS))
def test_no_filter_finds_by_what_is_hidden(run_jobs, noun):
    people = make_people()
    planted = PLANTERS[noun](people)
    run_jobs()
    owner = people["owner"].organization
    found = []
    for name in ("stranger", "other_officer", "operator"):
        if planted.levels.get(name):
            continue
        api = api_of(people[name])
        for path in ("/demands", "/achievements", "/experts"):
            asked = [{"q": query} for query in planted.queries]
            if noun == "demands.demand":
                asked += [{"organization": owner.code}, {"region": owner.region_code}]
            for query in asked:
                items = api.get(path, **query).data["items"]
                if any(item["code"] in planted.codes for item in items):
                    found.append((name, path, query))

    assert found == []
