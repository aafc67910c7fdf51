"""One more mark on an organization, in one transaction that can be held open."""

import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.workflow import lock, save_change
from queqiao_web.organizations.models import Organization

MARK = "记"


def path_of(name):
    return Path(settings.DATA_DIR) / name


@transaction.atomic
def mark_organization(*, organization_id, at):
    """While the file ``hold`` lies there, the change is written but not yet committed."""
    organization = lock(Organization, organization_id)
    before = snapshot(organization)
    organization.introduction += MARK
    save_change(
        organization, actor=SYSTEM, at=at, verb="organizations.organization.marked", before=before
    )
    path_of("written").touch()
    while path_of("hold").exists():
        time.sleep(0.05)
