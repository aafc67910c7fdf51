"""One more mark on an organization, in one transaction."""

from django.db import transaction

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.workflow import lock, save_change
from queqiao_web.organizations.models import Organization

MARK = "记"
MARKED = "organizations.organization.marked"


@transaction.atomic
def mark_organization(*, organization_id, at):
    organization = lock(Organization, organization_id)
    before = snapshot(organization)
    organization.introduction += MARK
    save_change(organization, actor=SYSTEM, at=at, verb=MARKED, before=before)
