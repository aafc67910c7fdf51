"""One organization; with ``--job`` also the job that marks it."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from queqiao_web.foundation.jobs import enqueue
from queqiao_web.organizations.models import Organization


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--job", action="store_true")

    @transaction.atomic
    def handle(self, *, job, **_options):
        now = timezone.now()
        row = Organization.objects.create(
            name="虚构机械", kind="enterprise", region_code="220100", created_at=now, updated_at=now
        )
        if job:
            enqueue("slow.mark", key="once", due_at=now, organization_id=row.pk)
        self.stdout.write(str(row.pk))
