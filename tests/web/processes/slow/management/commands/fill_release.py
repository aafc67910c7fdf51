"""
Fill an empty platform with what a stored release holds: a demo region of one field, made by the
actions that users use, and a little of everything that the region lacks. All of it is made up.
"""

import json

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from queqiao_web.accounts.models import User
from queqiao_web.api.actions import make_token, revoke_token
from queqiao_web.api.scopes import SCOPES
from queqiao_web.deals.actions import make_calendar_key, record_receipt
from queqiao_web.deals.models import Deal, Payout, PlannedPayment
from queqiao_web.demands.actions import DemandContent, create_draft, keep_entry
from queqiao_web.demo.build import build_demo
from queqiao_web.experts.actions import claim_expert, open_contact
from queqiao_web.experts.models import Expert
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.codes import new_code
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.files import remove_file, store_file
from queqiao_web.foundation.files.actions import open_file
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.notifications.choices import choose_notifications
from queqiao_web.foundation.tables import KINDS
from queqiao_web.foundation.tables.actions import start_writing, upload_table
from queqiao_web.foundation.tables.models import ImportChoice
from queqiao_web.foundation.ui.lists import save_view
from queqiao_web.foundation.webhooks.actions import create_webhook, try_webhook
from queqiao_web.foundation.workflow import save_change
from queqiao_web.matching.actions import save_search
from queqiao_web.matching.models import Ranker
from queqiao_web.organizations.actions import invite_member
from queqiao_web.organizations.models import Membership, Organization
from queqiao_web.organizations.queries import actor_for
from tests.factories.web.uploads import PDF
from tests.web.processes import releases

TABLE = """需求名称,公开摘要,所属行业,所在地区,预算（万元）
虚构主轴温升控制,高速电主轴连续运行两小时温升不超过十五摄氏度,C3421,220100,80
虚构导轨防护,,C3421,999999,不多
"""
# Tables that may be without a row: theirs are of the moment, or nothing of ours writes them.
MAY_BE_EMPTY = {
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "auth_group",
    "auth_group_permissions",
    "django_q_task",
    "foundation_ratebucket",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
}


class Command(BaseCommand):
    requires_system_checks = ()

    def handle(self, **_options):
        now = timezone.now()
        build_demo(at=now, tell=self.stdout.write, fields=frozenset({releases.FIELD}))
        add_to_the_region(now)
        if missing := empty_tables():
            raise CommandError(f"no rows of: {', '.join(missing)}; add some to {__file__}")


def add_to_the_region(now):
    """What the region lacks, so that every table has rows; a test holds it to that."""
    newcomer = _enter_by_the_door()
    owner = actor_for(User.objects.get(username=releases.OWNER))
    _attach_files(owner, now)
    _pay_inventors(now)
    _keep_of_ones_own(owner, now)
    _use_tokens(owner, now)
    _import_tables(owner, now)
    _call_outside(owner, now)
    _claim_a_profile(actor_for(newcomer), now)
    _guard(User.objects.get(username=releases.GUARDED))
    _rank(now)


def empty_tables():
    """Tables without a row that need one, for the next upgrade to be tried on it."""
    models = [one for one in apps.get_models(include_auto_created=True) if not one._meta.proxy]
    empty = {one._meta.db_table for one in models if not one._base_manager.exists()}
    return sorted(empty - MAY_BE_EMPTY)


def _enter_by_the_door():
    """Somebody signs up and in, has an address to confirm, and another way of signing in."""
    client = _client()
    values = {
        "display_name": "甄云岭（虚构）",
        "email": releases.NEWCOMER,
        "password1": releases.NEWCOMER_PASSWORD,
        "terms": "on",
    }
    _require(client.post("/account/signup/", values), 302)
    _require(client.get("/me/"), 200)
    address = EmailAddress.objects.get(email=releases.NEWCOMER)
    confirmation = EmailConfirmation.create(address)
    confirmation.sent = confirmation.created
    confirmation.save()
    SocialAccount.objects.create(user=address.user, provider="oidc", uid="made-up-0001")
    return address.user


def _attach_files(actor, now):
    """Files of a demand, one read by somebody and one removed again, and one of a deal."""
    organization = min(actor.organization_ids)
    content = DemandContent(title="虚构电主轴温升控制", summary="高速电主轴温升不超过 15 ℃")
    demand = create_draft(actor=actor, at=now, organization_id=organization, content=content)
    names = (("说明.pdf", Level.PUBLIC), ("图纸.pdf", Level.SECRET), ("旧稿.pdf", Level.PUBLIC))
    _plain, drawing, old = [_attach(actor, now, demand, *one) for one in names]
    open_file(actor=actor, at=now, code=drawing.code)
    remove_file(actor=actor, at=now, code=old.code)
    deal = Deal.objects.order_by("pk")[0]
    _attach(_owner_of(deal.demand_organization_id), now, deal, "评估意见.pdf", Level.SECRET)


