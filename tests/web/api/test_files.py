"""Files of demands and deals by programs: as on the pages, and open to nobody else."""

import pytest

from queqiao_web.foundation.access import SYSTEM, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.files import store_file
from tests.factories.web.deals import make_deal
from tests.factories.web.demands import make_demand
from tests.factories.web.people import make_appointed, make_member
from tests.factories.web.tokens import api_of
from tests.factories.web.uploads import PDF, upload
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal():
    return make_deal("contacted")


@pytest.fixture
def places(deal):
    """For each kind of record: a member who may attach files to it, and where they lie."""
    draft = make_demand(state="draft")
    return {
        "demand": (make_member(draft.organization), f"/demands/{draft.code}/files"),
        "deal": (make_member(deal.demand_organization), f"/deals/{deal.code}/files"),
    }


@pytest.mark.parametrize("noun", ["demand", "deal"])
def test_a_file_is_attached_listed_read_and_taken_away(places, noun):
    member, place = places[noun]
    api = api_of(member)

    made = api.send_file(place, upload("图纸.pdf"), {"level": "secret"}, Idempotency_Key="one")
    again = api.send_file(place, upload("图纸.pdf"), {"level": "secret"}, Idempotency_Key="one")

    assert (made.status_code, again.data) == (201, made.data)
    assert (made.data["name"], made.data["level"]) == ("图纸.pdf", "secret")
    assert api.get(place).data == [made.data]
    assert api.get(f"{place}/{made.data['code']}").data == PDF
    assert AuditEvent.objects.filter(verb="foundation.file.downloaded").count() == 1
    assert api("DELETE", f"{place}/{made.data['code']}").status_code == 204
    assert api.get(place).data == []


@pytest.mark.parametrize("noun", ["demand", "deal"])
def test_strangers_find_nothing_and_attach_nothing(places, noun):
    member, place = places[noun]
    code = api_of(member).send_file(place, upload(), {}).data["code"]
    stranger = api_of(make_member())

    answers = [
        stranger.get(place),
        stranger.get(f"{place}/{code}"),
        stranger.send_file(place, upload(), {}),
        stranger("DELETE", f"{place}/{code}"),
    ]

    assert [one.status_code for one in answers] == [404] * 4


def test_the_other_side_of_a_deal_reads_what_one_side_attached(deal, places):
    member, place = places["deal"]
    made = api_of(member).send_file(place, upload("合同.pdf"), {}).data
    other = api_of(make_member(deal.achievement_organization))

    assert other.get(place).data == [made]
    assert other.get(f"{place}/{made['code']}").data == PDF


def test_an_officer_reads_the_files_of_a_deal_and_adds_none(deal, places):
    member, place = places["deal"]
    made = api_of(member).send_file(place, upload("合同.pdf"), {}).data
    officer = api_of(make_appointed(RegionRole.OFFICER, deal.region_code))

    assert officer.get(place).data == [made]
    assert officer.send_file(place, upload(), {}).status_code == 403


def test_of_a_demand_everybody_lists_what_is_open_to_them():
    demand = make_demand()
    for level in Level:
        name = f"{level.name.lower()}.pdf"
        draft = make_demand(state="draft", organization=demand.organization)
        row = store_file(actor=SYSTEM, at=NOON, record=draft, upload=upload(name), level=level)
        type(row).objects.filter(pk=row.pk).update(owner_id=demand.pk)
    place = f"/demands/{demand.code}/files"

    names = [one["name"] for one in api_of(make_member()).get(place).data]
    own = [one["name"] for one in api_of(make_member(demand.organization)).get(place).data]

    assert names == ["public.pdf"]
    assert own == ["public.pdf", "details.pdf", "secret.pdf"]
