"""The region as it stands: everything occurs, nothing hidden is public, the chain holds."""

from ipaddress import ip_network

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from queqiao_web.accounts.models import User
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import LISTED
from queqiao_web.deals.models import Deal, Payout, Pricing
from queqiao_web.deals.queries import funnel, together
from queqiao_web.demands.models import Demand
from queqiao_web.demo.build import build_demo, demo_accounts
from queqiao_web.demo.people import MARK, PASSWORD
from queqiao_web.foundation.audit.chain import find_breaks
from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.jobs.models import JobRun
from queqiao_web.foundation.serving.sample import sample_accounts
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.organizations.models import Fact, Organization
from queqiao_web.organizations.states import OrganizationKind
from tests.web.demo.conftest import count_rows
from tests.web.processes.slow.management.commands.fill_release import (
    add_to_the_region,
    empty_tables,
)
from tests.web.times import NOON

pytestmark = pytest.mark.usefixtures("_region_stands")


def test_the_chain_of_events_holds_and_no_job_failed():
    head = AuditHead.objects.get(pk=1)
    events = AuditEvent.objects.order_by("sequence")

    assert head.sequence == events.count() > 500
    assert not list(find_breaks(events, head_sequence=head.sequence, head_digest=head.digest))
    assert not JobRun.objects.exclude(error="").exists()


def test_all_records_of_the_field_are_there_in_many_states():
    assert Demand.objects.count() == 17
    assert Achievement.objects.count() == 48
    for model in (Demand, Achievement):
        states = set(model.objects.values_list("state", flat=True))
        assert {"draft", "returned", "submitted", "published", "withdrawn", "expired"} <= states


def test_organizations_of_every_kind_are_verified_and_some_wait():
    verified = Organization.objects.filter(state="verified")
    kinds = set(verified.values_list("kind", flat=True))

    assert set(OrganizationKind.values) - kinds <= {"hospital"}  # none of this field
    assert {"registered", "returned", "suspended"} <= set(
        Organization.objects.values_list("state", flat=True)
    )
    assert all(MARK in name for name in Organization.objects.values_list("name", flat=True))


def test_people_are_made_up_and_nobody_gets_mail():
    assert all(MARK in name for name in User.objects.values_list("display_name", flat=True))
    assert not User.objects.exclude(email="").exists()


def test_deals_go_all_the_way_and_money_adds_up():
    states = set(Deal.objects.values_list("state", flat=True))
    stages = together(funnel(("220000",)))

    assert "pricing" in states
    assert states & {"contracted", "registered", "paid", "producing"}
    assert stages["valid"] >= stages["matched"] >= stages["contacted"] >= stages["signed"] > 0
    assert Introduction.objects.count() >= Deal.objects.filter(introduction__isnull=False).count()
    for receipt_id in set(Payout.objects.values_list("receipt_id", flat=True)):
        parts = Payout.objects.filter(receipt=receipt_id)
        assert round(sum(part.share for part in parts), 4) == 1
    for pricing in Pricing.objects.filter(mode="auction"):
        assert pricing.bidders.count() == 3


def test_nothing_happened_after_now_and_answers_came_after_publication():
    assert not AuditEvent.objects.filter(at__gt=NOON).exists()
    for match in Match.objects.exclude(demand_answered_at=None).select_related("demand"):
        assert match.demand_answered_at > match.demand.published_at


def test_enterprises_keep_their_file():
    assert Fact.objects.values("organization").distinct().count() >= 3


def test_each_shown_account_opens_with_the_password():
    accounts = tuple(demo_accounts())

    assert len(accounts) >= 12
    assert sample_accounts() == accounts  # those whose password opens
    assert {one.password for one in accounts} == {PASSWORD}


def test_no_visitor_reads_what_is_hidden(client):
    """Every public page of every record, against every hidden text of every record."""
    hidden = {row.secret_annex for model in (Demand, Achievement) for row in model.objects.all()}
    for model in (Demand, Achievement):
        for row in model.objects.exclude(disclosure="public"):
            hidden |= {line for line in row.description.splitlines() if len(line) > 12}
    for row in Demand.objects.exclude(state__in=LISTED):
        hidden.add(row.description)
    hidden.discard("")
    pages = [reverse("home"), reverse("demand_list"), reverse("achievement_list")]
    pages += [reverse("demand_detail", args=[row.code]) for row in Demand.objects.all()]
    pages += [reverse("achievement_detail", args=[row.code]) for row in Achievement.objects.all()]

    assert len(hidden) > 20
    for page in pages:
        shown = client.get(page).content.decode()
        assert not [text for text in hidden if text in shown], page


def test_it_is_built_on_an_empty_platform_only():
    before = count_rows()

    with pytest.raises(RuntimeError, match="empty"):
        build_demo(at=NOON, tell=lambda _text: None)

    assert count_rows() == before


def test_it_says_how_far_it_is(told):
    assert len(told) >= 4
    assert "已建成" in told[-1] or "Built" in told[-1]


def test_a_stored_release_would_have_rows_of_every_table(settings):
    """Whoever adds a table adds rows of it to ``fill_release``: upgrades are tried on them."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    with transaction.atomic():
        add_to_the_region(timezone.now())
        empty = empty_tables()
        transaction.set_rollback(True)

    assert set(empty) == {"django_q_ormq", "django_q_schedule"}  # workers and their sweep
