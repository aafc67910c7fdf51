"""
One organization, whose number is told; with ``--job`` the job that marks it, with ``--much`` a bit
of everything; with ``--run`` what waits of a job is done. Instead, ``--token`` tells a token of an
organization's owner, and ``--refresh`` has the matches of a demand renewed.
"""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from queqiao_web.accounts.models import User
from queqiao_web.api.actions import make_token
from queqiao_web.api.scopes import SCOPES
from queqiao_web.foundation.access import SYSTEM, Actor
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.files.store import write_content
from queqiao_web.foundation.jobs import enqueue
from queqiao_web.foundation.jobs.models import JobRun, JobState
from queqiao_web.foundation.jobs.run import run_job
from queqiao_web.foundation.notifications import notification_kind, notify
from queqiao_web.foundation.webhooks.actions import create_webhook
from queqiao_web.foundation.workflow import save_change
from queqiao_web.organizations.models import Membership, Organization
from queqiao_web.organizations.queries import actor_for


class Command(BaseCommand):
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--job", nargs="?", const="once", default="")
        parser.add_argument("--much", action="store_true")
        parser.add_argument("--run", default="")
        parser.add_argument("--token", type=int, default=0)
        parser.add_argument("--refresh", type=int, default=0)

    @transaction.atomic
    def handle(self, *, job, much, run, token, refresh, **_options):
        now = timezone.now()
        if token:
            self.stdout.write(_token_of_owner(token, now))
            return
        if refresh:
            enqueue("matching.refresh_demand", key="slow", due_at=now, object_id=refresh)
            return
        row = Organization.objects.create(
            name="虚构机械", kind="enterprise", region_code="220100", created_at=now, updated_at=now
        )
        if job:
            enqueue("slow.mark", key=job, due_at=now, organization_id=row.pk)
        if much:
            _lay_out_much(row, now)
        for waiting in JobRun.objects.filter(name=run, state=JobState.WAITING):
            run_job(waiting.pk)
        self.stdout.write(str(row.pk))


def _token_of_owner(organization_id, now):
    owners = Membership.objects.filter(organization=organization_id, role="owner", state="active")
    actor = actor_for(owners.order_by("pk")[0].user)
    return make_token(actor=actor, at=now, name="试验", scopes=SCOPES, days=9)[1]


def _lay_out_much(organization, now):
    """People, events, a file, a notification, a webhook: text in all shapes, moments, numbers."""
    person = User.objects.create_user(
        "zheng", "zheng@example.org", "magpies-build-bridges", display_name="郑工“𠮷”"
    )
    for number in range(3):
        before = snapshot(organization)
        organization.introduction = f"第{number}版\n含换行、\t制表符和 emoji 🐦"
        save_change(
            organization,
            actor=SYSTEM,
            at=now,
            verb="organizations.organization.edited",
            before=before,
        )
    size, digest = write_content("ABCDEFGH", [b"%PDF-", b"\x00\xff" * 1_000])
    file = StoredFile(
        code="ABCDEFGH",
        owner_type="organizations.organization",
        owner_id=organization.pk,
        name="说明.pdf",
        kind="pdf",
        size=size,
        sha256=digest,
        uploaded_by=person,
        created_at=now,
    )
    save_change(file, actor=SYSTEM, at=now, verb="foundation.file.stored", before=None)
    notification_kind("slow.told", label="", title="%(what)s")
    notify([person.pk], "slow.told", key="1", params={"what": "新需求"}, url="/x/", at=now)
    actor = Actor(user_id=person.pk)
    create_webhook(
        actor=actor, at=now, owner_type="user", owner_id=person.pk, url="https://1.1.1.1/"
    )