def _attach(actor, now, record, name, level):
    upload = SimpleUploadedFile(name, PDF + name.encode())
    return store_file(actor=actor, at=now, record=record, upload=upload, level=level)


def _pay_inventors(now):
    """Money for contracts until some of it is the inventors': not every region has come so far."""
    for planned in PlannedPayment.objects.filter(contract__receipts=None).order_by("pk"):
        if Payout.objects.exists():
            return
        record_receipt(
            actor=_owner_of(planned.contract.deal.achievement_organization_id),
            at=now,
            contract_id=planned.contract_id,
            received_on=legal_day(now),
            amount_cny=planned.amount_cny,
            reference=f"虚构回单-{planned.pk}",
        )


def _keep_of_ones_own(actor, now):
    """A view, a search, choices of notices, a calendar, an unfinished form, an invitation."""
    save_view(actor=actor, at=now, list_name="demands", title="装备", query="industry=C34")
    save_search(actor=actor, at=now, name="主轴", kind="achievement", text="电主轴 冷却")
    choose_notifications(actor=actor, chosen={("demands.published", "mail"): "never"})
    make_calendar_key(actor=actor, at=now)
    keep_entry(actor=actor, at=now, key=new_code(), typed={"title": ["写到一半的需求"]})
    invite_member(
        actor=actor,
        at=now,
        organization_id=min(actor.organization_ids),
        email="jian@example.org",
        role="editor",
    )


def _use_tokens(actor, now):
    """A token that entered a demand, with the answer kept for its key, and a revoked one."""
    _token, secret = make_token(actor=actor, at=now, name="业务系统", scopes=SCOPES, days=366)
    organization = Organization.objects.get(pk=min(actor.organization_ids))
    answer = _client().post(
        "/api/v1/demands",
        json.dumps({"organization": organization.code, "title": "虚构砂轮在线修整"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "k1"},
    )
    _require(answer, 201)
    old, _secret = make_token(actor=actor, at=now, name="旧系统", scopes=["deals:read"], days=9)
    revoke_token(actor=actor, at=now, token_id=old.pk)


def _import_tables(actor, now):
    """A table that waits for somebody to mend it, and one that is to be written."""
    uploads = [
        upload_table(
            kind=KINDS["demands"],
            organization_id=min(actor.organization_ids),
            name=f"需求{number}.csv",
            data=TABLE.replace("虚构", f"虚构{number}").encode(),
            actor=actor,
            at=now,
        )
        for number in (1, 2)
    ]
    start_writing(table_id=uploads[0].pk, choice=ImportChoice.GOOD_ROWS, actor=actor, at=now)


def _call_outside(actor, now):
    """A webhook to this machine itself: allowed while a release is stored, not later."""
    endpoint, _secret = create_webhook(
        actor=actor,
        at=now,
        owner_type="user",
        owner_id=actor.user_id,
        url="http://127.0.0.1:9/told",
    )
    try_webhook(actor=actor, at=now, endpoint_id=endpoint.pk)


def _claim_a_profile(actor, now):
    """Somebody says that a profile is theirs; another profile is opened to an organization."""
    shown = Expert.objects.filter(state="published", user__isnull=True).order_by("pk")
    claim_expert(actor=actor, at=now, expert_id=shown[0].pk, statement="本人，可凭工作证核实")
    other = shown[1]
    open_contact(
        actor=_owner_of(other.organization_id),
        at=now,
        expert_id=other.pk,
        organization_id=Organization.objects.exclude(pk=other.organization_id).order_by("pk")[0].pk,
        basis="本人同意",
    )


def _guard(person):
    """A second factor and its spare codes."""
    TOTP.activate(person, releases.SECOND_FACTOR)
    RecoveryCodes.activate(person)


def _rank(now):
    """A ranking that was no better than the default; a small region judges too little to learn."""
    ranker = Ranker(
        state="rejected", judgements=12, notes={"ndcg": 0.4}, created_at=now, updated_at=now
    )
    with transaction.atomic():
        save_change(ranker, actor=SYSTEM, at=now, verb="matching.ranker.trained", before=None)


def _owner_of(organization_id):
    found = Membership.objects.filter(organization=organization_id, role="owner", state="active")
    return actor_for(found.order_by("pk")[0].user)


def _client():
    return Client(headers={"host": "127.0.0.1"})


def _require(answer, status):
    if answer.status_code != status:
        raise CommandError(f"{answer.status_code}, not {status}: {answer.content.decode()[:2_000]}")
